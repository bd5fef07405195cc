package io.github.sessionstate.metrics;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long the plugin takes for stanzas that pass it. Some are timed, chosen at random. Thread-safe. */
public final class StanzaTimes {
    /** One time in so many is taken. A power of two. */
    static final int EVERY = 64;

    private final Distribution times = new Distribution(Duration.ofNanos(1_000), Duration.ofNanos(5_000),
            Duration.ofNanos(20_000), Duration.ofNanos(100_000), Duration.ofMillis(1), Duration.ofMillis(10),
            Duration.ofMillis(100));

    /** No time was taken yet. */
    public StanzaTimes() {
        // Nothing to do.
    }

    /** Whether to take the time of what is about to be done. Shares nothing between threads. */
    public boolean isDue() {
        return (ThreadLocalRandom.current().nextInt() & EVERY - 1) == 0;
    }

    /** @param nanos how long it took */
    public void add(long nanos) {
        times.add(nanos);
    }

    Distribution times() {
        return times;
    }
}
