package io.github.sessionstate.token;

import java.time.Duration;
import java.time.Instant;

/** How long something counts that was read or noted at a time. */
final class Kept {
    private Kept() {
    }

    /** Whether it is not as old as this yet; false too if the clock was turned back since. */
    static boolean isYounger(Instant since, Duration age, Instant now) {
        return !now.isBefore(since) && now.isBefore(since.plus(age));
    }
}
