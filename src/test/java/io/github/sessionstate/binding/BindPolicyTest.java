package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.binding.BindDecision.Closing;
import io.github.sessionstate.binding.BindDecision.Refusal;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.XmppSession;

class BindPolicyTest {
    private final Tables tables = new Tables();

    private BindDecision decide(String wish, ConflictPolicy conflict, int limit, LimitPolicy limitPolicy) {
        return BindPolicy.decide(wish, tables.bound(), new BindRules(conflict, limit, limitPolicy));
    }

    private BindDecision decide(String wish, ConflictPolicy conflict) {
        return decide(wish, conflict, 0, LimitPolicy.REJECT_NEW);
    }

    // ------------------------------------------------------------------ conflicts

    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void whatIsFreeIsBound(ConflictPolicy policy) {
        tables.bound("other");

        assertThat(decide("x", policy)).isEqualTo(new BindDecision(null, "x", List.of(), null, false));
        assertThat(decide("Other", policy).resource()).as("case matters").isEqualTo("Other");
    }

    @ParameterizedTest
    @EnumSource(ConflictPolicy.class)
    void theChoiceOfTheServerIsInNobodysWay(ConflictPolicy policy) {
        tables.bound("x");

        assertThat(decide(null, policy)).isEqualTo(new BindDecision(null, null, List.of(), null, false));
    }

    @Test
    void kickOldClosesTheOldOne() {
        XmppSession old = tables.bound("x");
        tables.bound("y");

        BindDecision decision = decide("x", ConflictPolicy.KICK_OLD);

        assertThat(decision).isEqualTo(new BindDecision(null, "x", List.of(new Closing(old,
                new CloseReason("conflict", "Replaced by new connection"), EndCause.REPLACED)), old, false));
        assertThat(decision.kicks()).isTrue();
    }

    @Test
    void kickNewRefusesTheNewOne() {
        XmppSession old = tables.bound("x");

        BindDecision decision = decide("x", ConflictPolicy.KICK_NEW);

        assertThat(decision).isEqualTo(new BindDecision(Refusal.CONFLICT, null, List.of(), old, false));
        assertThat(decision.kicks()).isFalse();
    }

    @Test
    void randomMakesAName() {
        XmppSession old = tables.bound("x");

        BindDecision first = decide("x", ConflictPolicy.RANDOM);

        // 128 bits.
        assertThat(first.resource()).matches("[\\w-]{22}").isNotEqualTo(decide("x", ConflictPolicy.RANDOM).resource());
        assertThat(first.closings()).isEmpty();
        assertThat(first.conflict()).isSameAs(old);
    }

    @Test
    void incrementTakesTheLowestFreeNumber() {
        tables.bound("x");
        assertThat(decide("x", ConflictPolicy.INCREMENT).resource()).isEqualTo("x#1");
        XmppSession first = tables.bound("x#1");
        tables.bound("x#2");
        assertThat(decide("x", ConflictPolicy.INCREMENT).resource()).isEqualTo("x#3");
        assertThat(decide("x#1", ConflictPolicy.INCREMENT).resource()).isEqualTo("x#1#1");
        first.destroyed(EndCause.CLOSED_BY_CLIENT);
        assertThat(decide("x", ConflictPolicy.INCREMENT).resource()).isEqualTo("x#1");
    }

    @Test
    void anIncrementThatWouldBeTooLongIsRandom() {
        String longest = "\u00e4".repeat(510) + "x";
        tables.bound(longest);
        assertThat(decide(longest, ConflictPolicy.INCREMENT).resource()).as("1,023 bytes").isEqualTo(longest + "#1");
        tables.bound(longest + "y");
        assertThat(decide(longest + "y", ConflictPolicy.INCREMENT).resource()).matches("[\\w-]{22}");
    }

    // ------------------------------------------------------------------ limits

    @ParameterizedTest
    @EnumSource(LimitPolicy.class)
    void belowTheLimitNothingHappens(LimitPolicy policy) {
        tables.bound("a");
        tables.bound("b");

        assertThat(decide("x", ConflictPolicy.KICK_OLD, 3, policy))
                .isEqualTo(new BindDecision(null, "x", List.of(), null, false));
    }

