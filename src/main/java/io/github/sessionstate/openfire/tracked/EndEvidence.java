package io.github.sessionstate.openfire.tracked;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;

/**
 * What tells how a session ends, gathered until it does. A command counts before all else; then the first thing that
 * was seen on the connection, as what follows is mostly its consequence; then what the host is known to be about to do.
 */
public final class EndEvidence {
    private SessionEnd commanded;
    private SessionEnd seen;
    private EndCause expected;

    /** The plugin is about to end the session in this way. */
    public synchronized void commanded(SessionEnd end) {
        commanded = end;
    }

    /** The plugin tried for this reason, and the session is still there. */
    public synchronized void failed(EndCause cause) {
        if (commanded != null && commanded.cause() == cause) {
            commanded = null;
        }
    }

    /** Something on the connection that ends the session. */
    public synchronized void seen(SessionEnd end) {
        // The host may find that the client is silent, and tell it so behind that.
        boolean isTheSame = seen != null && seen.cause() == end.cause() && seen.condition() == null;
        if (seen == null || isTheSame) {
            seen = end;
        }
    }

    /** The host closed the stream with an error that is its own way to do what is expected of it, if anything is. */
    public synchronized void seenFromHost(SessionEnd end) {
        seen(expected != null && end.cause() == EndCause.STREAM_ERROR ? end.as(expected) : end);
    }

    /** If the host ends the session, it is for this reason; null to expect nothing any more. */
    public synchronized void expected(EndCause cause) {
        expected = cause;
    }

    /** Whether there is a reason for which the host may end the session. */
    public synchronized boolean isExpected() {
        return expected != null;
    }

    /** The connection ended, or another took its place, and the session lives on. */
    public synchronized void outlived() {
        seen = null;
    }

    /** How the session ends as far as it is known; null if nothing tells. */
    public synchronized SessionEnd known() {
        return commanded != null ? commanded : seen;
    }

    /** How the session ends, if it does now. */
    public synchronized SessionEnd end() {
        SessionEnd known = known();
        if (known != null) {
            return known;
        }
        return SessionEnd.of(expected != null ? expected : EndCause.CLOSED);
    }
}
