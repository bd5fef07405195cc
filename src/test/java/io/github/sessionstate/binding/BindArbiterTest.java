package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.binding.BindDecision.Refusal;
import io.github.sessionstate.binding.BindEvent.Kind;
import io.github.sessionstate.binding.BindEvent.Outcome;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.StubFacts;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.session.XmppSession;

class BindArbiterTest {
    private static final String DESK = Bound.BARE_JID + "/desk";
    private static final ReconnectWars.Limits WARS =
            new ReconnectWars.Limits(3, Duration.ofSeconds(60), Duration.ofSeconds(300));

    private final StubClock clock = new StubClock();
    private final Bound john = new Bound(clock);
    private final BindArbiter arbiter = new BindArbiter(clock);
    private final List<BindEvent> events = new ArrayList<>();
    private final XmppSession newcomer = john.newcomer();

    @BeforeEach
    void listen() {
        arbiter.events().addListener(events::add);
    }

    // ------------------------------------------------------------------ what is told

    @Test
    void aBindThatNothingStandsInTheWayOfIsNoNews() {
        john.since(0, "phone");

        BindDecision decision = decide("desk", rules(ConflictPolicy.KICK_OLD, 2, LimitPolicy.REJECT_NEW));

        assertThat(decision).isEqualTo(new BindDecision(null, "desk", List.of(), null, false));
        assertThat(events).isEmpty();
        assertCounts(0, 0, 0);
    }

    @Test
    void aKickIsToldWithBothSessions() {
        XmppSession old = john.since(0, "desk");
        clock.set(Bound.at(7));

        BindDecision decision = decide("desk", rules(ConflictPolicy.KICK_OLD));

        assertThat(decision.kicks()).isTrue();
        assertThat(events).containsExactly(new BindEvent(Kind.CONFLICT, DESK, newcomer, List.of(old), "kick_old",
                Outcome.OTHERS_CLOSED, Bound.at(7)));
        assertCounts(1, 0, 0);
    }

    @Test
    void aRefusalForAConflictIsTold() {
        XmppSession old = john.since(0, "desk");

        assertThat(decide("desk", rules(ConflictPolicy.KICK_NEW)).refusal()).isEqualTo(Refusal.CONFLICT);

        assertThat(events).containsExactly(event(Kind.CONFLICT, DESK, List.of(old), "kick_new", Outcome.REFUSED));
    }

    @Test
    void aNewNameIsTold() {
        XmppSession old = john.since(0, "desk");

        decide("desk", rules(ConflictPolicy.RANDOM));
        decide("desk", rules(ConflictPolicy.INCREMENT));

        assertThat(events).containsExactly(
                event(Kind.CONFLICT, DESK, List.of(old), "random", Outcome.RENAMED),
                event(Kind.CONFLICT, DESK, List.of(old), "increment", Outcome.RENAMED));
        assertCounts(2, 0, 0);
    }

    @Test
    void aRefusalForTheLimitIsToldWithNobodyClosed() {
        john.since(0, "phone");

        decide("desk", rules(ConflictPolicy.KICK_OLD, 1, LimitPolicy.REJECT_NEW));

        assertThat(events).containsExactly(event(Kind.LIMIT, DESK, List.of(), "reject_new", Outcome.REFUSED));
        assertCounts(0, 1, 0);
    }

    @Test
    void withoutAWishTheLimitIsToldOfTheBareJid() {
        john.since(0, "phone");

        decide(null, rules(ConflictPolicy.KICK_OLD, 1, LimitPolicy.REJECT_NEW));

        assertThat(events).containsExactly(
                event(Kind.LIMIT, Bound.BARE_JID, List.of(), "reject_new", Outcome.REFUSED));
    }

    @Test
    void thoseThatAreClosedForTheLimitAreTold() {
        XmppSession second = john.since(2, "phone");
        XmppSession first = john.since(1, "tablet");
        john.since(3, "car");

        decide("desk", rules(ConflictPolicy.KICK_OLD, 2, LimitPolicy.CLOSE_OLDEST));

        assertThat(events).containsExactly(
                event(Kind.LIMIT, DESK, List.of(first, second), "close_oldest", Outcome.OTHERS_CLOSED));
    }

    @Test
    void aConflictAndALimitAreToldOneAfterTheOther() {
        XmppSession oldest = john.since(0, "tablet");
        XmppSession old = john.since(1, "desk");
        john.since(2, "phone");

        decide("desk", rules(ConflictPolicy.KICK_OLD, 2, LimitPolicy.CLOSE_IDLE));

        assertThat(events).containsExactly(
                event(Kind.CONFLICT, DESK, List.of(old), "kick_old", Outcome.OTHERS_CLOSED),
                event(Kind.LIMIT, DESK, List.of(oldest), "close_idle", Outcome.OTHERS_CLOSED));
        assertCounts(1, 1, 0);
    }

