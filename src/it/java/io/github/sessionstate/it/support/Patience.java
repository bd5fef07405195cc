package io.github.sessionstate.it.support;

import java.time.Duration;

/**
 * How long the tests wait for what should have happened long before. On a machine that is slow or busy all of it scales
 * with one property: {@code -Dpatience=3} gives everything three times as long.
 */
public final class Patience {
    private static final double FACTOR = Double.parseDouble(System.getProperty("patience", "1"));

    private Patience() {
    }

    /** The limit, as it counts on this machine. */
    public static Duration of(Duration limit) {
        return Duration.ofNanos(Math.round(limit.toNanos() * FACTOR));
    }

    /** So many seconds, as they count on this machine. */
    public static Duration ofSeconds(int seconds) {
        return of(Duration.ofSeconds(seconds));
    }
}
