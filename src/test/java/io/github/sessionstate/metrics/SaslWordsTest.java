package io.github.sessionstate.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaslWordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "SCRAM-SHA-1", "SCRAM-SHA-256-PLUS", "EXTERNAL", "XEP-0078"})
    void knownMechanismsAreTheirOwnLabels(String mechanism) {
        assertThat(SaslWords.mechanism(mechanism)).isEqualTo(mechanism);
    }

    @Test
    void theCaseOfAMechanismIsTheClients() {
        assertThat(SaslWords.mechanism("Scram-Sha-1")).isEqualTo("SCRAM-SHA-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PLAIN ", "PLAIN\"} 1\n", "SCRAM-SHA-1-X", "other"})
    void whatAClientMakesUpIsNoLabelOfItsOwn(String word) {
        assertThat(SaslWords.mechanism(word)).isEqualTo("other");
        assertThat(SaslWords.condition(word)).isEqualTo("other");
    }

    @Test
    void conditionsAreThoseOfTheStandard() {
        assertThat(SaslWords.condition("not-authorized")).isEqualTo("not-authorized");
        assertThat(SaslWords.condition("temporary-auth-failure")).isEqualTo("temporary-auth-failure");
        assertThat(SaslWords.condition("NOT-AUTHORIZED")).isEqualTo("other");
    }

    @Test
    void whatNobodyToldIsUnknown() {
        assertThat(SaslWords.mechanism(null)).isEqualTo("unknown");
        assertThat(SaslWords.condition(null)).isEqualTo("unknown");
    }
}
