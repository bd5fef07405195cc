package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.binding.BindDecision.Closing;
import io.github.sessionstate.binding.BindDecision.Refusal;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.XmppSession;

class BindPolicyTest {
    // 128 bits, in an alphabet that needs no escape in a JID.
    private static final String RANDOM_NAME = "[A-Za-z0-9_-]{22}";
    private static final CloseReason GIVES_WAY = new CloseReason("conflict", "Replaced by new connection");
    private static final CloseReason KICKED =
            new CloseReason("conflict", "Replaced by new connection", "conflict.policy");

    private final StubClock clock = new StubClock();
    private final Bound john = new Bound(clock);

    // ------------------------------------------------------------------ no conflict, no limit

    @ParameterizedTest
    @EnumSource
    void aFreeResourceIsBoundAsAskedForAndNobodyIsClosed(ConflictPolicy policy) {
        john.since(0, "phone");

        BindDecision decision = decide("desk", rules(policy));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk", List.of(), null, false));
        assertThat(decision.kicks()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void withoutAWishTheHostMakesTheResource(ConflictPolicy policy) {
        john.since(0, "desk");

        assertThat(decide(null, rules(policy))).isEqualTo(new BindDecision(null, null, List.of(), null, false));
    }

    @Test
    void resourcesDifferInCase() {
        john.since(0, "Desk");

        assertThat(decide("desk", rules(ConflictPolicy.KICK_NEW)))
                .isEqualTo(new BindDecision(null, "desk", List.of(), null, false));
    }

    @Test
    void aSessionThatEndedMeanwhileHoldsNothingAndDoesNotCount() {
        XmppSession ended = john.since(0, "desk");
        List<Session> asRead = john.all();
        ended.destroyed(SessionEnd.of(EndCause.CLOSED));

        BindDecision decision = BindPolicy.decide("desk", asRead,
                new BindRules(ConflictPolicy.KICK_NEW, 1, LimitPolicy.REJECT_NEW));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk", List.of(), null, false));
    }

    // ------------------------------------------------------------------ conflicts

    @Test
    void kickOldClosesTheHolderAndGivesItsResource() {
        john.since(0, "phone");
        XmppSession old = john.since(1, "desk");

        BindDecision decision = decide("desk", rules(ConflictPolicy.KICK_OLD));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk",
                List.of(new Closing(old, KICKED, EndCause.REPLACED)), old, false));
        assertThat(decision.kicks()).isTrue();
    }

    @Test
    void kickNewRefusesForTheConflict() {
        john.since(0, "phone");
        XmppSession old = john.since(1, "desk");

        BindDecision decision = decide("desk", rules(ConflictPolicy.KICK_NEW));

        assertThat(decision).isEqualTo(new BindDecision(Refusal.CONFLICT, null, List.of(), old, false));
        assertThat(decision.kicks()).isFalse();
    }

    @Test
    void randomGivesANameThatIsNotTakenAndTellsNothingOfOthers() {
        XmppSession old = john.since(0, "desk");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            BindDecision decision = decide("desk", rules(ConflictPolicy.RANDOM));

            assertThat(decision.refusal()).isNull();
            assertThat(decision.closings()).isEmpty();
            assertThat(decision.conflict()).isSameAs(old);
            names.add(decision.resource());
        }

