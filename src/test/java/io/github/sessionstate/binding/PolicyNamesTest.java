package io.github.sessionstate.binding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.settings.Setting;

/** The server properties take the names of the policies, and no others. */
class PolicyNamesTest {
    @Test
    void theSettingForConflictsTakesAllPolicies() {
        assertThat(Setting.CONFLICT_POLICY.allowed()).isEqualTo("one of " + Arrays.stream(ConflictPolicy.values())
                .map(ConflictPolicy::toString).collect(Collectors.joining(", ")));
        assertThat(Setting.CONFLICT_POLICY.defaultValue()).isEqualTo("kick_old");
    }

    @Test
    void theSettingForLimitsTakesAllPolicies() {
        assertThat(Setting.LIMIT_POLICY.allowed()).isEqualTo("one of " + Arrays.stream(LimitPolicy.values())
                .map(LimitPolicy::toString).collect(Collectors.joining(", ")));
        assertThat(Setting.LIMIT_POLICY.defaultValue()).isEqualTo("reject_new");
    }
}
