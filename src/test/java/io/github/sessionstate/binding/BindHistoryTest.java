package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

import io.github.sessionstate.binding.BindDecision.Closing;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.XmppSession;

/** What holds of decisions that are carried out one after the other, whatever the sessions, wishes and rules. */
class BindHistoryTest {
    private static final int MOST_SECONDS = 5;
    private static final String RANDOM_NAME = "[A-Za-z0-9_-]{22}";
    // Names that increments of one another make, too.
    private static final List<String> RESOURCES =
            List.of("x", "x#1", "x#2", "x#1#1", "x#", "#", "#1", "y", "y#2", "X");

    // The edge cases are the shortest histories, which are the dullest.
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void jidsStayUniqueAndLimitsHold(@ForAll("seeds") List<Seed> seeds, @ForAll("binds") List<Bind> binds) {
        World world = assertTimeoutPreemptively(Duration.ofSeconds(MOST_SECONDS), () -> {
            World all = new World(seeds);
            binds.forEach(all::step);
            return all;
        });
        // Histories that never get to the hard parts would prove nothing.
        for (String part : World.HARD_PARTS) {
            cover(part, world.seen.contains(part));
        }
    }

    private static void cover(String what, boolean happened) {
        Statistics.label(what).collect(happened);
        Statistics.label(what).coverage(c -> c.check(true).percentage(p -> p > 10));
    }

    /** A session that was bound before; the last stanza from its client came so long after its beginning. */
    private record Seed(String resource, int since, int active, boolean detaches) {
    }

    /** A bind; the client then sends a stanza at this second, and may lose its connection. */
    private record Bind(String wish, BindRules rules, int active, boolean detaches) {
    }

