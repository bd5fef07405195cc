package io.github.sessionstate.session;

import java.time.Instant;

/**
 * One transition of one session.
 *
 * @param session the session
 * @param kind    what happened
 * @param before  the state before; null for {@link SessionEventKind#CREATED}
 * @param after   the state after
 * @param end     how the session ended; null unless {@link SessionEventKind#DESTROYED}
 * @param at      when, by the server's clock
 */
public record SessionEvent(Session session, SessionEventKind kind, SessionState before, SessionState after,
                           SessionEnd end, Instant at) {
    /** Why the session ended; null unless {@link SessionEventKind#DESTROYED}. */
    public EndCause cause() {
        return end == null ? null : end.cause();
    }
}
