package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.settings.Setting;

/** The settings name the policies as they are, though their rooms do not know each other. */
class PolicySettingsTest {
    @Test
    void theConflictPoliciesMayBeSet() {
        verify(Setting.CONFLICT_POLICY, ConflictPolicy.values());
        assertThat(Setting.CONFLICT_POLICY.defaultValue()).isEqualTo("kick_old")
                .isEqualTo(ConflictPolicy.KICK_OLD.toString());
    }

    @Test
    void theLimitPoliciesMayBeSet() {
        verify(Setting.LIMIT_POLICY, LimitPolicy.values());
        assertThat(Setting.LIMIT_POLICY.defaultValue()).isEqualTo("reject_new")
                .isEqualTo(LimitPolicy.REJECT_NEW.toString());
    }

    private static void verify(Setting<String> setting, Enum<?>[] policies) {
        assertThat(setting.allowed().text().replaceFirst("^one of ", "").split(", ")).as(setting.name())
                .containsExactly(Arrays.stream(policies).map(policy -> policy.name().toLowerCase(Locale.ROOT))
                        .toArray(String[]::new))
                .containsExactly(Arrays.stream(policies).map(Enum::toString).toArray(String[]::new));
    }
}
