package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.ReconnectWars.Limits;
import io.github.sessionstate.binding.ReconnectWars.War;
import io.github.sessionstate.session.StubClock;

class ReconnectWarsTest {
    private static final Limits THREE_IN_A_MINUTE = new Limits(3, Duration.ofSeconds(60), Duration.ofSeconds(300));
    private static final String X = "john@example.org/x";

    private final StubClock clock = new StubClock();
    private final ReconnectWars wars = new ReconnectWars(clock);

    private boolean kickedAt(int second, Limits limits) {
        clock.set(StubClock.START.plusSeconds(second));
        return wars.kicked(X, limits);
    }

    @Test
    void asManyKicksAsTheThresholdAreAWar() {
        assertThat(kickedAt(0, THREE_IN_A_MINUTE)).isFalse();
        assertThat(kickedAt(30, THREE_IN_A_MINUTE)).isFalse();
        assertThat(wars.isOn(X)).isFalse();
        assertThat(kickedAt(60, THREE_IN_A_MINUTE)).isTrue();
        assertThat(wars.isOn(X)).isTrue();
        assertThat(wars.isOn("john@example.org/y")).isFalse();
        assertThat(wars.now()).containsExactly(
                new War(X, StubClock.START.plusSeconds(60), StubClock.START.plusSeconds(360)));
    }

    @Test
    void kicksOutsideTheWindowDoNotCount() {
        for (int second = 0; second < 1000; second += 31) {
            assertThat(kickedAt(second, THREE_IN_A_MINUTE)).as("at %s s", second).isFalse();
        }
        assertThat(wars.now()).isEmpty();
    }

    @Test
    void aWarIsOverAfterItsCoolDown() {
        kickedAt(0, THREE_IN_A_MINUTE);
        kickedAt(1, THREE_IN_A_MINUTE);
        kickedAt(2, THREE_IN_A_MINUTE);
        clock.set(StubClock.START.plusSeconds(301));
        assertThat(wars.isOn(X)).isTrue();
        clock.set(StubClock.START.plusSeconds(302));
        assertThat(wars.now()).isEmpty();
        assertThat(wars.isOn(X)).isFalse();
        assertThat(kickedAt(303, THREE_IN_A_MINUTE)).as("counted anew").isFalse();
    }

    @Test
    void thresholdZeroIsNever() {
        Limits never = new Limits(0, Duration.ofSeconds(60), Duration.ofSeconds(300));
        for (int i = 0; i < 100; i++) {
            assertThat(kickedAt(i / 10, never)).isFalse();
        }
        assertThat(wars.now()).isEmpty();
    }

    @Test
    void aThresholdThatWasLoweredCountsAtOnce() {
        kickedAt(0, THREE_IN_A_MINUTE);
        assertThat(kickedAt(1, new Limits(2, Duration.ofSeconds(60), Duration.ofSeconds(300)))).isTrue();
        assertThat(new ReconnectWars(clock).kicked(X, new Limits(1, Duration.ofSeconds(60), Duration.ofSeconds(1))))
                .isTrue();
    }

    @Test
    void thousandsOfOthersMakeItForgetTheOldestOnes() {
        kickedAt(0, THREE_IN_A_MINUTE);
        kickedAt(0, THREE_IN_A_MINUTE);
        for (int i = 0; i < 20_000; i++) {
            assertThat(wars.kicked("user" + i + "@example.org/x", THREE_IN_A_MINUTE)).isFalse();
        }
        assertThat(kickedAt(1, THREE_IN_A_MINUTE)).as("forgotten, or memory would grow").isFalse();
        assertThat(wars.kicked("user19999@example.org/x", THREE_IN_A_MINUTE)).isFalse();
        assertThat(wars.kicked("user19999@example.org/x", THREE_IN_A_MINUTE)).as("remembered").isTrue();
    }
}
