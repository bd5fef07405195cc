package io.github.sessionstate.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.StubClock;

class WrongTokensTest {
    private static final String HERE = "192.0.2.1";

    private final StubClock clock = new StubClock();
    private final WrongTokens wrong = new WrongTokens(clock);

    private void sends(int count, String from) {
        for (int i = 0; i < count; i++) {
            wrong.wrong(from);
        }
    }

    private void after(long seconds) {
        clock.set(StubClock.START.plusSeconds(seconds));
    }

    @Test
    void tenAreForgivenAtOnceAndTheNextAfterSixSeconds() {
        sends(9, HERE);
        assertThat(wrong.isBlocked(HERE)).isFalse();
        assertThat(wrong.retryAfter(HERE)).isZero();
        sends(1, HERE);
        assertThat(wrong.isBlocked(HERE)).isTrue();
        assertThat(wrong.retryAfter(HERE)).isEqualTo(Duration.ofSeconds(6));

        after(5);
        assertThat(wrong.isBlocked(HERE)).isTrue();
        after(6);
        assertThat(wrong.isBlocked(HERE)).isFalse();
        sends(1, HERE);
        assertThat(wrong.isBlocked(HERE)).isTrue();
        after(66);
        sends(9, HERE);
        assertThat(wrong.isBlocked(HERE)).as("all were forgiven").isFalse();
    }

    @Test
    void whoKeepsOnIsNotBlockedForLonger() {
        sends(1_000, HERE);

        assertThat(wrong.retryAfter(HERE)).isEqualTo(Duration.ofSeconds(6));
        after(6);
        assertThat(wrong.isBlocked(HERE)).isFalse();
    }

    @Test
    void anotherAddressIsNoConcern() {
        sends(1_000, HERE);

        assertThat(wrong.isBlocked("192.0.2.2")).isFalse();
        assertThat(wrong.retryAfter("192.0.2.2")).isZero();
    }

    @Test
    void noMoreThanTenThousandAreRemembered() {
        sends(20, HERE);
        for (int i = 0; i < WrongTokens.MOST - 1; i++) {
            wrong.wrong("a" + i);
        }
        assertThat(wrong.size()).isEqualTo(WrongTokens.MOST);
        assertThat(wrong.isBlocked(HERE)).isTrue();

        wrong.wrong("one more");

        assertThat(wrong.size()).isEqualTo(WrongTokens.MOST);
        assertThat(wrong.isBlocked(HERE)).as("the longest ago").isFalse();
    }

    @Test
    void whoIsForgivenIsForgotten() {
        for (int i = 0; i < 1_000; i++) {
            wrong.wrong("a" + i);
        }
        after(7);
        wrong.wrong(HERE);

        assertThat(wrong.size()).isEqualTo(1);
    }

    @Test
    void aClockThatIsTurnedBackBlocksNobodyForLonger() {
        after(3_600);
        sends(10, HERE);
        after(0);

        assertThat(wrong.retryAfter(HERE)).isEqualTo(Duration.ofSeconds(6));
    }
}
