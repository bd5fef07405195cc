package io.github.sessionstate.history;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The class of a session's length, by which those are found that went on at a moment: of class k are those that took
 * less than 2<sup>k</sup> seconds and, but for the first, half of that at least. So they ended within that after it.
 */
final class Span {
    /** Of what goes on. */
    static final int OPEN = 0;
    /** No session is longer than what this stands for: 136 years. */
    static final int LONGEST = 32;
    /** All of them, what goes on before all others. */
    static final List<Integer> LONGEST_FIRST = Stream.concat(Stream.of(OPEN),
            IntStream.rangeClosed(0, LONGEST - 1).mapToObj(shorter -> LONGEST - shorter)).toList();

    private Span() {
    }

    /** That of a session with this beginning and this end, in milliseconds since 1970. */
    static int of(long began, long ended) {
        if (ended == Place.OPEN) {
            return OPEN;
        }
        long seconds = Math.max(1, (ended - began) / 1_000);
        return Math.min(LONGEST, Long.SIZE - Long.numberOfLeadingZeros(seconds));
    }

    /** What a session of this class is shorter than, in milliseconds. */
    static long reach(int span) {
        return 1_000L << span;
    }
}
