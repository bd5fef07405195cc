package io.github.sessionstate.binding;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Makes the names of resources. */
final class Resources {
    // RFC 7622 §3.4.
    private static final int MAX_BYTES = 1023;
    private static final int RANDOM_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Resources() {
    }

    /** A name that nobody can guess and nobody in the set has. */
    static String random(Set<String> taken) {
        byte[] bytes = new byte[RANDOM_BYTES];
        String name;
        do {
            RANDOM.nextBytes(bytes);
            name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        } while (taken.contains(name));
        return name;
    }

    /**
     * The name with the lowest number behind it that is free; a random one if that is longer than a resource may be.
     */
    static String increment(String name, Set<String> taken) {
        // One of these is free: there are more of them than names in the set.
        for (int number = 1; number <= taken.size() + 1; number++) {
            String next = name + '#' + number;
            if (next.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                break;
            }
            if (!taken.contains(next)) {
                return next;
            }
        }
        return random(taken);
    }
}
