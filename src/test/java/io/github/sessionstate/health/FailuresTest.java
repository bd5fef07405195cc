package io.github.sessionstate.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;

import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private final Failures failures = new Failures(Clock.fixed(NOW, ZoneOffset.UTC));

    /** Thrown in one place of ours, or, with a number, in another. */
    private static RuntimeException thrownIn(String type, String method) {
        RuntimeException thrown = new IllegalStateException("not here");
        thrown.setStackTrace(new StackTraceElement[] {new StackTraceElement("java.util.Objects", "x", "", 1),
                new StackTraceElement(type, method, "", 2), new StackTraceElement("org.example.Host", "y", "", 3)});
        return thrown;
    }

    @Test
    void thereIsNoneAtFirst() {
        assertThat(failures.count()).isEqualTo(new Failures.Count(0, Map.of(), null, null));
    }

    @Test
    void eachKindIsNewOnceAndCounted() {
        assertThat(failures.add(thrownIn("io.github.sessionstate.a.B$C", "m"))).isTrue();
        assertThat(failures.add(thrownIn("io.github.sessionstate.a.B$C", "m"))).isFalse();
        assertThat(failures.add(thrownIn("io.github.sessionstate.a.B", "n"))).as("another place").isTrue();
        assertThat(failures.add(thrownIn("org.example.Other", "n"))).as("no place of ours").isTrue();

        assertThat(failures.count()).isEqualTo(new Failures.Count(4, Map.of(
                "java.lang.IllegalStateException in B$C.m", 2L, "java.lang.IllegalStateException in B.n", 1L,
                "java.lang.IllegalStateException", 1L), NOW, "java.lang.IllegalStateException: not here"));
    }

    @Test
    void moreKindsThanAreToldApartAreOthers() {
        for (int i = 0; i < Failures.KINDS; i++) {
            assertThat(failures.add(thrownIn("io.github.sessionstate.A", "m" + i))).isTrue();
        }
        assertThat(failures.add(thrownIn("io.github.sessionstate.A", "more"))).isTrue();
        assertThat(failures.add(thrownIn("io.github.sessionstate.A", "still"))).isFalse();
        assertThat(failures.add(thrownIn("io.github.sessionstate.A", "m0"))).isFalse();

        Failures.Count count = failures.count();
        assertThat(count.kinds()).hasSize(Failures.KINDS + 1).containsEntry(Failures.OTHER, 2L);
        assertThat(count.kinds().values().stream().mapToLong(Long::longValue).sum()).isEqualTo(count.count());
    }

    @Test
    void whatWasToldStays() {
        failures.add(thrownIn("io.github.sessionstate.A", "m"));
        Failures.Count before = failures.count();
        failures.add(thrownIn("io.github.sessionstate.A", "m"));

        assertThat(before.count()).isEqualTo(1);
        assertThat(before.kinds()).containsExactly(Map.entry("java.lang.IllegalStateException in A.m", 1L));
    }
}
