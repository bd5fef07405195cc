package io.github.sessionstate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingTest {
    // As ends of sessions name them, in rooms that know no settings as well.
    @Test
    void theShortNamesAreThoseThatEndsTell() {
        assertThat(Setting.CONFLICT_POLICY.shortName()).isEqualTo("conflict.policy");
        assertThat(Setting.LIMIT_POLICY.shortName()).isEqualTo("limit.policy");
        assertThat(Setting.CLOSE_ON_DELETION.shortName()).isEqualTo("close-on.deletion");
    }
}
