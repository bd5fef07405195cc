package io.github.sessionstate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void namesStandBetweenCommas() {
        assertThat(Names.of(" john ,jane, x y")).containsExactly("john", "jane", "x y");
        assertThat(Names.of("  ")).isEmpty();
        assertThat(Names.of(",a,")).containsExactly("", "a", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "john", "john, jane", "j\\40h, Ünïcode-1.2_3", "a,b , c"})
    void theseCanBeUsers(String list) {
        assertThat(Names.areUsers(list)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"john@example.org", "a,,b", "a,", ",", "a b", "a/b", "a:b", "'a'", "\"a\"", "<a>", "a&b", "a\nb"})
    void theseCanNot(String list) {
        assertThat(Names.areUsers(list)).isFalse();
    }

    @Test
    void groupsHaveAnyNames() {
        assertThat(Names.areGroups("night shift, <b>&\"'/:@")).isTrue();
        assertThat(Names.areGroups("")).isTrue();
        assertThat(Names.areGroups("a, ,b")).isFalse();
    }

    @Test
    void whatIsNotKnownIsToldInItsOrder() {
        assertThat(Names.unknown("c, a, b", "a"::equals)).containsExactly("c", "b");
        assertThat(Names.unknown("", name -> false)).isEmpty();
    }
}
