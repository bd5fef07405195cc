package io.github.sessionstate.openfire.tracked;

import io.github.sessionstate.session.SessionConnection;

/** A connection that lets go of what it knows its facts from, since logs and events may hold it long after its end. */
interface EndingConnection extends SessionConnection {
    /**
     * The connection has ended: its facts stay as they are, and nothing of the host or its library is held any more.
     */
    void letGo();
}
