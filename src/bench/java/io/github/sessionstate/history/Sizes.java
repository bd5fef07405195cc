package io.github.sessionstate.history;

import java.time.Duration;
import java.time.Instant;

/**
 * How many rows there are, and of when: 90 days up to a moment that stays the same.
 *
 * @param rows   sessions
 * @param logins failed ones, of the last 14 days
 * @param asked  how often each question is asked
 */
record Sizes(long rows, long logins, int asked) {
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
    private static final Duration SPAN = Duration.ofDays(90);

    /** Whose sessions they are: the first of them have more. */
    static final int USERS = 50_000;
    static final int ADDRESSES = 100_000;

    static final HistoryPolicy POLICY =
            new HistoryPolicy(SPAN.plusDays(1), Duration.ofDays(7), Duration.ofDays(15), SPAN, false, false);

    /** As system properties say: {@code history.rows}, {@code history.logins} and {@code history.asked}. */
    static Sizes of(long rows) {
        long its = Long.getLong("history.rows", rows);
        return new Sizes(its, Long.getLong("history.logins", its / 10), Integer.getInteger("history.asked", 300));
    }

    long now() {
        return NOW.toEpochMilli();
    }

    long first() {
        return NOW.minus(SPAN).toEpochMilli();
    }

    long firstLogin() {
        return NOW.minus(Duration.ofDays(14)).toEpochMilli();
    }

    /** Milliseconds from one end to the next. */
    double step(long count) {
        return (double) SPAN.toMillis() / count;
    }

    /** From then on addresses are whole. */
    long recent() {
        return NOW.minus(POLICY.addresses()).toEpochMilli();
    }

    /** How many sessions go on. */
    long open() {
        return rows / 500;
    }
}
