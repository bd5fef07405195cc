package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.BindEvent.Kind;
import io.github.sessionstate.binding.BindEvent.Outcome;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.XmppSession;

class BindArbiterTest {
    private static final ReconnectWars.Limits WARS =
            new ReconnectWars.Limits(2, Duration.ofSeconds(60), Duration.ofSeconds(300));
    private static final String X = "john@example.org/x";

    private final Tables tables = new Tables();
    private final BindArbiter arbiter = new BindArbiter(tables.clock);
    private final List<BindEvent> told = new ArrayList<>();

    BindArbiterTest() {
        arbiter.events().addListener(event -> {
            throw new IllegalStateException("of a listener");
        });
        arbiter.events().addListener(told::add);
    }

    private BindDecision decide(XmppSession session, String wish, BindRules rules) {
        return arbiter.decide(session, Tables.JOHN, wish, tables.bound(), rules, WARS);
    }

    private static BindRules rules(ConflictPolicy conflict, int limit, LimitPolicy limitPolicy) {
        return new BindRules(conflict, limit, limitPolicy);
    }

    @Test
    void tellsOfConflicts() {
        XmppSession old = tables.bound("x");
        XmppSession session = tables.unbound();

        decide(session, "y", rules(ConflictPolicy.KICK_NEW, 0, LimitPolicy.REJECT_NEW));
        assertThat(told).as("nothing was the matter").isEmpty();
        decide(session, "x", rules(ConflictPolicy.KICK_NEW, 0, LimitPolicy.REJECT_NEW));
        decide(session, "x", rules(ConflictPolicy.INCREMENT, 0, LimitPolicy.REJECT_NEW));
        decide(session, "x", rules(ConflictPolicy.KICK_OLD, 0, LimitPolicy.REJECT_NEW));

        assertThat(told).containsExactly(
                new BindEvent(Kind.CONFLICT, X, session, List.of(old), "kick_new", Outcome.REFUSED, tables.now()),
                new BindEvent(Kind.CONFLICT, X, session, List.of(old), "increment", Outcome.RENAMED, tables.now()),
                new BindEvent(Kind.CONFLICT, X, session, List.of(old), "kick_old", Outcome.OTHERS_CLOSED,
                        tables.now()));
        assertThat(arbiter.events().count(Kind.CONFLICT)).isEqualTo(3);
        assertThat(arbiter.events().count(Kind.WAR)).isZero();
    }

    @Test
    void tellsOfLimits() {
        XmppSession old = tables.bound("a");
        XmppSession session = tables.unbound();

        decide(session, "x", rules(ConflictPolicy.KICK_OLD, 1, LimitPolicy.CLOSE_OLDEST));
        decide(session, null, rules(ConflictPolicy.KICK_OLD, 1, LimitPolicy.REJECT_NEW));

        assertThat(told).containsExactly(
                new BindEvent(Kind.LIMIT, X, session, List.of(old), "close_oldest", Outcome.OTHERS_CLOSED,
                        tables.now()),
                new BindEvent(Kind.LIMIT, Tables.JOHN, session, List.of(), "reject_new", Outcome.REFUSED,
                        tables.now()));
        assertThat(arbiter.events().count(Kind.LIMIT)).isEqualTo(2);
    }

    @Test
    void endsAWarAndTellsOfItOnce() {
        BindRules kickOld = rules(ConflictPolicy.KICK_OLD, 0, LimitPolicy.REJECT_NEW);
        XmppSession old = tables.bound("x");
        XmppSession other = tables.bound("y");
        XmppSession session = tables.unbound();

        assertThat(decide(session, "x", kickOld).kicks()).isTrue();
        BindDecision atWar = decide(session, "x", kickOld);
        BindDecision still = decide(session, "x", kickOld);

        assertThat(List.of(atWar, still)).allSatisfy(decision -> {
            assertThat(decision.closings()).isEmpty();
            assertThat(decision.resource()).matches("[\\w-]{22}");
        });
        assertThat(told).extracting(BindEvent::kind).containsExactly(Kind.CONFLICT, Kind.WAR, Kind.CONFLICT);
        assertThat(told.get(1)).isEqualTo(
                new BindEvent(Kind.WAR, X, session, List.of(old), "random", Outcome.RENAMED, told.get(1).at()));
        assertThat(arbiter.wars()).extracting(ReconnectWars.War::fullJid).containsExactly(X);
        assertThat(decide(session, "y", kickOld).closings()).as("another JID").extracting(c -> c.session())
                .containsExactly(other);

        tables.clock.set(tables.now().plusSeconds(300));
        assertThat(decide(session, "x", kickOld).kicks()).as("after the cool-down").isTrue();
    }

    @Test
    void aWarBindsNobodyWhoMayHaveTheName() {
        BindRules kickOld = rules(ConflictPolicy.KICK_OLD, 0, LimitPolicy.REJECT_NEW);
        XmppSession old = tables.bound("x");
        XmppSession session = tables.unbound();
        decide(session, "x", kickOld);
        decide(session, "x", kickOld);
        old.destroyed(EndCause.CLOSED_BY_CLIENT);

        assertThat(decide(session, "x", kickOld).resource()).isEqualTo("x");
    }
}
