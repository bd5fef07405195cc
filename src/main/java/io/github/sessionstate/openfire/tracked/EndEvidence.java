package io.github.sessionstate.openfire.tracked;

import io.github.sessionstate.session.EndCause;

/**
 * What tells why a session ends, gathered until it does. A command counts before all else; then the first thing that
 * was seen on the connection, as what follows is mostly its consequence; then what the host is known to be about to do.
 */
public final class EndEvidence {
    private EndCause commanded;
    private EndCause seen;
    private EndCause expected;

    /** The plugin is about to end the session for this reason. */
    public synchronized void commanded(EndCause cause) {
        commanded = cause;
    }

    /** The plugin tried for this reason, and the session is still there. */
    public synchronized void failed(EndCause cause) {
        if (commanded == cause) {
            commanded = null;
        }
    }

    /** Something on the connection that ends the session. */
    public synchronized void seen(EndCause cause) {
        if (seen == null) {
            seen = cause;
        }
    }

    /** The host closed the stream with an error that is its own way to do what is expected of it, if anything is. */
    public synchronized void seenFromHost(EndCause cause) {
        seen(expected != null && cause == EndCause.STREAM_ERROR ? expected : cause);
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

    /** The cause as far as it is known; null if nothing tells. */
    public synchronized EndCause known() {
        return commanded != null ? commanded : seen;
    }

    /** The cause, if the session ends now. */
    public synchronized EndCause cause() {
        EndCause known = known();
        if (known != null) {
            return known;
        }
        return expected != null ? expected : EndCause.CLOSED;
    }
}
