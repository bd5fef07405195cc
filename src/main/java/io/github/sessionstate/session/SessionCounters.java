package io.github.sessionstate.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Predicate;

/** How many live sessions are in which state, kept with each transition. Thread-safe. */
final class SessionCounters {
    // In the order of SessionCounts.
    private static final List<Predicate<SessionState>> COUNTED = List.of(state -> true, SessionState::notOpen,
            state -> state.type() == SessionType.C2S_UNAUTHED, state -> state.type() == SessionType.C2S_UNBOUND,
            SessionState::isConnectedResource, SessionState::isAvailableResource, SessionState::isInterestedResource,
            SessionState::detached);

    private final AtomicIntegerArray counts = new AtomicIntegerArray(COUNTED.size());

    SessionCounts counts() {
        return new SessionCounts(counts.get(0), counts.get(1), counts.get(2), counts.get(3), counts.get(4),
                counts.get(5), counts.get(6), counts.get(7));
    }

    /**
     * Only what differs is counted: a reader must not see a session leave and come back that only changes.
     *
     * @param before null if the session begins
     */
    void count(SessionState before, SessionState after) {
        for (int i = 0; i < COUNTED.size(); i++) {
            int was = before != null && !before.isDestroyed() && COUNTED.get(i).test(before) ? 1 : 0;
            int is = !after.isDestroyed() && COUNTED.get(i).test(after) ? 1 : 0;
            if (was != is) {
                counts.addAndGet(i, is - was);
            }
        }
    }
}
