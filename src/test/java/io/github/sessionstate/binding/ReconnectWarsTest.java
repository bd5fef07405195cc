package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.ReconnectWars.Limits;
import io.github.sessionstate.binding.ReconnectWars.War;
import io.github.sessionstate.session.StubClock;

class ReconnectWarsTest {
    private static final String DESK = "john@example.org/desk";
    private static final String PHONE = "john@example.org/phone";
    private static final Limits THREE_A_MINUTE = limits(3);

    private final StubClock clock = new StubClock();
    private final ReconnectWars wars = new ReconnectWars(clock);

    // ------------------------------------------------------------------ when it begins

    @Test
    void thereIsAWarAtTheThresholdAndNotBefore() {
        assertThat(kickAt(0)).isFalse();
        assertThat(kickAt(1)).isFalse();
        assertThat(wars.isOn(DESK)).isFalse();
        assertThat(wars.now()).isEmpty();

        assertThat(kickAt(2)).isTrue();

        assertThat(wars.isOn(DESK)).isTrue();
        assertThat(wars.now()).containsExactly(new War(DESK, at(2), at(302)));
    }

    @Test
    void kicksOfClientsThatWereNotThereDoNotCount() {
        for (int i = 0; i < 10; i++) {
            assertThat(wars.isTooMany(DESK, THREE_A_MINUTE)).isFalse();
        }
        kickAt(0);
        assertThat(wars.isTooMany(DESK, THREE_A_MINUTE)).as("one that was there").isFalse();
        kickAt(1);
        assertThat(wars.isTooMany(DESK, THREE_A_MINUTE)).as("two, and this").isTrue();
    }

    @Test
    void kicksInTheSameMomentCount() {
        assertThat(kickAt(0)).isFalse();
        assertThat(kickAt(0)).isFalse();
        assertThat(kickAt(0)).isTrue();
    }

    @Test
    void aThresholdOfOneMakesTheFirstKickAWar() {
        assertThat(kick(DESK, limits(1))).isTrue();
        assertThat(wars.isOn(DESK)).isTrue();
    }

    @Test
    void aKickAtTheEdgeOfTheWindowCounts() {
        kickAt(0);
        kickAt(30);

        assertThat(kickAt(60)).isTrue();
    }

    @Test
    void aKickBeforeTheWindowDoesNotCount() {
        kickAt(0);
        kickAt(30);

        clock.set(at(60).plusMillis(1));
        assertThat(kick(DESK, THREE_A_MINUTE)).isFalse();
        assertThat(wars.isOn(DESK)).isFalse();
        assertThat(kickAt(90)).as("the window moves on with the kicks").isTrue();
    }

    @Test
    void kicksThatAreFarEnoughApartAreNeverAWar() {
        for (int i = 0; i < 100; i++) {
            assertThat(kickAt(31 * i)).as("kick %d", i).isFalse();
        }
    }

    @Test
    void thresholdZeroIsForNever() {
        for (int i = 0; i < 100; i++) {
            assertThat(kick(DESK, limits(0))).isFalse();
        }
        assertThat(wars.isOn(DESK)).isFalse();
        assertThat(wars.now()).isEmpty();
    }

    @Test
    void whatWasKickedWhileTheThresholdWasZeroDoesNotCountLater() {
        kickAt(0);
        kickAt(0);
        kick(DESK, limits(0));

        assertThat(kickAt(1)).isFalse();
        assertThat(kickAt(2)).isFalse();
        assertThat(kickAt(3)).isTrue();
    }

    @Test
    void otherJidsAreNotAffected() {
        kickAt(0);
        kickAt(1);
        assertThat(kick(PHONE, THREE_A_MINUTE)).isFalse();
        assertThat(kick("jane@example.org/desk", THREE_A_MINUTE)).isFalse();

        assertThat(kickAt(2)).isTrue();

        assertThat(wars.isOn(PHONE)).isFalse();
        assertThat(wars.isOn("john@example.org")).isFalse();
        assertThat(kick(PHONE, THREE_A_MINUTE)).isFalse();
        assertThat(kick(PHONE, THREE_A_MINUTE)).as("the third kick from the phone").isTrue();
    }

    // ------------------------------------------------------------------ when it is over

    @Test
    void itIsOnUntilTheCoolDownIsOver() {
        war(DESK);

        clock.set(at(300).minusMillis(1));
        assertThat(wars.isOn(DESK)).isTrue();
        assertThat(wars.now()).hasSize(1);

        clock.set(at(300));
        assertThat(wars.isOn(DESK)).isFalse();
        assertThat(wars.now()).isEmpty();
    }

    @Test
    void itIsNotListedOnceItIsOverThoughNobodyAskedForIt() {
        war(DESK);

        clock.set(at(300));
        assertThat(wars.now()).isEmpty();
        assertThat(wars.isOn(DESK)).isFalse();
    }

    @Test
    void theKicksThatMadeAWarDoNotMakeTheNextOne() {
        Limits shortCoolDown = new Limits(3, Duration.ofSeconds(60), Duration.ofSeconds(1));
        kick(DESK, shortCoolDown);
        kick(DESK, shortCoolDown);
        assertThat(kick(DESK, shortCoolDown)).isTrue();

        clock.set(at(1));
        assertThat(wars.isOn(DESK)).isFalse();
        assertThat(kick(DESK, shortCoolDown)).isFalse();
        assertThat(kick(DESK, shortCoolDown)).isFalse();
        assertThat(kick(DESK, shortCoolDown)).isTrue();
        assertThat(wars.now()).containsExactly(new War(DESK, at(1), at(2)));
    }

