package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseReasonTest {
    @Test
    void theDefaultSaysNothing() {
        assertThat(CloseReason.NONE).isEqualTo(new CloseReason(null, null));
    }

    @Test
    void aConditionMayStandAlone() {
        CloseReason reason = new CloseReason("policy-violation", null);

        assertThat(reason.condition()).isEqualTo("policy-violation");
        assertThat(reason.text()).isNull();
    }

    @Test
    void whoClosesIsNobodyUnlessItIsSaid() {
        CloseReason reason = new CloseReason("reset", "Bye");

        assertThat(reason.closedBy()).isNull();
        assertThat(reason.by("admin")).isEqualTo(new CloseReason("reset", "Bye", "admin"));
    }

    @Test
    void aTextNeedsACondition() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CloseReason(null, "bye")).withMessageContaining("text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Conflict", "conflict ", "policy_violation", "service-unavailable"})
    void anUnknownConditionIsRefusedAndNamed(String condition) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CloseReason(condition, null))
                .withMessageEndingWith(": " + condition);
    }

    @Test
    void seeOtherHostIsRefusedAsItMeansNothingWithoutAnAddress() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CloseReason("see-other-host", null));
    }

    @Test
    void conditionsAreSortedAndCannotBeChanged() {
        assertThat(CloseReason.CONDITIONS).hasSize(24).isUnmodifiable();
        assertThat(List.copyOf(CloseReason.CONDITIONS)).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tab\t, line\r\n", "</text>&\"'", "\uD7FF\uE000\uFFFD", "\uD83D\uDE00", "\uDBFF\uDFFF"})
    void whatXmlCanCarryIsAllowedAsText(String text) {
        assertThat(new CloseReason("conflict", text).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0008", "\u000B", "\u001F", "\uD83D", "\uDE00\uD83D", "\uFFFE", "\uFFFF"})
    void whatXmlCannotCarryIsRefusedAsText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new CloseReason("conflict", text));
    }

    @Test
    void resultsAreSpelledInLowerCase() {
        assertThat(CloseResult.Outcome.values()).extracting(CloseResult.Outcome::toString)
                .containsExactly("closed", "gone", "failed");
    }

    @Test
    void onlyAFailureHasADetail() {
        assertThat(CloseResult.closed()).isEqualTo(new CloseResult(CloseResult.Outcome.CLOSED, null));
        assertThat(CloseResult.gone()).isEqualTo(new CloseResult(CloseResult.Outcome.GONE, null));
        assertThat(CloseResult.failed("why")).isEqualTo(new CloseResult(CloseResult.Outcome.FAILED, "why"));
    }

    @Test
    void aResultHasAnOutcome() {
        assertThatNullPointerException().isThrownBy(() -> new CloseResult(null, "why"));
    }
}