    @Provide
    Arbitrary<List<Seed>> seeds() {
        return Combinators.combine(Arbitraries.of(RESOURCES), Arbitraries.integers().between(0, 20),
                Arbitraries.integers().between(0, 20), detaches()).as(Seed::new).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Bind>> binds() {
        Arbitrary<BindRules> rules = Combinators.combine(Arbitraries.of(ConflictPolicy.values()),
                Arbitraries.integers().between(0, 6), Arbitraries.of(LimitPolicy.values())).as(BindRules::new);
        Arbitrary<String> wish = Arbitraries.frequencyOf(Tuple.of(9, Arbitraries.of(RESOURCES)),
                Tuple.of(1, Arbitraries.create(() -> null)));
        return Combinators.combine(wish, rules, Arbitraries.integers().between(0, 60), detaches()).as(Bind::new)
                .list().ofMinSize(5).ofMaxSize(25);
    }

    private static Arbitrary<Boolean> detaches() {
        return Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(false)), Tuple.of(1, Arbitraries.just(true)));
    }

    private static boolean isDetached(XmppSession session) {
        return session.detachedSince() != null;
    }

    /** A user's sessions, and what the binder and the host do with a decision. */
    private static final class World {
        private static final List<String> HARD_PARTS = List.of("kicked", "refused for a conflict", "random",
                "incremented", "refused for the limit", "closed for the limit", "above the limit before",
                "detached in the way", "only detached ones for the limit");

        private final List<String> seen = new ArrayList<>();
        private final StubClock clock = new StubClock();
        private final Bound john = new Bound(clock);
        private int second = 30;
        private int hostNames;

        World(List<Seed> seeds) {
            for (Seed seed : seeds) {
                XmppSession session = john.idleSince(seed.since() + seed.active(), seed.since(), seed.resource());
                if (seed.detaches()) {
                    session.detached();
                }
            }
        }

        void step(Bind bind) {
            clock.set(Bound.at(second++));
            List<XmppSession> before = john.all();
            int limit = bind.rules().limit();
            if (limit > 0 && before.size() > limit) {
                seen.add("above the limit before");
            }

            BindDecision decision = BindPolicy.decide(bind.wish(), before, bind.rules());

            verify(bind, before, decision);
            if (decision.refusal() != null) {
                assertThat(john.all()).as("after the refusal of %s", bind).isEqualTo(before);
                return;
            }
            for (Closing closing : decision.closings()) {
                assertThat(closing.session().destroyed(closing.cause())).as("closed once").isTrue();
            }
            String resource = decision.resource() == null ? "host" + hostNames++ : decision.resource();
            assertThat(john.fullJids()).as("what is free for %s", bind)
                    .doesNotContain(Bound.BARE_JID + "/" + resource);
            XmppSession newcomer = john.newcomer();
            Bound.bind(newcomer, resource);
            newcomer.stanzaReceived(Bound.at(bind.active()).toEpochMilli());
            if (bind.detaches()) {
                newcomer.detached();
            }

            assertThat(john.fullJids()).doesNotHaveDuplicates().hasSameSizeAs(john.all())
                    .hasSize(before.size() - decision.closings().size() + 1);
            if (limit > 0) {
                assertThat(john.all()).as("after %s", bind).hasSizeLessThanOrEqualTo(limit);
            }
            assertThat(john.hosts).allSatisfy(host -> assertThat(host.closed).isEmpty());
        }

        private void verify(Bind bind, List<XmppSession> before, BindDecision decision) {
            List<XmppSession> closed = decision.closings().stream().map(Closing::session).toList();
            assertThat(before).as("bound before %s", bind).containsAll(closed);
            assertThat(closed).doesNotHaveDuplicates();
            XmppSession holder = before.stream().filter(session -> session.state().resource().equals(bind.wish()))
                    .findAny().orElse(null);
            assertThat(decision.conflict()).isSameAs(holder);
            if (decision.refusal() != null) {
                seen.add(decision.refusal() == BindDecision.Refusal.CONFLICT ? "refused for a conflict"
                        : "refused for the limit");
                assertThat(closed).as("closed by the refusal of %s", bind).isEmpty();
                assertThat(decision.resource()).isNull();
                verifyRefusal(bind, before, holder, decision);
                return;
            }
            verifyLimit(bind, before, decision);
            verifyName(bind, holder, decision);
        }

        // Those at whom nobody is lock nobody out.
        private static void verifyRefusal(Bind bind, List<XmppSession> before, XmppSession holder,
                                          BindDecision decision) {
            if (decision.refusal() == BindDecision.Refusal.CONFLICT) {
                assertThat(isDetached(holder)).isFalse();
                return;
            }
            long staying = before.stream().filter(session -> !isDetached(session))
                    .filter(session -> session != holder || bind.rules().conflict() != ConflictPolicy.KICK_OLD).count();
            assertThat(staying).isGreaterThanOrEqualTo(bind.rules().limit());
        }

        // No more are closed than must be, and those that stay are not the ones whom the policy has go first.
        private void verifyLimit(Bind bind, List<XmppSession> before, BindDecision decision) {
            List<XmppSession> forLimit = decision.closings().stream()
                    .filter(closing -> closing.cause() == EndCause.LIMIT).map(Closing::session).toList();
            if (forLimit.isEmpty()) {
                return;
            }
            seen.add("closed for the limit");
            assertThat(before.size() - decision.closings().size() + 1).as("as many as may be after %s", bind)
                    .isEqualTo(bind.rules().limit());
            before.stream().filter(session -> decision.closings().stream().noneMatch(c -> c.session() == session))
                    .forEach(stays -> assertThat(forLimit).allSatisfy(goes -> verifyOrder(bind, goes, stays)));
            if (forLimit.stream().allMatch(BindHistoryTest::isDetached)) {
                seen.add("only detached ones for the limit");
            }
        }

        private static void verifyOrder(Bind bind, XmppSession goes, XmppSession stays) {
            if (isDetached(stays)) {
                assertThat(goes.detachedSince()).isNotNull().isBeforeOrEqualTo(stays.detachedSince());
            } else if (isDetached(goes)) {
                return;
            } else if (bind.rules().limitPolicy() == LimitPolicy.CLOSE_IDLE) {
                assertThat(goes.idleSince()).isBeforeOrEqualTo(stays.idleSince());
            } else {
                assertThat(bind.rules().limitPolicy()).isEqualTo(LimitPolicy.CLOSE_OLDEST);
                assertThat(goes.since()).isBeforeOrEqualTo(stays.since());
            }
        }

        private void verifyName(Bind bind, XmppSession holder, BindDecision decision) {
            if (holder == null) {
                assertThat(decision.resource()).isEqualTo(bind.wish());
                assertThat(decision.kicks()).isFalse();
                return;
            }
            if (isDetached(holder)) {
                seen.add("detached in the way");
            }
            switch (isDetached(holder) ? ConflictPolicy.KICK_OLD : bind.rules().conflict()) {
                case KICK_OLD -> {
                    seen.add("kicked");
                    assertThat(decision.resource()).isEqualTo(bind.wish());
                    assertThat(decision.closings().get(0).session()).isSameAs(holder);
                    assertThat(decision.kicks()).isTrue();
                }
                case RANDOM -> {
                    seen.add("random");
                    assertThat(decision.resource()).matches(RANDOM_NAME);
                }
                case INCREMENT -> {
                    seen.add("incremented");
                    assertThat(decision.resource()).startsWith(bind.wish() + "#");
                    assertLowest(bind.wish(), Integer.parseInt(decision.resource().substring(
                            bind.wish().length() + 1)));
                }
                default -> throw new AssertionError("not refused: " + bind);
            }
        }

        private void assertLowest(String wish, int number) {
            assertThat(number).isPositive();
            for (int lower = 1; lower < number; lower++) {
                assertThat(john.fullJids()).contains(Bound.BARE_JID + "/" + wish + "#" + lower);
            }
        }
    }
}
