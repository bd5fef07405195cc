package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.RandomHistories;
import io.github.sessionstate.binding.BindDecision.Closing;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.XmppSession;

/** What holds of decisions that are carried out one after the other, whatever the sessions, wishes and rules. */
class BindHistoryTest {
    private static final int TRIES = 500;
    private static final int MOST_SECONDS = 5;
    private static final String RANDOM_NAME = "[A-Za-z0-9_-]{22}";
    // Names that increments of one another make, too.
    private static final List<String> RESOURCES =
            List.of("x", "x#1", "x#2", "x#1#1", "x#", "#", "#1", "y", "y#2", "X");

    @Test
    void jidsStayUniqueAndLimitsHold() {
        Map<String, Integer> histories = new HashMap<>();
        RandomHistories.check(TRIES, BindHistoryTest::history, history -> {
            World world = assertTimeoutPreemptively(Duration.ofSeconds(MOST_SECONDS), () -> {
                World all = new World();
                history.forEach(all::step);
                return all;
            });
            world.seen.forEach(part -> histories.merge(part, 1, Integer::sum));
        });
        // Histories that never get to the hard parts would prove nothing.
        assertThat(World.HARD_PARTS).allSatisfy(part ->
                assertThat(histories.getOrDefault(part, 0)).as(part).isGreaterThan(TRIES / 10));
    }

    private sealed interface Step {
    }

    /** A session that was bound before; the last stanza from its client came so long after its beginning. */
    private record Seed(String resource, int since, int active, boolean detaches) implements Step {
        static Seed any(Random random) {
            return new Seed(RandomHistories.any(random, RESOURCES), random.nextInt(21), random.nextInt(21),
                    random.nextInt(5) == 0);
        }
    }

    /** A bind; the client then sends a stanza at this second, and may lose its connection. */
    private record Bind(String wish, BindRules rules, int active, boolean detaches) implements Step {
        static Bind any(Random random) {
            BindRules rules = new BindRules(RandomHistories.any(random, List.of(ConflictPolicy.values())),
                    random.nextInt(7), RandomHistories.any(random, List.of(LimitPolicy.values())));
            return new Bind(random.nextInt(10) == 0 ? null : RandomHistories.any(random, RESOURCES), rules,
                    random.nextInt(61), random.nextInt(5) == 0);
        }
    }

    private static List<Step> history(Random random) {
        return Stream.<Step>concat(Stream.generate(() -> Seed.any(random)).limit(random.nextInt(9)),
                Stream.generate(() -> Bind.any(random)).limit(5 + random.nextInt(21))).toList();
    }

    private static boolean isDetached(Session session) {
        return session.detachedSince() != null;
    }

    /** A user's sessions, and what the binder and the host do with a decision. */
    private static final class World {
        private static final List<String> HARD_PARTS = List.of("kicked", "refused for a conflict", "random",
                "incremented", "refused for the limit", "closed for the limit", "above the limit before",
                "detached in the way", "only detached ones for the limit");

        private final Set<String> seen = new HashSet<>();
        private final StubClock clock = new StubClock();
        private final Bound john = new Bound(clock);
        private int second = 30;
        private int hostNames;

        void step(Step step) {
            if (step instanceof Seed seed) {
                seed(seed);
            } else {
                bind((Bind) step);
            }
        }

        private void seed(Seed seed) {
            XmppSession session = john.idleSince(seed.since() + seed.active(), seed.since(), seed.resource());
            if (seed.detaches()) {
                session.detached();
            }
        }

        private void bind(Bind bind) {
            clock.set(Bound.at(second++));
            List<Session> before = john.all();
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
                SessionEnd end = SessionEnd.closed(closing.cause(), closing.reason());
                assertThat(((XmppSession) closing.session()).destroyed(end)).as("closed once").isTrue();
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

        private void verify(Bind bind, List<Session> before, BindDecision decision) {
            List<Session> closed = decision.closings().stream().map(Closing::session).toList();
            assertThat(before).as("bound before %s", bind).containsAll(closed);
            assertThat(closed).doesNotHaveDuplicates();
            Session holder = before.stream().filter(session -> session.state().resource().equals(bind.wish()))
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
        private static void verifyRefusal(Bind bind, List<Session> before, Session holder,
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
        private void verifyLimit(Bind bind, List<Session> before, BindDecision decision) {
            List<Session> forLimit = decision.closings().stream()
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

        private static void verifyOrder(Bind bind, Session goes, Session stays) {
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

        private void verifyName(Bind bind, Session holder, BindDecision decision) {
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
