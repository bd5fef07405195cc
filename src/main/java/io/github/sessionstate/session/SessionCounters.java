package io.github.sessionstate.session;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** How many live sessions are in which state, kept with each transition. Thread-safe. */
final class SessionCounters {
    private final AtomicInteger total = new AtomicInteger();
    private final AtomicInteger notOpen = new AtomicInteger();
    private final AtomicInteger unauthed = new AtomicInteger();
    private final AtomicInteger unbound = new AtomicInteger();
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger available = new AtomicInteger();
    private final AtomicInteger interested = new AtomicInteger();
    private final AtomicInteger detached = new AtomicInteger();

    SessionCounts counts() {
        return new SessionCounts(total.get(), notOpen.get(), unauthed.get(), unbound.get(), connected.get(),
                available.get(), interested.get(), detached.get());
    }

    /**
     * Only what differs is counted: a reader must not see a session leave and come back that only changes.
     *
     * @param before null if the session begins
     */
    void count(SessionState before, SessionState after) {
        count(total, before, after, s -> true);
        count(notOpen, before, after, SessionState::notOpen);
        count(unauthed, before, after, s -> s.type() == SessionType.C2S_UNAUTHED);
        count(unbound, before, after, s -> s.type() == SessionType.C2S_UNBOUND);
        count(connected, before, after, SessionState::isConnectedResource);
        count(available, before, after, SessionState::isAvailableResource);
        count(interested, before, after, SessionState::isInterestedResource);
        count(detached, before, after, SessionState::detached);
    }

    private static void count(AtomicInteger counter, SessionState before, SessionState after,
                              Predicate<SessionState> property) {
        boolean was = before != null && !before.isDestroyed() && property.test(before);
        boolean is = !after.isDestroyed() && property.test(after);
        if (was != is) {
            counter.addAndGet(is ? 1 : -1);
        }
    }
}
