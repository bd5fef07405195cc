package io.github.sessionstate.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.SessionType;

/** How long there have been sessions that nobody has logged in to, at one moment. */
final class UnauthenticatedAges {
    /** In seconds. A login takes well below the first; the last is what some servers give it at most. */
    private static final int[] LIMITS = {10, 60, 300};

    private final long oldest;
    private final int[] older;

    private UnauthenticatedAges(long oldest, int[] older) {
        this.oldest = oldest;
        this.older = older;
    }

    /**
     * Looks at sessions in the order of their age, until all others are too young to matter.
     *
     * @param unbound those without a resource, the oldest first
     */
    static UnauthenticatedAges of(Stream<Session> unbound, Instant now) {
        // Of an attack there may be many: no object is made for one.
        long millis = now.toEpochMilli();
        long oldest = 0;
        int[] older = new int[LIMITS.length];
        boolean isFound = false;
        for (Iterator<Session> sessions = unbound.iterator(); sessions.hasNext();) {
            Session session = sessions.next();
            SessionState state = session.state();
            long age = millis - session.since().toEpochMilli();
            // Those from before the plugin are the first, but in no order among themselves.
            if (isFound && !isOlder(age, LIMITS[0]) && !state.seeded()) {
                break;
            }
            if (state.type() == SessionType.C2S_UNAUTHED) {
                isFound = true;
                oldest = Math.max(oldest, age);
                for (int i = 0; i < LIMITS.length && isOlder(age, LIMITS[i]); i++) {
                    older[i]++;
                }
            }
        }
        return new UnauthenticatedAges(oldest, older);
    }

    private static boolean isOlder(long millis, int seconds) {
        return millis > seconds * 1_000L;
    }

    /** The age of the oldest; zero if there is none. */
    Duration oldest() {
        return Duration.ofMillis(oldest);
    }

    /** How many are older than so many seconds, by that as the value of a label. */
    Map<List<String>, Integer> older() {
        Map<List<String>, Integer> counts = new HashMap<>();
        for (int i = 0; i < LIMITS.length; i++) {
            counts.put(List.of(Integer.toString(LIMITS[i])), older[i]);
        }
        return counts;
    }
}
