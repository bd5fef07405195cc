package io.github.sessionstate.session;

import org.xmpp.packet.IQ;

import io.github.sessionstate.text.Word;

/**
 * A client's reply to a request, or why there is none.
 *
 * @param outcome whether it replied
 * @param type    of the reply: {@code result} or {@code error}; null without one
 * @param xml     the reply; null without one
 */
public record ClientReply(Outcome outcome, String type, BoundedText xml) {
    /** Whether a client replied. */
    public enum Outcome {
        /** It did. */
        ANSWERED,
        /** It is detached, and gets the request when it resumes. Nobody waits for the reply. */
        QUEUED,
        /** The session had ended, or ended before the reply. */
        GONE;

        @Override
        public String toString() {
            return Word.of(this);
        }
    }

    /**
     * Of a request that was sent.
     *
     * @param reply     the client's, of type result or error; null if the session ended before it
     * @param maxLength how many characters of it are wanted at most
     */
    static ClientReply of(IQ reply, int maxLength) {
        return reply == null ? without(Outcome.GONE) : new ClientReply(Outcome.ANSWERED, reply.getType().toString(),
                BoundedText.of(reply.getElement(), maxLength));
    }

    static ClientReply without(Outcome outcome) {
        return new ClientReply(outcome, null, null);
    }
}
