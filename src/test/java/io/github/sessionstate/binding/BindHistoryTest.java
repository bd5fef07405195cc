package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Assertions;

import io.github.sessionstate.binding.BindDecision.Closing;
import io.github.sessionstate.session.XmppSession;

/** Random binds, one after the other, under settings that change all the time. */
class BindHistoryTest {
    /** One bind. What the client asks for is few names, some of which look like those that a policy makes. */
    record Request(String wish, BindRules rules, int speaks) {
    }

    @Property(tries = 300)
    void noJidTwiceAndNeverAboveTheLimit(@ForAll("requests") @Size(max = 40) List<Request> requests) {
        Tables tables = new Tables();
        for (Request request : requests) {
            List<XmppSession> before = tables.bound();
            BindDecision decision = Assertions.assertTimeoutPreemptively(Duration.ofSeconds(5),
                    () -> BindPolicy.decide(request.wish(), before, request.rules()));
            apply(tables, request, decision);

            assertThat(tables.resources()).as("%s", request).doesNotHaveDuplicates();
            int limit = request.rules().limit();
            if (decision.refusal() != null) {
                assertThat(decision.closings()).isEmpty();
                assertThat(tables.bound()).isEqualTo(before);
            } else if (limit > 0) {
                assertThat(tables.bound()).as("%s", request).hasSizeLessThanOrEqualTo(limit);
            } else {
                assertThat(tables.bound()).hasSize(before.size() + 1 - decision.closings().size());
            }
            cover("refused", decision.refusal() != null);
            cover("closed for the limit", decision.isLimited() && !decision.closings().isEmpty());
            cover("kicked", decision.kicks());
            cover("renamed", decision.refusal() == null && decision.conflict() != null && !decision.kicks());
        }
    }

    private static void cover(String what, boolean happened) {
        Statistics.label(what).collect(happened);
        Statistics.label(what).coverage(c -> c.check(true).percentage(p -> p > 2));
    }

    private static void apply(Tables tables, Request request, BindDecision decision) {
        for (Closing closing : decision.closings()) {
            assertThat(closing.session().destroyed(closing.cause())).as("was alive").isTrue();
        }
        if (decision.refusal() == null) {
            String resource = decision.resource() == null ? "made by the host " + tables.now() : decision.resource();
            assertThat(tables.resources()).as("free").doesNotContain(resource);
            Tables.heard(tables.bound(resource), Duration.ofSeconds(request.speaks()));
        }
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        Arbitrary<String> wishes = Arbitraries.of("x", "x#1", "x#2", "x#1#1", "y").injectNull(0.1);
        Arbitrary<BindRules> rules = Combinators.combine(Arbitraries.of(ConflictPolicy.class),
                Arbitraries.integers().between(0, 5), Arbitraries.of(LimitPolicy.class)).as(BindRules::new);
        return Combinators.combine(wishes, rules, Arbitraries.integers().between(0, 100)).as(Request::new).list();
    }

    @Property(tries = 50)
    void manyOfOneNameAreNumberedWithoutAGap(@ForAll @IntRange(min = 1, max = 60) int size) {
        Tables tables = new Tables();
        BindRules rules = new BindRules(ConflictPolicy.INCREMENT, 0, LimitPolicy.REJECT_NEW);
        for (int i = 0; i < size; i++) {
            String resource = BindPolicy.decide("x", tables.bound(), rules).resource();
            assertThat(resource).isEqualTo(i == 0 ? "x" : "x#" + i);
            tables.bound(resource);
        }
    }
}
