package io.github.sessionstate.openfire;

import io.github.sessionstate.text.Word;

/** What a comparison with the host found out of step, and put right. */
enum Repair {
    /** A connection that no hook has met. */
    MISSED_CONNECTION,
    /** A bound session that no hook has met. */
    MISSED_SESSION,
    /** The host bound a resource, and the table had none. */
    MISSED_BIND,
    /** The client was gone and could resume, and the table had its connection. */
    MISSED_DETACH,
    /** The client had resumed, and the table had it as detached. */
    MISSED_RESUME,
    /** The session was over, and the table had it. */
    MISSED_END,
    /** The client was connected, and the host's routing table had lost its session. */
    LOST_ROUTE,
    /** The client was gone for good, and the host's routing table had its session. */
    LEFT_BEHIND;

    /** The kind in snake case, such as {@code missed_end}. */
    @Override
    public String toString() {
        return Word.of(this);
    }
}
