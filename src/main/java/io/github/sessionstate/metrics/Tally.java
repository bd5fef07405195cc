package io.github.sessionstate.metrics;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts by the values of labels, each of which is of a fixed set. Thread-safe. */
final class Tally {
    private final ConcurrentMap<List<String>, LongAdder> counts = new ConcurrentHashMap<>();

    /** Counts one more with these values, in the order of the labels. */
    void add(String... values) {
        counts.computeIfAbsent(List.of(values), key -> new LongAdder()).increment();
    }

    /** How many there were so far, by the values; those without any are not there. */
    Map<List<String>, Long> counts() {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, count -> count.getValue().sum()));
    }
}
