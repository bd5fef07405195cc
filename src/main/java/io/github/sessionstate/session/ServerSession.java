package io.github.sessionstate.session;

import java.util.concurrent.CompletionStage;

import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

/** The server's side of one session: what carries out the commands and counts the stanzas. */
public interface ServerSession {
    /**
     * The presence that the server has now: what the client sent, and what the server added to it.
     *
     * @param maxLength how many characters of it are wanted at most
     * @return null if it has none
     */
    default BoundedText presence(int maxLength) {
        return null;
    }

    /** The session that this is the server's side of. Called once, before anybody else can know of it. */
    default void begins(XmppSession session) {
        // Those that never need it do not keep it.
    }

    /**
     * How many stanzas came from the client so far, in a number that goes on counting; 0 before the stream is open. Good
     * as long as the state of a bound session is the same, and may be kept for longer: it leads to nothing else of the
     * server's.
     */
    Number stanzasReceived();

    /** How many were sent to it alike. */
    Number stanzasSent();

    /** What the client says that it is (XEP-0092); null as long as the server does not know. */
    ClientSoftware software();

    /** What else the server knows of the session; never null. */
    ServerFacts facts();

    /**
     * Hands text to the client's stream. A stanza goes through the server's delivery, anything else to the connection.
     *
     * @throws SendRefusedException if the stream cannot take it; the stream is then as it was before
     */
    void send(StreamText text) throws SendRefusedException;

    /**
     * Hands a stanza to the server's delivery, to this session and no other.
     *
     * @param stanza the server's from now on
     * @throws SendRefusedException if the stream cannot take it; the stream is then as it was before
     */
    void send(Packet stanza) throws SendRefusedException;

    /**
     * Hands a request to the server's delivery, to this session and no other, and waits for the client's reply.
     *
     * @param request the server's from now on
     * @return the reply, of type result or error; null if the session ends before it. See {@link Session#ask} for when it
     *         fails
     * @throws SendRefusedException if the stream cannot take it; the stream is then as it was before
     */
    CompletionStage<IQ> ask(IQ request) throws SendRefusedException;

    /**
     * How the session ends if another one has just taken its place. Called while nothing may be waited for.
     *
     * @param id of the other one
     */
    default SessionEnd replacedBy(String id) {
        return SessionEnd.of(EndCause.REPLACED).replacedBy(id);
    }

    /**
     * Ends the session in the server. Never blocks the caller.
     *
     * @return what happened, once it is known; never completes exceptionally
     */
    CompletionStage<CloseResult> close(CloseReason reason);
}
