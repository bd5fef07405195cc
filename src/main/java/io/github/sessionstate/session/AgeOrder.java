package io.github.sessionstate.session;

import java.util.Arrays;

/**
 * The live sessions in the order of their age, side by side in memory, for those who look at all of them: walking a
 * tree of as many takes a wait for memory at each. Thread-safe.
 */
final class AgeOrder {
    private static final int SMALLEST = 64;

    // Null where a session has ended; none is null behind the last. All guarded by the lock of this.
    private XmppSession[] sessions = new XmppSession[SMALLEST];
    private int size;
    private int live;

    /** A session begins. */
    synchronized void add(XmppSession session) {
        if (size == sessions.length) {
            sessions = Arrays.copyOf(sessions, size + size / 2);
        }
        int place = size++;
        // Sessions get their ids before they come here, so one may overtake another.
        for (int i = place - 1; i >= 0 && (sessions[i] == null || isYounger(sessions[i], session)); i--) {
            if (sessions[i] != null) {
                put(sessions[i], place);
                sessions[i] = null;
                place = i;
            }
        }
        put(session, place);
        live++;
    }

    private static boolean isYounger(XmppSession one, XmppSession other) {
        return one.id().compareTo(other.id()) > 0;
    }

    private void put(XmppSession session, int place) {
        sessions[place] = session;
        session.setPlace(place);
    }

    /** It ends. Once. */
    synchronized void remove(XmppSession session) {
        sessions[session.place()] = null;
        live--;
        while (size > 0 && sessions[size - 1] == null) {
            size--;
        }
        if (size > SMALLEST && live < size / 2) {
            close();
        }
    }

    // Those that are left move together.
    private void close() {
        XmppSession[] all = sessions;
        int end = size;
        sessions = new XmppSession[Math.max(SMALLEST, live + live / 2)];
        size = 0;
        for (int i = 0; i < end; i++) {
            if (all[i] != null) {
                put(all[i], size++);
            }
        }
    }

    /** See {@link SessionRegistry#places()}. */
    synchronized Session[] places() {
        return Arrays.copyOf(sessions, size, Session[].class);
    }
}