        assertThat(names).as("each is another one").hasSize(200).doesNotContain("desk")
                .allSatisfy(name -> assertThat(name).matches(RANDOM_NAME));
        // A counter or a clock would leave some of its places as they are.
        for (int place = 0; place < 21; place++) {
            int at = place;
            assertThat(names.stream().map(name -> name.charAt(at)).distinct()).as("place %d", at)
                    .hasSizeGreaterThan(20);
        }
    }

    @Test
    void aRandomNameThatIsTakenIsMadeAgain() {
        RefusesOnce taken = new RefusesOnce();

        String name = Resources.random(taken);

        assertThat(taken.refused).isNotNull();
        assertThat(name).matches(RANDOM_NAME).isNotEqualTo(taken.refused);
    }

    @Test
    void incrementPutsOneBehindTheName() {
        XmppSession old = john.since(0, "desk");

        BindDecision decision = decide("desk", rules(ConflictPolicy.INCREMENT));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk#1", List.of(), old, false));
    }

    @Test
    void incrementTakesTheLowestNumberThatIsFree() {
        for (String resource : List.of("desk", "desk#1", "desk#2", "desk#4", "desk#3x", "phone#3")) {
            john.since(0, resource);
        }

        assertThat(decide("desk", rules(ConflictPolicy.INCREMENT)).resource()).isEqualTo("desk#3");
    }

    @Test
    void incrementGoesAsFarAsItMust() {
        john.since(0, "desk");
        for (int number = 1; number <= 30; number++) {
            john.since(0, "desk#" + number);
        }

        assertThat(decide("desk", rules(ConflictPolicy.INCREMENT)).resource()).isEqualTo("desk#31");
    }

    @Test
    void aNumberThatTheClientAskedForIsAPartOfTheName() {
        john.since(0, "x");
        john.since(0, "x#1");

        assertThat(decide("x#1", rules(ConflictPolicy.INCREMENT)).resource()).isEqualTo("x#1#1");
        assertThat(decide("x#2", rules(ConflictPolicy.INCREMENT)).resource()).isEqualTo("x#2");
    }

    @Test
    void incrementFillsAResourceToTheLastByte() {
        String name = "ä".repeat(510) + "a";
        john.since(0, name);

        String resource = decide(name, rules(ConflictPolicy.INCREMENT)).resource();

        assertThat(resource).isEqualTo(name + "#1");
        assertThat(resource.getBytes(StandardCharsets.UTF_8)).hasSize(1023);
    }

    @Test
    void aNameThatWouldBeTooLongInBytesIsRandomInstead() {
        // 1022 bytes, though only 511 characters.
        String name = "ä".repeat(511);
        XmppSession old = john.since(0, name);

        BindDecision decision = decide(name, rules(ConflictPolicy.INCREMENT));

        assertThat(decision.resource()).matches(RANDOM_NAME);
        assertThat(decision.conflict()).isSameAs(old);
        assertThat(decision.closings()).isEmpty();
    }

    @Test
    void aSecondDigitMayBeOneByteTooMuch() {
        String name = "a".repeat(1021);
        john.since(0, name);
        for (int number = 1; number <= 9; number++) {
            john.since(0, name + "#" + number);
        }

        assertThat(decide(name, rules(ConflictPolicy.INCREMENT)).resource()).matches(RANDOM_NAME);
    }

    @ParameterizedTest
    @EnumSource
    void aDetachedHolderGivesWayWhateverThePolicy(ConflictPolicy policy) {
        XmppSession old = john.since(0, "desk");
        john.since(1, "phone");
        old.detached();

        BindDecision decision = decide("desk", rules(policy));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk",
                List.of(new Closing(old, GIVES_WAY, EndCause.REPLACED)), old, false));
    }

    @ParameterizedTest
    @EnumSource
    void onceItIsResumedThePolicyCounts(ConflictPolicy policy) {
        XmppSession old = john.since(0, "desk");
        BindDecision before = decide("desk", rules(policy));
        old.detached();
        old.attached(new StubConnection(2));

        assertThat(decide("desk", rules(policy)).kicks()).isEqualTo(before.kicks());
        assertThat(decide("desk", rules(policy)).refusal()).isEqualTo(before.refusal());
    }

    // ------------------------------------------------------------------ limits

    @ParameterizedTest
    @EnumSource
    void belowTheLimitNobodyIsClosed(LimitPolicy policy) {
        john.since(0, "desk");

        assertThat(decide("phone", limit(2, policy)))
                .isEqualTo(new BindDecision(null, "phone", List.of(), null, false));
    }

    @Test
    void withoutALimitThereMayBeAnyNumber() {
        for (int i = 0; i < 50; i++) {
            john.since(0, "r" + i);
        }

        assertThat(decide("desk", limit(0, LimitPolicy.REJECT_NEW)))
                .isEqualTo(new BindDecision(null, "desk", List.of(), null, false));
        assertThat(decide("desk", limit(1, LimitPolicy.REJECT_NEW).withoutLimit()).refusal()).isNull();
    }

    @Test
    void rejectNewRefusesAndClosesNobody() {
        john.since(0, "desk");
        john.since(1, "phone");

        assertThat(decide("tablet", limit(2, LimitPolicy.REJECT_NEW)))
                .isEqualTo(new BindDecision(Refusal.RESOURCE_CONSTRAINT, null, List.of(), null, true));
        assertThat(decide(null, limit(2, LimitPolicy.REJECT_NEW)))
                .isEqualTo(new BindDecision(Refusal.RESOURCE_CONSTRAINT, null, List.of(), null, true));
    }

    @Test
    void closeOldestGoesByTheBeginning() {
        XmppSession second = john.idleSince(20, 2, "second");
        XmppSession first = john.idleSince(30, 1, "first");
        john.idleSince(10, 3, "third");

        BindDecision decision = decide("desk", limit(3, LimitPolicy.CLOSE_OLDEST));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk",
                List.of(limited(first, "No more than 3 sessions at the same time")), null, true));
        assertThat(decision.kicks()).isFalse();
        assertThat(closed(decide("desk", limit(2, LimitPolicy.CLOSE_OLDEST)))).containsExactly(first, second);
    }

    @Test
    void closeIdleGoesByTheLastStanzaFromTheClient() {
        XmppSession second = john.idleSince(20, 2, "second");
        john.idleSince(30, 1, "first");
        XmppSession third = john.idleSince(10, 3, "third");

        BindDecision decision = decide("desk", limit(3, LimitPolicy.CLOSE_IDLE));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk",
                List.of(limited(third, "No more than 3 sessions at the same time")), null, true));
        assertThat(closed(decide("desk", limit(2, LimitPolicy.CLOSE_IDLE)))).containsExactly(third, second);
    }

    @Test
    void closeIdleTakesThoseFirstOfWhichItIsKnown() {
        XmppSession known = john.idleSince(20, 2, "known");
        XmppSession earlier = john.activeSince(10, 1, "earlier");
        XmppSession later = john.activeSince(30, 3, "later");

        assertThat(closed(decide("desk", limit(1, LimitPolicy.CLOSE_IDLE)))).containsExactly(known, earlier, later);
    }

    @Test
    void ofTwoThatAreIdleForTheSameTimeTheOlderOneIsClosed() {
        john.idleSince(10, 2, "younger");
        XmppSession older = john.idleSince(10, 1, "older");

        assertThat(closed(decide("desk", limit(2, LimitPolicy.CLOSE_IDLE)))).containsExactly(older);
    }

    @Test
    void aSessionFromWhoseClientNothingCameIsIdleSinceItBegan() {
        john.idleSince(6, 1, "spoke");
        XmppSession silent = john.since(5, "silent");

        assertThat(closed(decide("desk", limit(2, LimitPolicy.CLOSE_IDLE)))).containsExactly(silent);
    }

    @Test
    void theTextNamesALimitOfOneInTheSingular() {
        XmppSession desk = john.since(0, "desk");

        assertThat(decide("phone", limit(1, LimitPolicy.CLOSE_OLDEST)).closings())
                .containsExactly(limited(desk, "No more than 1 session at the same time"));
    }

    @Test
    void aLimitThatWasLoweredIsReachedInOneStep() {
        for (int i = 0; i < 6; i++) {
            john.since(i, "r" + i);
        }

        BindDecision decision = decide("desk", limit(2, LimitPolicy.CLOSE_OLDEST));

        assertThat(closed(decision)).extracting(session -> session.state().resource())
                .containsExactly("r0", "r1", "r2", "r3", "r4");
    }

    @ParameterizedTest
    @EnumSource
    void detachedSessionsGiveWayFirstWhateverThePolicy(LimitPolicy policy) {
        john.idleSince(1, 0, "first");
        XmppSession later = john.idleSince(30, 20, "later");
        XmppSession longest = john.idleSince(30, 21, "longest");
        longest.detached();
        clock.set(Bound.at(40));
        later.detached();

        assertThat(decide("desk", limit(3, policy))).isEqualTo(new BindDecision(null, "desk",
                List.of(limited(longest, "No more than 3 sessions at the same time")), null, true));
        assertThat(closed(decide("desk", limit(2, policy)))).containsExactly(longest, later);
    }

    @Test
    void afterTheDetachedOnesThePolicyDecides() {
        XmppSession first = john.idleSince(30, 1, "first");
        XmppSession idle = john.idleSince(10, 2, "idle");
        XmppSession detached = john.since(20, "detached");
        detached.detached();

        assertThat(closed(decide("desk", limit(2, LimitPolicy.CLOSE_OLDEST)))).containsExactly(detached, first);
        assertThat(closed(decide("desk", limit(2, LimitPolicy.CLOSE_IDLE)))).containsExactly(detached, idle);
        assertThat(decide("desk", limit(2, LimitPolicy.REJECT_NEW))).as("nobody is closed for a bind that is refused")
                .isEqualTo(new BindDecision(Refusal.RESOURCE_CONSTRAINT, null, List.of(), null, true));
    }

    @Test
    void ofTwoThatThePluginMetDetachedTheOlderOneIsClosed() {
        john.since(3, "younger").detached();
        XmppSession older = john.since(2, "older");
        older.detached();

        assertThat(closed(decide("desk", limit(2, LimitPolicy.REJECT_NEW)))).containsExactly(older);
    }

    // ------------------------------------------------------------------ both

    @ParameterizedTest
    @EnumSource
    void whoIsKickedForItsResourceDoesNotCountForTheLimit(LimitPolicy policy) {
        XmppSession old = john.since(0, "desk");
        john.since(1, "phone");

        BindDecision decision = decide("desk", new BindRules(ConflictPolicy.KICK_OLD, 2, policy));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk",
                List.of(new Closing(old, KICKED, EndCause.REPLACED)), old, false));
    }

    @Test
    void aboveTheLimitTheKickedOneAndTheOldestGo() {
        XmppSession oldest = john.since(0, "tablet");
        XmppSession old = john.since(1, "desk");
        john.since(2, "phone");

        BindDecision decision = decide("desk", new BindRules(ConflictPolicy.KICK_OLD, 2, LimitPolicy.CLOSE_OLDEST));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk",
                List.of(new Closing(old, KICKED, EndCause.REPLACED),
                        limited(oldest, "No more than 2 sessions at the same time")), old, true));
    }

    @Test
    void aboveTheLimitRejectNewKicksNobodyEither() {
        XmppSession old = john.since(0, "desk");
        john.since(1, "phone");
        john.since(2, "tablet");

        BindDecision decision = decide("desk", new BindRules(ConflictPolicy.KICK_OLD, 2, LimitPolicy.REJECT_NEW));

        assertThat(decision).isEqualTo(
                new BindDecision(Refusal.RESOURCE_CONSTRAINT, null, List.of(), old, true));
        assertThat(decision.kicks()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"RANDOM", "INCREMENT"})
    void whoGetsANameOfItsOwnIsOneMoreForTheLimit(ConflictPolicy policy) {
        XmppSession old = john.since(0, "desk");

        assertThat(decide("desk", new BindRules(policy, 1, LimitPolicy.REJECT_NEW)))
                .isEqualTo(new BindDecision(Refusal.RESOURCE_CONSTRAINT, null, List.of(), old, true));

        BindDecision closing = decide("desk", new BindRules(policy, 1, LimitPolicy.CLOSE_IDLE));
        assertThat(closing.closings()).containsExactly(limited(old, "No more than 1 session at the same time"));
        assertThat(closing.resource()).isNotNull().isNotEqualTo("desk");
    }

    @Test
    void aConflictThatIsRefusedIsNoMatterOfTheLimit() {
        XmppSession old = john.since(0, "desk");

        assertThat(decide("desk", new BindRules(ConflictPolicy.KICK_NEW, 1, LimitPolicy.CLOSE_OLDEST)))
                .isEqualTo(new BindDecision(Refusal.CONFLICT, null, List.of(), old, false));
    }

    @Test
    void aDecisionDoesNothingByItself() {
        john.since(0, "desk");
        john.since(1, "phone");
        List<Session> before = john.all();

        decide("desk", new BindRules(ConflictPolicy.KICK_OLD, 1, LimitPolicy.CLOSE_IDLE));

        assertThat(john.all()).isEqualTo(before);
        assertThat(john.hosts).hasSize(2).allSatisfy(host -> assertThat(host.closed).isEmpty());
    }

    // ------------------------------------------------------------------ rules

    @Test
    void rulesAreComplete() {
        assertThatIllegalArgumentException().isThrownBy(() -> limit(-1, LimitPolicy.REJECT_NEW))
                .withMessageContaining("-1");
        assertThatNullPointerException().isThrownBy(() -> new BindRules(null, 0, LimitPolicy.REJECT_NEW));
        assertThatNullPointerException().isThrownBy(() -> new BindRules(ConflictPolicy.RANDOM, 0, null));
    }

    @Test
    void rulesAtWarKeepTheLimit() {
        assertThat(limit(3, LimitPolicy.CLOSE_IDLE).on("laptop").atWar())
                .isEqualTo(new BindRules(ConflictPolicy.RANDOM, 3, LimitPolicy.CLOSE_IDLE));
        assertThat(limit(3, LimitPolicy.CLOSE_IDLE).withoutLimit())
                .isEqualTo(new BindRules(ConflictPolicy.KICK_OLD, 0, LimitPolicy.CLOSE_IDLE));
    }

    // ------------------------------------------------------------------

    private BindDecision decide(String wish, BindRules rules) {
        List<Session> bound = john.all();
        assertThat(bound).isNotEmpty();
        BindDecision decision = BindPolicy.decide(wish, bound, rules);
        // The order in which the sessions are given decides nothing as long as their times differ.
        List<Session> reversed = new ArrayList<>(bound);
        Collections.reverse(reversed);
        if (bound.stream().map(Session::since).distinct().count() == bound.size()) {
            assertThat(BindPolicy.decide(wish, reversed, rules).closings()).isEqualTo(decision.closings());
        }
        return decision;
    }

    private static BindRules rules(ConflictPolicy policy) {
        return new BindRules(policy, 0, LimitPolicy.REJECT_NEW);
    }

    private static BindRules limit(int limit, LimitPolicy policy) {
        return new BindRules(ConflictPolicy.KICK_OLD, limit, policy);
    }

    private static Closing limited(XmppSession session, String text) {
        return new Closing(session, new CloseReason("policy-violation", text, "limit.policy"), EndCause.LIMIT);
    }

    private static List<Session> closed(BindDecision decision) {
        return decision.closings().stream().map(Closing::session).toList();
    }

    /** Has the first name that it is asked for, and no other. */
    private static final class RefusesOnce extends HashSet<String> {
        private static final long serialVersionUID = 1L;

        private String refused;

        @Override
        public boolean contains(Object name) {
            if (refused == null) {
                refused = (String) name;
            }
            return refused.equals(name);
        }
    }
}