    @Test
    void warsAreListedInTheOrderInWhichTheyWereDetected() {
        war(PHONE);
        clock.set(at(1));
        war(DESK);

        assertThat(wars.now()).extracting(War::fullJid).containsExactly(PHONE, DESK);
    }

    @Test
    void aWarThatIsDetectedAnewIsTheLatest() {
        war(PHONE);
        clock.set(at(1));
        war(DESK);
        clock.set(at(2));
        war(PHONE);

        assertThat(wars.now()).containsExactly(new War(DESK, at(1), at(301)), new War(PHONE, at(2), at(302)));
    }

    @Test
    void theListIsOfItsMoment() {
        war(PHONE);
        List<War> before = wars.now();
        war(DESK);

        assertThat(before).hasSize(1);
    }

    // ------------------------------------------------------------------ changes of the settings

    @Test
    void aLowerThresholdCountsFromTheNextKick() {
        for (int i = 0; i < 6; i++) {
            assertThat(kick(DESK, limits(10))).isFalse();
        }

        assertThat(kickAt(1)).isTrue();
        assertThat(wars.isOn(DESK)).isTrue();
    }

    @Test
    void aHigherThresholdCountsThoseBefore() {
        kickAt(0);
        kickAt(1);

        assertThat(kick(DESK, limits(5))).isFalse();
        assertThat(kick(DESK, limits(5))).isFalse();
        assertThat(kick(DESK, limits(5))).isTrue();
    }

    @Test
    void aShorterWindowCountsFromTheNextKick() {
        kickAt(0);
        kickAt(1);
        clock.set(at(20));

        assertThat(kick(DESK, new Limits(3, Duration.ofSeconds(10), Duration.ofSeconds(300)))).isFalse();
        assertThat(wars.isOn(DESK)).isFalse();
    }

    @Test
    void aWarThatIsOnKeepsItsCoolDown() {
        war(DESK);
        clock.set(at(100));
        kick(PHONE, new Limits(1, Duration.ofSeconds(60), Duration.ofSeconds(5)));

        clock.set(at(105));
        assertThat(wars.now()).containsExactly(new War(DESK, at(0), at(300)));
    }

    @Test
    void aClockThatIsSetBackLosesNoKick() {
        kickAt(1000);
        kickAt(0);

        assertThat(wars.isOn(DESK)).isFalse();
        assertThat(kickAt(1)).isTrue();
    }

    // ------------------------------------------------------------------ memory

    @Test
    void ofVeryManyJidsThoseThatWereKickedFirstAreForgotten() {
        Limits twice = limits(2);
        IntStream.range(0, 20_000).forEach(i -> assertThat(kick(jid(i), twice)).isFalse());

        assertThat(kick(jid(19_999), twice)).as("the last one").isTrue();
        assertThat(kick(jid(11_000), twice)).as("some thousands are remembered").isTrue();
        assertThat(kick(jid(9_000), twice)).as("no more than some thousands are").isFalse();
        assertThat(kick(jid(0), twice)).as("the first one").isFalse();
    }

    @Test
    void aJidThatIsKickedAgainIsNotAmongTheFirst() {
        kick(DESK, THREE_A_MINUTE);
        IntStream.range(0, 6_000).forEach(i -> kick(jid(i), THREE_A_MINUTE));
        kick(DESK, THREE_A_MINUTE);
        IntStream.range(6_000, 12_000).forEach(i -> kick(jid(i), THREE_A_MINUTE));

        assertThat(kick(DESK, THREE_A_MINUTE)).isTrue();
    }

    @Test
    void ofVeryManyWarsThoseThatWereDetectedFirstAreForgotten() {
        IntStream.range(0, 20_000).forEach(i -> assertThat(kick(jid(i), limits(1))).isTrue());

        assertThat(wars.isOn(jid(19_999))).isTrue();
        assertThat(wars.isOn(jid(11_000))).isTrue();
        assertThat(wars.isOn(jid(0))).isFalse();
        assertThat(wars.now()).hasSizeBetween(1_000, 10_001);
    }

    private void war(String fullJid) {
        for (int i = 0; i < 3; i++) {
            kick(fullJid, THREE_A_MINUTE);
        }
        assertThat(wars.isOn(fullJid)).isTrue();
    }

    /** @return whether it was one too many */
    private boolean kick(String fullJid, Limits limits) {
        boolean isTooMany = wars.isTooMany(fullJid, limits);
        if (!isTooMany) {
            wars.kicked(fullJid, limits);
        }
        return isTooMany;
    }

    private boolean kickAt(int second) {
        clock.set(at(second));
        return kick(DESK, THREE_A_MINUTE);
    }

    private static Limits limits(int threshold) {
        return new Limits(threshold, Duration.ofSeconds(60), Duration.ofSeconds(300));
    }

    private static Instant at(int second) {
        return StubClock.START.plusSeconds(second);
    }

    private static String jid(int number) {
        return "user" + number + "@example.org/desk";
    }
}
