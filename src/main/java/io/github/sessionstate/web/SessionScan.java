package io.github.sessionstate.web;

import java.util.Iterator;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;

/**
 * Looks at each session once, and makes nothing of one that is not asked for. What that costs is mostly the wait for
 * memory, and the processor waits for many reads at once if none depends on the one before: so sessions are taken in
 * blocks, one step of the reading for a whole block at a time.
 *
 * @param <T> what is read of those that are asked for
 */
final class SessionScan<T> {
    private static final int BLOCK = 128;

    private final SessionsQuery query;
    private final Reading<T> reading;
    private final Visitor<T> visitor;
    private final long now = System.currentTimeMillis();
    private final Session[] sessions = new Session[BLOCK];
    private final SessionState[] states = new SessionState[BLOCK];
    // How many of the block are left. They stand at its beginning.
    private int size;

    private SessionScan(SessionsQuery query, Reading<T> reading, Visitor<T> visitor) {
        this.query = query;
        this.reading = reading;
        this.visitor = visitor;
    }

    /**
     * How many sessions matched.
     *
     * @param total     all of them
     * @param connected the connected resources among them
     */
    record Sum(int total, int connected) {
    }

    /** Is given what matches, in the order in which it was found. */
    interface Visitor<T> {
        /**
         * One session.
         *
         * @param state the session's, as it was when it was looked at
         * @param value what was read of it; null if it does not have that
         */
        void visit(Session session, SessionState state, T value);
    }

    /** Gives all sessions that are asked for to the visitor, and returns how many they were. */
    static <T> Sum run(SessionRegistry registry, SessionsQuery query, Reading<T> reading, Visitor<T> visitor) {
        SessionScan<T> scan = new SessionScan<>(query, reading, visitor);
        Iterator<? extends Session> all = query.candidates(registry).iterator();
        int total = 0;
        int connected = 0;
        while (all.hasNext()) {
            scan.fill(all);
            scan.keepMatches();
            scan.tell();
            total += scan.size;
            connected += scan.connected();
        }
        return new Sum(total, connected);
    }

    private void fill(Iterator<? extends Session> all) {
        size = 0;
        while (size < BLOCK && all.hasNext()) {
            sessions[size++] = all.next();
        }
        for (int i = 0; i < size; i++) {
            states[i] = sessions[i].state();
        }
    }

    private void keepMatches() {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (query.matches(sessions[i], states[i], now)) {
                sessions[kept] = sessions[i];
                states[kept++] = states[i];
            }
        }
        size = kept;
    }

    private int connected() {
        int connected = 0;
        for (int i = 0; i < size; i++) {
            connected += states[i].isConnectedResource() ? 1 : 0;
        }
        return connected;
    }

    private void tell() {
        Object[] values = new Object[size];
        for (int i = 0; i < size; i++) {
            values[i] = reading.of(sessions[i], states[i]);
        }
        for (int i = 0; i < size; i++) {
            @SuppressWarnings("unchecked")
            T value = (T) values[i];
            visitor.visit(sessions[i], states[i], value);
        }
    }
}
