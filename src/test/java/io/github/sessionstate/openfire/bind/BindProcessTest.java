package io.github.sessionstate.openfire.bind;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xmpp.packet.PacketError;

class BindProcessTest {
    @ParameterizedTest
    @EnumSource
    void aConditionThatTheHostKnowsIsSentAsItIs(PacketError.Condition condition) {
        assertThat(BindProcess.condition(condition.toXMPP())).isEqualTo(condition);
    }

    // A refusal must stay one: the host binds what fails in here.
    @Test
    void aPolicyViolationThatTheHostDoesNotKnowIsNotAllowed() {
        assertThat(PacketError.Condition.values()).extracting(PacketError.Condition::toXMPP)
                .doesNotContain("policy-violation");
        assertThat(BindProcess.condition("policy-violation")).isEqualTo(PacketError.Condition.not_allowed);
    }
}
