package io.github.sessionstate.health;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what was thrown in one part of the plugin, by kind: what was thrown, and where. Thread-safe. */
public final class Failures {
    /** So many kinds are told apart; what is of none of them counts as {@value #OTHER}. */
    static final int KINDS = 20;
    static final String OTHER = "other";
    private static final String OURS = "io.github.sessionstate.";

    private final Clock clock;
    private final Map<String, Long> kinds = new LinkedHashMap<>();
    private long count;
    private Instant lastAt;
    private String last;

    /** @param clock the time of failures */
    public Failures(Clock clock) {
        this.clock = clock;
    }

    /**
     * Failures since the plugin was started.
     *
     * @param count  how many
     * @param kinds  how many of each kind, such as {@code java.lang.NullPointerException in StanzaHook.received}; the
     *               first that occurred first. They add up to the count
     * @param lastAt when the last one occurred; null if there was none
     * @param last   what that one says of itself; null if there was none
     */
    public record Count(long count, Map<String, Long> kinds, Instant lastAt, String last) {
        /** No failure. */
        public static final Count NONE = new Count(0, Map.of(), null, null);
    }

    /**
     * Counts a failure.
     *
     * @return whether it is the first of its kind
     */
    public synchronized boolean add(Throwable problem) {
        count++;
        lastAt = clock.instant();
        last = problem.toString();
        String kind = kindOf(problem);
        boolean isNew = !kinds.containsKey(kind);
        if (isNew && kinds.size() >= KINDS) {
            kind = OTHER;
            isNew = !kinds.containsKey(kind);
        }
        kinds.merge(kind, 1L, Long::sum);
        return isNew;
    }

    /** All failures so far. */
    public synchronized Count count() {
        return count == 0 ? Count.NONE
                : new Count(count, Collections.unmodifiableMap(new LinkedHashMap<>(kinds)), lastAt, last);
    }

    private static String kindOf(Throwable problem) {
        String type = problem.getClass().getName();
        return Arrays.stream(problem.getStackTrace()).filter(frame -> frame.getClassName().startsWith(OURS)).findFirst()
                .map(frame -> type + " in " + simpleName(frame.getClassName()) + '.' + frame.getMethodName())
                .orElse(type);
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }
}
