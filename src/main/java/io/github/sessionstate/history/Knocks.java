package io.github.sessionstate.history;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Counts connections that never logged in, by address and minute. A minute is written once it is over. Thread-safe. */
final class Knocks {
    /** So many addresses are told apart in a minute. */
    static final int MOST = 10_000;

    private static final long MINUTE_MILLIS = 60_000;

    private final String boot;
    private final Supplier<HistoryPolicy> policy;
    private final PendingRows pending;
    private final Map<String, Integer> counts = new HashMap<>();
    private long minute;

    Knocks(String boot, Supplier<HistoryPolicy> policy, PendingRows pending) {
        this.boot = boot;
        this.policy = policy;
        this.pending = pending;
    }

    /** One ended. */
    synchronized void ended(String ip, long now) {
        String kept = ColumnText.of(ip, 45);
        HistoryPolicy its = policy.get();
        if (kept == null || !its.areAddressesKept() || !its.areLoginsKept()) {
            return;
        }
        collect(now, false);
        if (counts.size() >= MOST && !counts.containsKey(kept)) {
            pending.drop();
        } else {
            counts.merge(kept, 1, Integer::sum);
        }
    }

    /** Forgets the minute that is not over. */
    synchronized void forgetAll() {
        counts.clear();
    }

    /**
     * Makes rows of the minute that is over.
     *
     * @param isLast whether also of the one that is not: no more will come
     */
    synchronized void collect(long now, boolean isLast) {
        long current = now - Math.floorMod(now, MINUTE_MILLIS);
        if (current != minute || isLast) {
            counts.forEach((ip, count) -> pending.add(Pending.of(new Knock(boot, minute, ip, count), now)));
            counts.clear();
            minute = current;
        }
    }
}
