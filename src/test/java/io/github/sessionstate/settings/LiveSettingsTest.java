package io.github.sessionstate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveSettingsTest {
    private static final Setting<Boolean> FLAG = Setting.ROSTER_PUSH_INTERESTED_ONLY;
    private static final Setting<Duration> SECONDS = Setting.RECONCILE_INTERVAL;

    private final Properties properties = new Properties();
    private final LiveSettings settings = new LiveSettings(properties);

    @Test
    void whatIsNotSetHasItsDefault() {
        assertThat(Setting.all()).isNotEmpty().allSatisfy(setting ->
                assertThat((Object) settings.get(setting)).isNotNull().isEqualTo(setting.defaultValue()));
    }

    @Test
    void whatWasSetBeforeIsRead() {
        properties.values.put(FLAG.name(), "false");

        assertThat(new LiveSettings(properties).get(FLAG)).isFalse();
    }

    @Test
    void aChangeAppliesAtOnce() {
        properties.set(FLAG, "false");
        properties.set(SECONDS, "5");

        assertThat(settings.get(FLAG)).isFalse();
        assertThat(settings.get(SECONDS)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aPropertyThatIsDeletedHasItsDefaultAgain() {
        properties.set(FLAG, "false");
        properties.set(FLAG, null);

        assertThat(settings.get(FLAG)).isTrue();
    }

    @Test
    void settingsOnceTakenDoNotChange() {
        Settings before = settings.current();

        properties.set(FLAG, "false");

        assertThat(before.get(FLAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", " true ", "True"})
    void caseAndSpaceDoNotMatter(String text) {
        properties.set(FLAG, "false");
        properties.set(FLAG, text);

        assertThat(settings.get(FLAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "0", "flase"})
    void anUnknownFlagCountsAsTheDefault(String text) {
        properties.set(FLAG, "false");
        properties.set(FLAG, text);

        assertThat(settings.get(FLAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a minute", "-1", "86401", "1.5", "99999999999999999999"})
    void secondsOutOfRangeCountAsTheDefault(String text) {
        properties.set(SECONDS, text);

        assertThat(settings.get(SECONDS)).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "86400"})
    void theBoundsAreAllowed(String text) {
        properties.set(SECONDS, text);

        assertThat(settings.get(SECONDS)).isEqualTo(Duration.ofSeconds(Long.parseLong(text)));
    }

    @Test
    void otherPropertiesAreNoneOfOurs() {
        properties.set("xmpp.domain", "example.org");

        assertThat(settings.current().get(FLAG)).isTrue();
        assertThat(properties.asked).doesNotContainKey("xmpp.domain");
    }

    @Test
    void stoppedItFollowsNoLonger() {
        settings.stop();
        properties.set(FLAG, "false");

        assertThat(settings.get(FLAG)).isTrue();
    }

    /** Properties in memory. */
    private static final class Properties implements PropertySource {
        private final Map<String, String> values = new HashMap<>();
        private final Map<String, Integer> asked = new HashMap<>();
        private Consumer<String> listener = name -> { };

        @Override
        public String get(String name) {
            asked.merge(name, 1, Integer::sum);
            return values.get(name);
        }

        @Override
        public Runnable follow(Consumer<String> changed) {
            listener = changed;
            return () -> listener = name -> { };
        }

        void set(Setting<?> setting, String value) {
            set(setting.name(), value);
        }

        void set(String name, String value) {
            values.put(name, value);
            listener.accept(name);
        }
    }
}
