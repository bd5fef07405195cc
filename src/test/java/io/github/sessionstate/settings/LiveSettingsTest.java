package io.github.sessionstate.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.settings.LiveSettings.Change;

class LiveSettingsTest {
    private static final Setting<Boolean> FLAG = Setting.ROSTER_PUSH_INTERESTED_ONLY;
    private static final Setting<Duration> SECONDS = Setting.RECONCILE_INTERVAL;

    private final MemoryProperties properties = new MemoryProperties();
    private final LiveSettings settings = new LiveSettings(properties);
    private final List<Change> changes = new ArrayList<>();

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
        properties.set(FLAG.name(), "false");
        properties.set(SECONDS.name(), "5");

        assertThat(settings.get(FLAG)).isFalse();
        assertThat(settings.get(SECONDS)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aPropertyThatIsDeletedHasItsDefaultAgain() {
        properties.set(FLAG.name(), "false");
        properties.delete(FLAG.name());

        assertThat(settings.get(FLAG)).isTrue();
    }

    @Test
    void settingsOnceTakenDoNotChange() {
        Settings before = settings.current();

        properties.set(FLAG.name(), "false");

        assertThat(before.get(FLAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUE", " true ", "True"})
    void caseAndSpaceDoNotMatter(String text) {
        properties.set(FLAG.name(), "false");
        properties.set(FLAG.name(), text);

        assertThat(settings.get(FLAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "0", "flase"})
    void anUnknownFlagCountsAsTheDefault(String text) {
        properties.set(FLAG.name(), "false");
        properties.set(FLAG.name(), text);

        assertThat(settings.get(FLAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a minute", "-1", "86401", "1.5", "99999999999999999999"})
    void secondsOutOfRangeCountAsTheDefault(String text) {
        properties.set(SECONDS.name(), text);

        assertThat(settings.get(SECONDS)).isEqualTo(Duration.ofSeconds(60));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "86400"})
    void theBoundsAreAllowed(String text) {
        properties.set(SECONDS.name(), text);

        assertThat(settings.get(SECONDS)).isEqualTo(Duration.ofSeconds(Long.parseLong(text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3650"})
    void daysAreWholeNumbers(String text) {
        properties.set(Setting.HISTORY_SESSION_DAYS.name(), text);

        assertThat(settings.get(Setting.HISTORY_SESSION_DAYS)).isEqualTo(Integer.valueOf(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "3651", "0.5", "a week"})
    void daysOutOfRangeCountAsTheDefault(String text) {
        properties.set(Setting.HISTORY_SESSION_DAYS.name(), text);

        assertThat(settings.get(Setting.HISTORY_SESSION_DAYS)).isEqualTo(90);
        assertThat(Setting.HISTORY_SESSION_DAYS.problem(text)).isEqualTo("must be a number of days from 0 to 3650");
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
        properties.set(FLAG.name(), "false");

        assertThat(settings.get(FLAG)).isTrue();
    }

    // ------------------------------------------------------------------ changing

    private void change(Setting<?> first, String text, Setting<?> second, String secondText) {
        Map<Setting<?>, String> texts = new LinkedHashMap<>();
        texts.put(first, text);
        texts.put(second, secondText);
        settings.change(texts, Map.of(), changes::add);
    }

    @Test
    void whatIsChangedAppliesAndIsTold() {
        properties.set(SECONDS.name(), "7");

        change(FLAG, "false", SECONDS, null);

        assertThat(properties.values).isEqualTo(Map.of(FLAG.name(), "false"));
        assertThat(settings.get(FLAG)).isFalse();
        assertThat(settings.get(SECONDS)).isEqualTo(SECONDS.defaultValue());
        assertThat(changes).containsExactly(new Change(FLAG, null, "false"), new Change(SECONDS, "7", null));
    }

    @Test
    void whatIsNotAsTheCallerKnowsItKeepsAllFromBeingChanged() {
        properties.set(SECONDS.name(), "7");
        Map<Setting<?>, String> known = new LinkedHashMap<>();
        known.put(FLAG, null);
        known.put(SECONDS, "5");

        assertThat(settings.change(Map.of(FLAG, "false"), known, changes::add)).containsExactly(SECONDS);
        assertThat(properties.values).isEqualTo(Map.of(SECONDS.name(), "7"));
        assertThat(changes).isEmpty();

        known.put(SECONDS, "7");
        assertThat(settings.change(Map.of(FLAG, "false"), known, changes::add)).isEmpty();
        assertThat(changes).containsExactly(new Change(FLAG, null, "false"));
    }

    @Test
    void whatIsSoAlreadyIsLeftAlone() {
        properties.set(FLAG.name(), "false");
        properties.writes = 0;

        change(FLAG, "false", SECONDS, null);

        assertThat(properties.writes).isZero();
        assertThat(changes).isEmpty();
    }

    @Test
    void theDefaultWrittenOutIsAnotherTextThanNone() {
        change(FLAG, "true", SECONDS, "60");

        assertThat(properties.values).isEqualTo(Map.of(FLAG.name(), "true", SECONDS.name(), "60"));
        assertThat(changes).hasSize(2);
    }

    @Test
    void oneThatMayNotBeKeepsAllFromBeingChanged() {
        assertThatThrownBy(() -> change(FLAG, "false", SECONDS, "a minute"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("plugin.sessionstate.reconcile.interval must be a number of seconds from 0 to 86400");

        assertThat(properties.values).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void aChangeThatTheHostRefusesIsNotTold() {
        properties.failure = new IllegalStateException("read only");

        assertThatThrownBy(() -> change(FLAG, "false", SECONDS, "5")).hasMessage("read only");
        assertThat(changes).isEmpty();
    }
}
