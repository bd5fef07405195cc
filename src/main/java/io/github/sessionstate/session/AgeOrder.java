package io.github.sessionstate.session;

import java.util.Arrays;

/**
 * The live sessions and their states, side by side in memory in the order of their age, for those who look at all of
 * them: walking a tree of as many takes a wait for memory or two at each. Thread-safe.
 */
final class AgeOrder {
    private static final int SMALLEST = 64;

    // Null where a session has ended; none is null behind the last. All guarded by the lock of this.
    private XmppSession[] sessions = new XmppSession[SMALLEST];
    private SessionState[] states = new SessionState[SMALLEST];
    private long[] versions = new long[SMALLEST];
    private long lastVersion;
    private int size;
    private int live;

    /** A session begins. */
    synchronized void add(XmppSession session, SessionState state) {
        if (size == sessions.length) {
            resize(size + size / 2);
        }
        int place = size++;
        // Sessions get their ids before they come here, so one may overtake another.
        for (int i = place - 1; i >= 0 && (sessions[i] == null || isYounger(sessions[i], session)); i--) {
            if (sessions[i] != null) {
                put(sessions[i], states[i], versions[i], place);
                clear(i);
                place = i;
            }
        }
        put(session, state, ++lastVersion, place);
        live++;
    }

    private static boolean isYounger(XmppSession one, XmppSession other) {
        return one.id().compareTo(other.id()) > 0;
    }

    private void put(XmppSession session, SessionState state, long version, int place) {
        sessions[place] = session;
        states[place] = state;
        versions[place] = version;
        session.setPlace(place);
    }

    private void clear(int place) {
        sessions[place] = null;
        states[place] = null;
    }

    /** It has another state, or the server tells something else of it. */
    synchronized void change(XmppSession session, SessionState state) {
        states[session.place()] = state;
        versions[session.place()] = ++lastVersion;
    }

    /** It ends. Once. */
    synchronized void remove(XmppSession session) {
        clear(session.place());
        live--;
        while (size > 0 && sessions[size - 1] == null) {
            size--;
        }
        if (size > SMALLEST && live < size / 2) {
            moveTogether();
        }
    }

    private void moveTogether() {
        int end = size;
        size = 0;
        for (int i = 0; i < end; i++) {
            XmppSession session = sessions[i];
            SessionState state = states[i];
            if (session != null) {
                clear(i);
                put(session, state, versions[i], size++);
            }
        }
        resize(Math.max(SMALLEST, size + size / 2));
    }

    private void resize(int length) {
        sessions = Arrays.copyOf(sessions, length);
        states = Arrays.copyOf(states, length);
        versions = Arrays.copyOf(versions, length);
    }

    /** All of them. A copy, which costs a few bytes of each. */
    synchronized Places places() {
        return new Places(Arrays.copyOf(sessions, size, Session[].class), Arrays.copyOf(states, size),
                Arrays.copyOf(versions, size));
    }
}
