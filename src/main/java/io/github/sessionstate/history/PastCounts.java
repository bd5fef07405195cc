package io.github.sessionstate.history;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * What happened in a quarter of an hour, on all servers that wrote it down.
 *
 * @param at           when it began
 * @param logins       how many sessions logged in
 * @param failedLogins how many attempts to log in failed
 * @param mostSessions so many sessions that had logged in there were at once
 * @param ends         how many of those ended, by cause as {@link PastEnd} has it; without causes that none had
 */
public record PastCounts(Instant at, long logins, long failedLogins, long mostSessions, Map<String, Long> ends) {
    /** How long each takes: a quarter of an hour. */
    public static final Duration SLOT = Duration.ofMinutes(15);

    /** The beginning of the slot that has this moment; both in milliseconds since 1970. */
    static long slotOf(long moment) {
        return moment - Math.floorMod(moment, SLOT.toMillis());
    }
}
