package io.github.sessionstate.history;

import io.github.sessionstate.session.Session;

/**
 * A row that waits to be written. Of one key only the last one does.
 *
 * @param key     of the row, among all tables
 * @param content a {@link SessionRow}, {@link PastLogin} or {@link Knock}; or a {@link Session} that goes on, whose row is
 *                made when it is written
 * @param isNew   whether no row of this key was written before
 * @param since   when the first of this key began to wait, in milliseconds since 1970
 * @param bytes   about how much memory it takes
 */
record Pending(String key, Object content, boolean isNew, long since, long bytes) {
    // A row, its place in the queue, and what else of it is no text.
    private static final long BASE = 400;

    static Pending of(Session session, boolean isNew, long now) {
        return new Pending(session.id(), session, isNew, now, BASE);
    }

    static Pending of(SessionRow row, long now) {
        PastEnd end = row.end();
        return new Pending(row.id(), row, false, now, BASE + ColumnText.bytes(row.username(), row.host(), row.resource(),
                row.ip(), row.clientName(), row.clientVersion(), row.clientOs(), row.capsNode(), row.agentSoftware(),
                row.agentDevice(), row.language(), row.lastIp(), end.text(), end.closedBy(), end.replacedBy()));
    }

    static Pending of(PastLogin login, boolean isNew, long now) {
        return new Pending("login " + login.id(), login, isNew, now,
                BASE + ColumnText.bytes(login.id(), login.username(), login.host(), login.ip(), login.mechanism()));
    }

    static Pending of(Knock knock, long now) {
        return new Pending("knock " + knock.atMinute() + ' ' + knock.ip(), knock, true, now,
                BASE + ColumnText.bytes(knock.ip()));
    }

    /** The same in the place of one that was not written yet. */
    Pending inPlaceOf(Pending former) {
        return new Pending(key, content, former.isNew, former.since, bytes);
    }

    /** The same once one of its key was written. */
    Pending afterWritten(long now) {
        return new Pending(key, content, false, now, bytes);
    }

    /** Whose it is; null if that is nobody's, or of a session that goes on. */
    String username() {
        if (content instanceof SessionRow row) {
            return row.username();
        }
        return content instanceof PastLogin login ? login.username() : null;
    }
}
