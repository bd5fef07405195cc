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
        List<Integer> numbers = numbers(version);
        List<Integer> others = numbers(other);
        for (int i = 0; i < others.size(); i++) {
            int difference = Integer.compare(i < numbers.size() ? numbers.get(i) : 0, others.get(i));
            if (difference != 0) {
                return difference > 0;
            }
        }
        return true;
    }

    private static List<Integer> numbers(String version) {
        return Arrays.stream(version.replaceFirst("[^0-9.].*", "").split("\\.")).map(Integer::valueOf).toList();
    }
}
