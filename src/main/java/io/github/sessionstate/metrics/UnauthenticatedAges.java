package io.github.sessionstate.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionType;

/**
 * How long there have been sessions that nobody has logged in to, at one moment.
 *
 * @param oldest the age of the oldest; zero if there is none
 * @param older  how many are older than each of {@link #LIMITS}, in their order
 */
record UnauthenticatedAges(Duration oldest, Map<Duration, Integer> older) {
    /** A login takes well below the first; the last is what a login may take at most on many servers. */
    static final List<Duration> LIMITS =
            List.of(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(300));

    /**
     * Looks at sessions in the order of their age, until all others are too young to matter.
     *
     * @param unbound those without a resource, the oldest first
     */
    static UnauthenticatedAges of(Stream<Session> unbound, Instant now) {
        Duration oldest = Duration.ZERO;
        Map<Duration, Integer> older = new LinkedHashMap<>();
        LIMITS.forEach(limit -> older.put(limit, 0));
        boolean isFound = false;
        for (Iterator<Session> sessions = unbound.iterator(); sessions.hasNext();) {
            Session session = sessions.next();
            Duration age = Duration.between(session.since(), now);
            // Those from before the plugin are the first, but in no order among themselves.
            if (isFound && age.compareTo(LIMITS.get(0)) <= 0 && !session.state().seeded()) {
                break;
            }
            if (session.state().type() == SessionType.C2S_UNAUTHED) {
                isFound = true;
                oldest = age.compareTo(oldest) > 0 ? age : oldest;
                older.replaceAll((limit, count) -> age.compareTo(limit) > 0 ? count + 1 : count);
            }
        }
        return new UnauthenticatedAges(oldest, older);
    }
}
