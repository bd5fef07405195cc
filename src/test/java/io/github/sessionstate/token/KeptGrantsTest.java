package io.github.sessionstate.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.StubClock;

class KeptGrantsTest {
    private static final String JOHN = "john@example.org";

    private final StubClock clock = new StubClock();
    private final KeptGrants kept = new KeptGrants(clock);

    private static StoredGrant grant(String id, String owner) {
        return new StoredGrant(new Grant(id, owner, "x", EnumSet.of(Scope.READ), null, List.of(), StubClock.START,
                StubClock.START.plus(Duration.ofDays(1)), List.of()), List.of(), 0);
    }

    private void put(String id, String owner) {
        kept.put(id, owner, grant(id, owner), clock.instant(), kept.generation(owner));
    }

    @Test
    void whatWasReadBeforeSomethingEndedIsNotKept() {
        long before = kept.generation(JOHN);
        kept.forget(JOHN);
        kept.put("a", JOHN, grant("a", JOHN), clock.instant(), before);

        assertThat(kept.get("a")).isNull();
    }

    @Test
    void whatEndsIsForgottenAndNothingOfOthers() {
        put("a", JOHN);
        put("b", "jane@example.org");
        kept.forget(JOHN);

        assertThat(kept.get("a")).isNull();
        assertThat(kept.get("b")).isNotNull();
        kept.put("b", "jane@example.org", null, clock.instant(), kept.generation("jane@example.org"));
        assertThat(kept.get("b")).as("is gone from the database").isNull();
    }

    @Test
    void oneAtATimeReadsAnew() {
        put("a", JOHN);
        assertThat(kept.isToRenew("a")).isFalse();
        clock.set(StubClock.START.plusSeconds(5));
        assertThat(kept.isToRenew("a")).isTrue();
        assertThat(kept.isToRenew("a")).isFalse();
        kept.renewed("a");
        assertThat(kept.isToRenew("a")).isTrue();
        assertThat(kept.isToRenew("none")).isFalse();
    }

    @Test
    void noMoreThanAThousandAreKeptThoseThatAreUsed() {
        put("first", JOHN);
        put("second", JOHN);
        for (int i = 2; i < KeptGrants.MOST; i++) {
            put("id" + i, JOHN);
        }
        assertThat(kept.get("first")).isNotNull();
        put("one more", JOHN);

        assertThat(kept.get("first")).isNotNull();
        assertThat(kept.get("second")).isNull();
    }
}
