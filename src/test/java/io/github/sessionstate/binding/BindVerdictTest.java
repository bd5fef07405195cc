package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xmpp.packet.PacketError;

class BindVerdictTest {
    @Test
    void toProceedSaysNothing() {
        verify(BindVerdict.proceed(), null, null, null);
    }

    @Test
    void toRenameSaysTheResource() {
        verify(BindVerdict.rename("desk"), "desk", null, null);
        assertThatNullPointerException().isThrownBy(() -> BindVerdict.rename(null)).withMessage("resource");
    }

    @Test
    void toRefuseSaysTheConditionAndTheText() {
        verify(BindVerdict.refuse("not-allowed", "Not at night"), null, "not-allowed", "Not at night");
        verify(BindVerdict.refuse("policy-violation", null), null, "policy-violation", null);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "not_allowed", "Not-Allowed", "system-shutdown", "no-such-one", "gone", "redirect"})
    void anUnknownConditionIsRefused(String condition) {
        assertThatIllegalArgumentException().isThrownBy(() -> BindVerdict.refuse(condition, "text"))
                .withMessageContaining("no condition of a stanza error: " + condition);
    }

    // The list of the host's library.
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"gone", "redirect", "payment_required"})
    void everyConditionThatNeedsNoAddressIsTaken(PacketError.Condition condition) {
        verify(BindVerdict.refuse(condition.toXMPP(), "text"), null, condition.toXMPP(), "text");
    }

    private static void verify(BindVerdict verdict, String resource, String condition, String text) {
        assertThat(verdict.resource()).isEqualTo(resource);
        assertThat(verdict.condition()).isEqualTo(condition);
        assertThat(verdict.text()).isEqualTo(text);
    }
}
