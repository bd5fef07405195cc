package io.github.sessionstate.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts failed logins by something that they have in common, and finds what has {@value #MANY} or more within ten
 * minutes. Remembers that for a day after. Bounded: what had no failure for the longest time is forgotten first.
 * Thread-safe.
 */
final class RecentFailures {
    /** So many within {@value #MINUTES} minutes are many. */
    static final int MANY = 20;
    /** Within so many minutes, of which the current one is the last. */
    static final int MINUTES = 10;
    /** For so long after there were many that is told. */
    static final Duration TOLD = Duration.ofDays(1);
    /** So many are counted. */
    static final int MOST = 10_000;
    /** So many are remembered that had many. */
    static final int MOST_TOLD = 1_000;

    private static final long MINUTE_MILLIS = 60_000;

    // What failed last comes last.
    private final Map<String, Window> windows = new LinkedHashMap<>();
    // What had many last comes last.
    private final Map<String, Many> many = new LinkedHashMap<>();

    /**
     * What many have in common.
     *
     * @param key      that
     * @param attempts how many failed since then
     * @param since    the beginning of the first minute that counted
     * @param manyAt   when there were many within the last minutes, the last time
     * @param lastAt   when the last one failed
     */
    record Many(String key, long attempts, Instant since, Instant manyAt, Instant lastAt) {
        private boolean isTold(Instant now) {
            return manyAt.plus(TOLD).isAfter(now);
        }
    }

    /** Some failed. */
    synchronized void add(String key, int attempts, Instant at) {
        Window window = windows.remove(key);
        if (window == null) {
            window = new Window();
            forget(minute(at));
        }
        windows.put(key, window);
        window.add(attempts, minute(at));
        Many before = many.get(key);
        Many known = before == null || !before.isTold(at) ? null : before;
        int lately = window.sum();
        if (lately >= MANY) {
            many.remove(key);
            if (many.size() >= MOST_TOLD) {
                many.remove(many.keySet().iterator().next());
            }
            many.put(key, known == null ? new Many(key, lately, window.since(), at, at)
                    : new Many(key, known.attempts + attempts, known.since, at, at));
        } else if (known != null) {
            many.put(key, new Many(key, known.attempts + attempts, known.since, known.manyAt, at));
        }
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), MINUTE_MILLIS);
    }

    private void forget(long now) {
        Iterator<Window> oldest = windows.values().iterator();
        int tooMany = windows.size() - MOST + 1;
        while (oldest.hasNext()) {
            long last = oldest.next().last;
            if (tooMany-- <= 0 && last > now - MINUTES) {
                return;
            }
            oldest.remove();
        }
    }

    /** What had many during the last day. */
    synchronized List<Many> many(Instant now) {
        many.values().removeIf(one -> !one.isTold(now));
        return new ArrayList<>(many.values());
    }

    /** Forgets this one. */
    synchronized void forget(String key) {
        windows.remove(key);
        many.remove(key);
    }

    /** Forgets all. */
    synchronized void clear() {
        windows.clear();
        many.clear();
    }

    /** How many failed in each of the last minutes. */
    private static final class Window {
        private final int[] counts = new int[MINUTES];
        private long last = Long.MIN_VALUE / 2;

        void add(int attempts, long minute) {
            // Of a clock that was turned back far, nothing counts that was before.
            if (Math.abs(minute - last) >= MINUTES) {
                Arrays.fill(counts, 0);
                last = minute;
            }
            while (last < minute) {
                last++;
                counts[place(last)] = 0;
            }
            counts[place(minute)] += attempts;
        }

        int sum() {
            return Arrays.stream(counts).sum();
        }

        /** The beginning of the first minute in which one failed. */
        Instant since() {
            long first = last - MINUTES + 1;
            while (counts[place(first)] == 0) {
                first++;
            }
            return Instant.ofEpochMilli(first * MINUTE_MILLIS);
        }

        private static int place(long minute) {
            return (int) Math.floorMod(minute, (long) MINUTES);
        }
    }
}
