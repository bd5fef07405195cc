package io.github.sessionstate.metrics;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;

/** Counts times by their length. Thread-safe, and cheap to add to. */
final class Distribution {
    private final long[] bounds;
    // One more than bounds: the last is for what is longer than all of them.
    private final LongAdder[] counts;
    private final LongAdder nanos = new LongAdder();

    /** @param bounds up to which length, that included, times count together; in order */
    Distribution(Duration... bounds) {
        this.bounds = Arrays.stream(bounds).mapToLong(Duration::toNanos).toArray();
        this.counts = Stream.generate(LongAdder::new).limit(bounds.length + 1L).toArray(LongAdder[]::new);
    }

    /** @param length in nanoseconds; a negative one, as of a clock that was set back, counts as none */
    void add(long length) {
        int bucket = 0;
        while (bucket < bounds.length && length > bounds[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        nanos.add(Math.max(0, length));
    }

    /** The counts so far, not added up; the bounds in seconds. */
    ClassicHistogramBuckets buckets() {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < counts.length; i++) {
            buckets.bucket(i < bounds.length ? seconds(bounds[i]) : Double.POSITIVE_INFINITY, counts[i].sum());
        }
        return buckets.build();
    }

    /** All times together, in seconds. */
    double sum() {
        return seconds(nanos.sum());
    }

    private static double seconds(long length) {
        return (double) length / TimeUnit.SECONDS.toNanos(1);
    }
}
