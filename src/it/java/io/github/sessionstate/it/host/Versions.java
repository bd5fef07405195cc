package io.github.sessionstate.it.host;

import java.util.Arrays;
import java.util.List;

/** Versions of Openfire. */
final class Versions {
    private Versions() {
    }

    /**
     * Whether a version is another one or later.
     *
     * @param version such as {@code 5.2.0-SNAPSHOT}, which counts as 5.2.0
     * @param other   such as {@code 4.8}
     */
    static boolean isAtLeast(String version, String other) {
        return compare(version, other) >= 0;
    }

    /** Compares two versions; numbers that are not there count as 0. */
    static int compare(String version, String other) {
        List<Integer> numbers = numbers(version);
        List<Integer> others = numbers(other);
        for (int i = 0; i < Math.max(numbers.size(), others.size()); i++) {
            int difference = Integer.compare(at(numbers, i), at(others, i));
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }

    private static int at(List<Integer> numbers, int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    private static List<Integer> numbers(String version) {
        return Arrays.stream(version.replaceFirst("[^0-9.].*", "").split("\\.")).map(Integer::valueOf).toList();
    }
}