    @Test
    void aConflictThatTheLimitRefusesIsToldAsRefused() {
        XmppSession old = john.since(0, "desk");

        decide("desk", rules(ConflictPolicy.INCREMENT, 1, LimitPolicy.REJECT_NEW));

        assertThat(events).containsExactly(
                event(Kind.CONFLICT, DESK, List.of(old), "increment", Outcome.REFUSED),
                event(Kind.LIMIT, DESK, List.of(), "reject_new", Outcome.REFUSED));
    }

    // ------------------------------------------------------------------ wars

    @Test
    void aWarIsToldOnceAndThenEachGetsANameOfItsOwn() {
        XmppSession old = john.since(0, "desk");
        kick("desk");
        kick("desk");
        events.clear();
        clock.set(Bound.at(10));

        BindDecision third = decide("desk", rules(ConflictPolicy.KICK_OLD));

        assertOfItsOwn(third, old);
        assertThat(events).containsExactly(
                new BindEvent(Kind.WAR, DESK, newcomer, List.of(old), "random", Outcome.RENAMED, Bound.at(10)));
        assertThat(arbiter.wars())
                .containsExactly(new ReconnectWars.War(DESK, Bound.at(10), Bound.at(310)));
        assertCounts(2, 0, 1);

        events.clear();
        clock.set(Bound.at(309));
        for (int i = 0; i < 10; i++) {
            assertOfItsOwn(decide("desk", rules(ConflictPolicy.KICK_OLD)), old);
        }
        assertThat(events).hasSize(10).allSatisfy(event -> assertThat(event).isEqualTo(new BindEvent(Kind.CONFLICT,
                DESK, newcomer, List.of(old), "random", Outcome.RENAMED, Bound.at(309))));
        assertCounts(12, 0, 1);
    }

