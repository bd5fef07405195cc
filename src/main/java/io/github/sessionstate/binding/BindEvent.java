package io.github.sessionstate.binding;

import java.time.Instant;
import java.util.List;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.text.Word;

/**
 * Something that a policy decided at a bind.
 *
 * @param kind    what was the matter
 * @param fullJid the JID that the client asked for; with {@link Kind#LIMIT} the bare JID if it asked for none
 * @param session the session that binds
 * @param others  those that stand in its way: the one that holds the resource, or those that are closed for the limit
 * @param policy  the name of the policy that is set, such as {@code kick_old}; to a client that is there, detached
 *                sessions give way whatever it is
 * @param outcome what became of it
 * @param at      when, by the server's clock
 */
public record BindEvent(Kind kind, String fullJid, Session session, List<Session> others, String policy,
                        Outcome outcome, Instant at) {
    /** What a policy decides on. */
    public enum Kind {
        /** The resource was taken. */
        CONFLICT,
        /** The user had as many sessions as are allowed. */
        LIMIT,
        /** Clients keep taking one resource from each other: from now on, for a while, nobody gives way. */
        WAR;

        @Override
        public String toString() {
            return Word.of(this);
        }
    }

    /** What became of a bind. */
    public enum Outcome {
        /** It was refused. */
        REFUSED,
        /** It goes on with another resource than the client asked for. */
        RENAMED,
        /** It goes on, and others are closed. */
        OTHERS_CLOSED;

        @Override
        public String toString() {
            return Word.of(this);
        }
    }
}
