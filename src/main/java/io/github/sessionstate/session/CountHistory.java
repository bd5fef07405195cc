package io.github.sessionstate.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/** How many sessions there were in each state during the last quarter of an hour. Thread-safe. */
public final class CountHistory {
    /** How often the counts are to be noted. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    static final int KEPT = 90;

    private final SessionRegistry registry;
    private final Deque<Sample> samples = new ArrayDeque<>(KEPT);

    /** The counts at one moment. */
    public record Sample(Instant at, SessionCounts counts) {
    }

    /** @param registry whose sessions are counted */
    public CountHistory(SessionRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    /** Notes the counts of this moment. */
    public synchronized void note() {
        if (samples.size() == KEPT) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(registry.now(), registry.counts()));
    }

    /** What was noted, oldest first. */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }
}
