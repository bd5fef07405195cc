package io.github.sessionstate.session;

import java.time.Instant;

/**
 * One transition of one session.
 *
 * @param session the session
 * @param kind    what happened
 * @param before  the state before; null for {@link Kind#CREATED}
 * @param after   the state after
 * @param cause   why the session ended; null unless {@link Kind#DESTROYED}
 * @param at      when, by the server's clock
 */
public record SessionEvent(XmppSession session, Kind kind, SessionState before, SessionState after, EndCause cause,
                           Instant at) {
    /** The transitions of a session's life. */
    public enum Kind {
        /** A connection was accepted, or a session was there when the plugin started. */
        CREATED,
        /** The stream is open: a header was accepted. */
        OPENED,
        /** The stream was reset (STARTTLS, compression). */
        RESET,
        /** SASL succeeded. */
        AUTHENTICATED,
        /** A resource was bound. */
        BOUND,
        /** The presence or the priority changed, or the client became unavailable. */
        PRESENCE,
        /** The client asked for its roster. */
        INTERESTED,
        /** The client is gone and may resume. */
        DETACHED,
        /** The session has a connection again, or it became known. */
        ATTACHED,
        /** The session ended. */
        DESTROYED
    }
}
