package io.github.sessionstate.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class GrantRequestTest {
    private static final Set<Scope> READ = EnumSet.of(Scope.READ);

    private static GrantRequest of(String label, Set<Scope> scopes, String purpose, List<String> addresses,
                                   Duration life) {
        return GrantRequest.of(label, scopes, purpose, addresses, life);
    }

    private static void isRefused(String message, Runnable request) {
        assertThatThrownBy(request::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void whatIsNotSaidIsTheDefault() {
        GrantRequest request = of(" night watch ", EnumSet.of(Scope.CLOSE, Scope.READ), " ", List.of(), null);

        assertThat(request.label()).isEqualTo("night watch");
        assertThat(request.purpose()).isNull();
        assertThat(request.life()).isEqualTo(Duration.ofDays(90));
        assertThat(request.scopes()).containsExactly(Scope.READ, Scope.CLOSE);
    }

    @Test
    void labelAndPurposeAreBoundedAndOnOneLine() {
        isRefused("The label must have 1 to 100 characters", () -> of("", READ, null, List.of(), null));
        isRefused("The label must have 1 to 100 characters", () -> of(null, READ, null, List.of(), null));
        isRefused("The label must have at most 100 characters",
                () -> of("x".repeat(101), READ, null, List.of(), null));
        isRefused("The purpose must have at most 400 characters",
                () -> of("x", READ, "x".repeat(401), List.of(), null));
        for (String bad : List.of("a\nb", "a\0b", "a\uD800b", "a\u2028b")) {
            isRefused("The label must not contain line breaks or control characters",
                    () -> of(bad, READ, null, List.of(), null));
            isRefused("The purpose must not contain line breaks or control characters",
                    () -> of("x", READ, bad, List.of(), null));
        }
        assertThat(of("\uD83D\uDE00".repeat(50), READ, "x".repeat(400), List.of(), null).label()).hasSize(100);
    }

    @Test
    void atLeastOneScope() {
        isRefused("At least one scope is required", () -> of("x", Collections.emptySet(), null, List.of(), null));
        assertThat(Scope.of("history")).isSameAs(Scope.HISTORY).hasToString("history");
        assertThat(Scope.of("READ")).isNull();
        assertThat(Scope.of(null)).isNull();
    }

    @Test
    void addressesAreSuch() {
        assertThat(of("x", READ, null, List.of("10.0.0.0/8", "2001:db8::1", "10.0.0.0/8"), null).addresses())
                .containsExactly("10.0.0.0/8", "2001:db8::1");
        isRefused("Not an address or CIDR range: \"999.0.0.1\"", () -> of("x", READ, null, List.of("999.0.0.1"), null));
        isRefused("Not an address or CIDR range: \"10.0.0.1 10.0.0.2\"",
                () -> of("x", READ, null, List.of("10.0.0.1 10.0.0.2"), null));
        isRefused("At most 20 addresses are allowed", () -> of("x", READ, null,
                IntStream.range(0, 21).mapToObj(i -> "10.0.0." + i).toList(), null));
    }

    @Test
    void aGrantLastsAnHourToFourHundredDays() {
        String message = "A grant must last between 1 hour and 400 days";
        isRefused(message, () -> of("x", READ, null, List.of(), Duration.ofMinutes(59)));
        isRefused(message, () -> of("x", READ, null, List.of(), Duration.ofDays(400).plusMillis(1)));
        isRefused(message, () -> of("x", READ, null, List.of(), Duration.ofDays(-1)));
        assertThat(of("x", READ, null, List.of(), Duration.ofDays(400)).life()).hasDays(400);
    }
}