    @Test
    void afterTheCoolDownTheUsualPolicyCountsAgain() {
        john.since(0, "desk");
        war("desk");

        clock.set(Bound.at(300));
        assertThat(arbiter.wars()).isEmpty();
        kick("desk");
        kick("desk");
        assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD)).kicks()).as("another war").isFalse();
        assertThat(arbiter.events().counts().get(Kind.WAR)).isEqualTo(2);
    }

    @Test
    void aWarIsAboutOneFullJid() {
        john.since(0, "desk");
        john.since(0, "phone");
        war("desk");

        assertThat(decide("phone", rules(ConflictPolicy.KICK_OLD)).kicks()).isTrue();
        assertThat(decide("tablet", rules(ConflictPolicy.KICK_OLD)).resource()).isEqualTo("tablet");
        assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD)).kicks()).isFalse();
    }

    @Test
    void inAWarAResourceThatIsFreeIsGivenAsAskedFor() {
        XmppSession old = john.since(0, "desk");
        war("desk");
        old.destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));

        assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD)))
                .isEqualTo(new BindDecision(null, "desk", List.of(), null, false));
    }

    @Test
    void whatKicksNobodyMakesNoWar() {
        john.since(0, "desk");
        john.since(1, "phone");
        john.since(2, "tablet");
        for (int i = 0; i < 5; i++) {
            decide("desk", rules(ConflictPolicy.KICK_NEW));
            decide("desk", rules(ConflictPolicy.RANDOM));
            decide("desk", rules(ConflictPolicy.INCREMENT));
            // Above the limit: refused before anybody is kicked.
            decide("desk", rules(ConflictPolicy.KICK_OLD, 2, LimitPolicy.REJECT_NEW));
            // Closed, but not for its resource.
            decide("car", rules(ConflictPolicy.KICK_OLD, 3, LimitPolicy.CLOSE_OLDEST));
        }

        assertThat(arbiter.wars()).isEmpty();
        assertThat(arbiter.events().counts().get(Kind.WAR)).isZero();
        kick("desk");
        kick("desk");
    }

    @Test
    void aClientThatIsGoneAndComesBackIsAtWarWithNobody() {
        for (int i = 0; i < 10; i++) {
            XmppSession old = john.since(i, "desk");
            old.detached();

            assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD)).kicks()).isTrue();
            old.destroyed(SessionEnd.of(EndCause.REPLACED));
        }

        assertThat(arbiter.wars()).isEmpty();
        assertCounts(10, 0, 0);
    }

    @Test
    void whoNeverAnswersIsAtWarWithNobody() {
        john.since(0, "desk");
        for (int i = 0; i < 10; i++) {
            assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD)).kicks()).isTrue();
        }

        assertThat(arbiter.wars()).isEmpty();
        assertCounts(10, 0, 0);
    }

    @Test
    void inAWarADetachedHolderGivesWay() {
        XmppSession old = john.since(0, "desk");
        war("desk");
        old.detached();

        assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD)).resource()).isEqualTo("desk");
    }

    @Test
    void aWarIsOffWithTheSettingsThatMadeIt() {
        john.since(0, "desk");
        war("desk");

        assertThat(decide("desk", rules(ConflictPolicy.KICK_NEW)).refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(decide("desk", rules(ConflictPolicy.INCREMENT)).resource()).isEqualTo("desk#1");
        assertThat(arbiter.decide(newcomer, Bound.BARE_JID, "desk", john.all(), rules(ConflictPolicy.KICK_OLD),
                new ReconnectWars.Limits(0, Duration.ofSeconds(60), Duration.ofSeconds(300))).kicks())
                .as("threshold 0").isTrue();
        assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD)).kicks()).as("on again").isFalse();
    }

    @Test
    void withAThresholdOfZeroThereIsNoWar() {
        john.since(0, "desk");
        for (int i = 0; i < 50; i++) {
            assertThat(arbiter.decide(newcomer, Bound.BARE_JID, "desk", john.all(), rules(ConflictPolicy.KICK_OLD),
                    new ReconnectWars.Limits(0, Duration.ofSeconds(60), Duration.ofSeconds(300))).kicks()).isTrue();
        }
        assertCounts(50, 0, 0);
    }

    @Test
    void aWarAtTheLimitIsRefusedByTheLimit() {
        XmppSession old = john.since(0, "desk");
        BindRules rules = rules(ConflictPolicy.KICK_OLD, 1, LimitPolicy.REJECT_NEW);
        kick("desk");
        kick("desk");
        events.clear();

        // The third gets a name of its own, which would be one session more.
        assertThat(decide("desk", rules))
                .isEqualTo(new BindDecision(Refusal.RESOURCE_CONSTRAINT, null, List.of(), old, true));

        assertThat(events).containsExactly(
                event(Kind.WAR, DESK, List.of(old), "random", Outcome.REFUSED),
                event(Kind.LIMIT, DESK, List.of(), "reject_new", Outcome.REFUSED));
    }

    // ------------------------------------------------------------------ one device, one name

    private XmppSession on(String device) {
        XmppSession session = john.since(0, "desk");
        ((StubHost) session.server()).facts = StubFacts.login(null, new UserAgent(device, null, null));
        return session;
    }

    @ParameterizedTest
    @EnumSource
    void ofOneDeviceTheOldSessionGivesWayWhateverThePolicy(ConflictPolicy policy) {
        for (int i = 0; i < 10; i++) {
            XmppSession old = on("laptop");
            BindDecision decision = decide("desk", rules(policy).on("laptop"));
            assertThat(decision.resource()).isEqualTo("desk");
            assertThat(decision.closings()).extracting(BindDecision.Closing::session).containsExactly(old);
        }
        assertThat(arbiter.wars()).as("nobody was there").isEmpty();
    }

    @Test
    void twoClientsThatCallThemselvesOneDeviceMayBeAtWar() {
        XmppSession old = on("laptop");
        arbiter.kicked(DESK, WARS);
        arbiter.kicked(DESK, WARS);

        assertOfItsOwn(decide("desk", rules(ConflictPolicy.KICK_OLD).on("laptop")), old);
        assertOfItsOwn(decide("desk", rules(ConflictPolicy.KICK_OLD).on("laptop")), old);
        assertThat(decide("desk", rules(ConflictPolicy.KICK_NEW).on("laptop")).refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(arbiter.wars()).hasSize(1);
    }

    @Test
    void anotherDeviceIsJudgedByThePolicy() {
        on("laptop");

        for (String device : new String[] {"phone", null}) {
            BindDecision decision = decide("desk", rules(ConflictPolicy.KICK_NEW).on(device));
            assertThat(decision.refusal()).as(device).isEqualTo(Refusal.CONFLICT);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "KICK_OLD", mode = EnumSource.Mode.EXCLUDE)
    void whoCannotBeGivenAnotherNameIsRefused(ConflictPolicy policy) {
        john.since(0, "desk");

        assertThat(decide("desk", rules(policy).exact()).refusal()).isEqualTo(Refusal.CONFLICT);
        assertThat(events).extracting(BindEvent::outcome).containsExactly(Outcome.REFUSED);
        assertThat(events).extracting(BindEvent::policy).as("as it is set").containsExactly(policy.toString());
        assertThat(decide("phone", rules(policy).exact()).resource()).isEqualTo("phone");
    }

    @Test
    void inAWarWhoCannotBeGivenAnotherNameIsRefused() {
        john.since(0, "desk");
        assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD).exact()).kicks()).isTrue();
        kick("desk");
        kick("desk");

        for (int i = 0; i < 2; i++) {
            assertThat(decide("desk", rules(ConflictPolicy.KICK_OLD).exact()).refusal()).isEqualTo(Refusal.CONFLICT);
        }
        assertThat(arbiter.wars()).hasSize(1);
    }

    // ------------------------------------------------------------------ listeners

    @Test
    void aListenerThatThrowsHurtsNobody() {
        BindArbiter other = new BindArbiter(clock);
        List<BindEvent> told = new ArrayList<>();
        other.events().addListener(event -> {
            throw new IllegalStateException("for the test");
        });
        other.events().addListener(event -> {
            throw new NoClassDefFoundError("for the test");
        });
        other.events().addListener(told::add);
        john.since(0, "desk");

        BindDecision decision = other.decide(newcomer, Bound.BARE_JID, "desk", john.all(),
                rules(ConflictPolicy.KICK_OLD), WARS);

        assertThat(decision.resource()).isEqualTo("desk");
        assertThat(told).hasSize(1);
        assertThat(other.events().counts().get(Kind.CONFLICT)).isOne();
    }

    @Test
    void aListenerThatWasTakenAwayIsToldNoMoreAndTheCountGoesOn() {
        List<BindEvent> told = new ArrayList<>();
        BindListener listener = told::add;
        arbiter.events().addListener(listener);
        john.since(0, "desk");
        kick("desk");

        arbiter.events().removeListener(listener);
        kick("desk");

        assertThat(told).hasSize(1);
        assertThat(events).hasSize(2);
        assertCounts(2, 0, 0);
    }

    @Test
    void nothingIsNoListener() {
        assertThatNullPointerException().isThrownBy(() -> arbiter.events().addListener(null)).withMessage("listener");
    }

    @Test
    void kindsAndOutcomesHaveNamesInSnakeCase() {
        assertThat(Kind.values()).extracting(Kind::toString).containsExactly("conflict", "limit", "war");
        assertThat(Outcome.values()).extracting(Outcome::toString)
                .containsExactly("refused", "renamed", "others_closed");
    }

    // ------------------------------------------------------------------

    private BindDecision decide(String wish, BindRules rules) {
        return arbiter.decide(newcomer, Bound.BARE_JID, wish, john.all(), rules, WARS);
    }

    private void kick(String resource) {
        assertThat(decide(resource, rules(ConflictPolicy.KICK_OLD)).kicks()).as("kicks").isTrue();
        arbiter.kicked(Bound.BARE_JID + '/' + resource, WARS);
    }

    private void war(String resource) {
        kick(resource);
        kick(resource);
        assertThat(decide(resource, rules(ConflictPolicy.KICK_OLD)).kicks()).as("kicks").isFalse();
        assertThat(arbiter.wars()).hasSize(1);
    }

    private static void assertOfItsOwn(BindDecision decision, XmppSession old) {
        assertThat(decision.resource()).isNotNull().isNotEqualTo("desk");
        assertThat(decision.closings()).isEmpty();
        assertThat(decision.conflict()).isSameAs(old);
        assertThat(decision.refusal()).isNull();
    }

    private void assertCounts(long conflicts, long limits, long wars) {
        assertThat(arbiter.events().counts().get(Kind.CONFLICT)).as("conflicts").isEqualTo(conflicts);
        assertThat(arbiter.events().counts().get(Kind.LIMIT)).as("limits").isEqualTo(limits);
        assertThat(arbiter.events().counts().get(Kind.WAR)).as("wars").isEqualTo(wars);
    }

    private BindEvent event(Kind kind, String jid, List<Session> others, String policy, Outcome outcome) {
        return new BindEvent(kind, jid, newcomer, others, policy, outcome, clock.instant());
    }

    private static BindRules rules(ConflictPolicy conflict) {
        return rules(conflict, 0, LimitPolicy.REJECT_NEW);
    }

    private static BindRules rules(ConflictPolicy conflict, int limit, LimitPolicy limitPolicy) {
        return new BindRules(conflict, limit, limitPolicy);
    }
}
