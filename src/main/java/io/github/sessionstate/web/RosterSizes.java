package io.github.sessionstate.web;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

import io.github.sessionstate.session.RosterUnreadableException;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/**
 * How many contacts a session's roster has, as far as that can be read. Open pages ask for their rows with each change,
 * so the server is asked once per user in {@value #SECONDS_KEPT} seconds and the number may be as old as that.
 */
final class RosterSizes {
    static final int SECONDS_KEPT = 10;

    private static final long NANOS_KEPT = SECONDS_KEPT * 1_000_000_000L;

    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Size> byUser = new ConcurrentHashMap<>();
    private volatile long lastSweep;

    /** @param nanoTime a clock such as {@link System#nanoTime()} */
    RosterSizes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        lastSweep = nanoTime.getAsLong();
    }

    /** The number of contacts; null if the session has no roster, or the server cannot read it. */
    Integer of(Session session, SessionState state) {
        if (!state.rosterLoaded()) {
            return null;
        }
        long now = nanoTime.getAsLong();
        sweep(now);
        Size known = byUser.get(state.username());
        if (known != null && now - known.at < NANOS_KEPT) {
            return known.contacts;
        }
        Integer contacts = read(session);
        byUser.put(state.username(), new Size(contacts, now));
        return contacts;
    }

    private static Integer read(Session session) {
        try {
            List<String> contacts = session.roster();
            return contacts == null ? null : contacts.size();
        } catch (RosterUnreadableException e) {
            return null;
        }
    }

    // Users who have gone leave nothing behind. Two threads may sweep at once, to no harm.
    private void sweep(long now) {
        if (now - lastSweep < NANOS_KEPT) {
            return;
        }
        lastSweep = now;
        byUser.values().removeIf(size -> now - size.at >= NANOS_KEPT);
    }

    private record Size(Integer contacts, long at) {
    }
}
