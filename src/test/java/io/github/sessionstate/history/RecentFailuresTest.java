package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

class RecentFailuresTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Instant FIRST_MINUTE = Instant.parse("2026-01-02T03:04:00Z");
    private static final int MANY = RecentFailures.MANY;

    private final RecentFailures failures = new RecentFailures();

    private static Instant after(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void manyWithinMinutesAreTold() {
        failures.add("john", MANY - 1, START);
        assertThat(failures.many(START)).isEmpty();
        failures.add("jane", MANY - 1, START);
        failures.add("john", 1, after(9));

        assertThat(failures.many(after(9))).containsExactly(
                new RecentFailures.Many("john", MANY, FIRST_MINUTE, after(9), after(9)));
    }

    @Test
    void thoseOfLongerAgoDoNotCount() {
        failures.add("john", MANY - 1, START);
        failures.add("john", 1, after(10));
        assertThat(failures.many(after(10))).isEmpty();
        failures.add("john", MANY - 1, after(19));
        assertThat(failures.many(after(19))).singleElement().satisfies(many ->
                assertThat(many.since()).isEqualTo(FIRST_MINUTE.plus(Duration.ofMinutes(10))));
        // As slow as this it can go on for ever.
        for (int minute = 0; minute < 100; minute++) {
            failures.add("jane", 1, after(minute));
        }
        assertThat(failures.many(after(100))).hasSize(1);
    }

    @Test
    void whatHadManyIsToldForADayWithAllThatCame() {
        failures.add("john", MANY, START);
        failures.add("john", 5, after(5));
        Instant late = START.plus(Duration.ofHours(23));
        failures.add("john", 1, late);
        assertThat(failures.many(late)).containsExactly(
                new RecentFailures.Many("john", MANY + 6, FIRST_MINUTE, after(5), late));

        assertThat(failures.many(after(5).plus(RecentFailures.TOLD).minusMillis(1))).hasSize(1);
        assertThat(failures.many(after(5).plus(RecentFailures.TOLD))).isEmpty();
        Instant later = after(6).plus(RecentFailures.TOLD);
        failures.add("john", MANY, later);
        assertThat(failures.many(later)).singleElement().satisfies(many ->
                assertThat(many.attempts()).isEqualTo(MANY));
    }

    @Test
    void aClockThatIsTurnedBackBeginsAnew() {
        failures.add("john", MANY - 1, START);
        failures.add("john", MANY - 1, START.minus(Duration.ofDays(400)));
        assertThat(failures.many(START)).isEmpty();
        failures.add("jane", MANY - 1, after(3));
        failures.add("jane", 1, after(1));

        assertThat(failures.many(after(3))).extracting(RecentFailures.Many::since)
                .containsExactly(FIRST_MINUTE.plus(Duration.ofMinutes(1)));
    }

    @Test
    void noMoreAreRememberedThanMay() {
        failures.add("john", MANY - 1, START);
        for (int i = 0; i < RecentFailures.MOST; i++) {
            failures.add("user " + i, 1, START);
        }
        failures.add("john", 1, START);
        assertThat(failures.many(START)).as("of one that was forgotten").isEmpty();
        for (int i = 0; i <= RecentFailures.MOST_TOLD; i++) {
            failures.add("user " + i, MANY, START);
        }

        assertThat(failures.many(START)).hasSize(RecentFailures.MOST_TOLD).extracting(RecentFailures.Many::key)
                .doesNotContain("user 0").endsWith("user " + RecentFailures.MOST_TOLD);
    }

    @Test
    void whoIsForgottenBeginsAnew() {
        failures.add("john", MANY, START);
        failures.add("jane", MANY, START);
        failures.forget("john");
        assertThat(failures.many(START)).extracting(RecentFailures.Many::key).containsExactly("jane");
        failures.add("john", MANY - 1, START);
        assertThat(failures.many(START)).hasSize(1);
        failures.clear();
        assertThat(failures.many(START)).isEmpty();
    }
}
