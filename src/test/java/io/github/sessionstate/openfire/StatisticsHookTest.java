package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jivesoftware.openfire.stats.Statistic;
import org.jivesoftware.openfire.stats.StatisticsManager;
import org.jivesoftware.util.JiveGlobals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;

import io.github.sessionstate.health.HookReport.State;
import io.github.sessionstate.session.SessionCounts;

class StatisticsHookTest {
    private final MockedStatic<JiveGlobals> globals = mockStatic(JiveGlobals.class);
    private SessionCounts counts = new SessionCounts(8, 1, 2, 3, 4, 5, 6, 7);
    private final StatisticsHook hook = new StatisticsHook(() -> counts);

    @BeforeEach
    void start() {
        globals.when(JiveGlobals::getLocale).thenReturn(Locale.GERMAN);
        hook.start();
    }

    @AfterEach
    void stop() {
        hook.stop();
        globals.close();
    }

    private static Map<String, Statistic> known() {
        return StatisticsManager.getInstance().getAllStatistics().stream()
                .filter(entry -> entry.getKey().startsWith("sessionstate_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void countsAreThoseOfTheMoment() {
        assertThat(hook.report().state()).isEqualTo(State.INSTALLED);
        assertThat(known().keySet()).isEqualTo(List.of("total", "notopen", "c2s_unauthed", "c2s_unbound", "connected",
                "available", "interested", "detached").stream().map("sessionstate_"::concat)
                .collect(Collectors.toSet()));
        assertThat(known().get("sessionstate_total").sample()).isEqualTo(8);
        assertThat(known().get("sessionstate_detached").sample()).isEqualTo(7);

        counts = new SessionCounts(0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(known().values()).allMatch(statistic -> statistic.sample() == 0);
    }

    @Test
    void eachIsACountOfThisNodeInTheConsolesLanguage() {
        assertThat(known().values()).allSatisfy(statistic -> {
            assertThat(statistic.getStatType()).isEqualTo(Statistic.Type.count);
            assertThat(statistic.isPartialSample()).isTrue();
            assertThat(statistic.getUnits()).isEqualTo("Sitzungen");
            assertThat(statistic.getName()).startsWith("Session State: ").doesNotContain("tile.");
            assertThat(statistic.getDescription()).isNotBlank().doesNotStartWith("state.").doesNotStartWith("sidebar.");
        });
        assertThat(known().values()).extracting(Statistic::getName).doesNotHaveDuplicates();
    }

    @Test
    void whatAnotherPutInItsPlaceStays() {
        Statistic other = mock(Statistic.class);
        StatisticsManager.getInstance().addStatistic("sessionstate_total", other);
        assertThat(hook.report().state()).isEqualTo(State.TAKEN_OVER);

        hook.stop();
        assertThat(known()).containsOnlyKeys("sessionstate_total").containsValue(other);

        StatisticsManager.getInstance().removeStatistic("sessionstate_total");
    }
}