    @Test
    void rejectNewRefusesTheNewOne() {
        tables.bound("a");

        assertThat(decide("x", ConflictPolicy.KICK_OLD, 1, LimitPolicy.REJECT_NEW))
                .isEqualTo(new BindDecision(Refusal.RESOURCE_CONSTRAINT, null, List.of(), null, true));
        assertThat(decide(null, ConflictPolicy.KICK_OLD, 1, LimitPolicy.REJECT_NEW).refusal())
                .as("also if the server chooses").isEqualTo(Refusal.RESOURCE_CONSTRAINT);
    }

    @Test
    void rejectNewKicksNobody() {
        XmppSession old = tables.bound("x");
        tables.bound("a");

        assertThat(decide("x", ConflictPolicy.KICK_OLD, 1, LimitPolicy.REJECT_NEW))
                .isEqualTo(new BindDecision(Refusal.RESOURCE_CONSTRAINT, null, List.of(), old, true));
    }

    @Test
    void theOneThatIsKickedDoesNotCount() {
        XmppSession old = tables.bound("x");

        BindDecision decision = decide("x", ConflictPolicy.KICK_OLD, 1, LimitPolicy.REJECT_NEW);

        assertThat(decision.refusal()).isNull();
        assertThat(decision.closings()).extracting(Closing::session).containsExactly(old);
        assertThat(decision.isLimited()).isFalse();
    }

    @Test
    void closeOldestClosesWhoBeganFirst() {
        XmppSession a = tables.bound("a");
        XmppSession b = tables.bound("b");
        XmppSession c = tables.bound("c");
        Tables.heard(a, Duration.ofHours(1));

        BindDecision decision = decide("x", ConflictPolicy.KICK_OLD, 2, LimitPolicy.CLOSE_OLDEST);

        CloseReason reason = new CloseReason("policy-violation", "No more than 2 sessions at the same time");
        assertThat(decision).isEqualTo(new BindDecision(null, "x", List.of(new Closing(a, reason, EndCause.LIMIT),
                new Closing(b, reason, EndCause.LIMIT)), null, true));
        assertThat(decision.kicks()).isFalse();
        assertThat(decision.closings()).extracting(Closing::session).doesNotContain(c);
    }

    @Test
    void closeIdleClosesWhoWasSilentForLongest() {
        XmppSession a = tables.bound("a");
        XmppSession b = tables.bound("b");
        XmppSession c = tables.bound("c");
        Tables.heard(a, Duration.ofHours(3));
        Tables.heard(b, Duration.ofHours(1));
        Tables.heard(c, Duration.ofHours(2));

        BindDecision decision = decide("x", ConflictPolicy.KICK_OLD, 3, LimitPolicy.CLOSE_IDLE);

        assertThat(decision.closings()).extracting(Closing::session).containsExactly(b);
    }

    @Test
    void ofOneSessionTheTextSaysSo() {
        tables.bound("a");

        assertThat(decide("x", ConflictPolicy.KICK_OLD, 1, LimitPolicy.CLOSE_IDLE).closings().get(0).reason().text())
                .isEqualTo("No more than 1 session at the same time");
    }

    @Test
    void whoHasEndedCountsNoMore() {
        List<XmppSession> before = List.of(tables.bound("x"), tables.bound("y"));
        before.forEach(session -> session.destroyed(EndCause.CLOSED_BY_CLIENT));

        assertThat(BindPolicy.decide("x", before, new BindRules(ConflictPolicy.KICK_NEW, 1, LimitPolicy.REJECT_NEW)))
                .isEqualTo(new BindDecision(null, "x", List.of(), null, false));
    }

    @Test
    void aLimitIsNotNegative() {
        assertThatThrownBy(() -> new BindRules(ConflictPolicy.KICK_OLD, -1, LimitPolicy.REJECT_NEW))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("-1");
    }
}
