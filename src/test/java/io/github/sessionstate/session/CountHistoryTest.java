package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.Test;

class CountHistoryTest {
    private final SessionRegistry registry = new SessionRegistry(username -> List.of(), Clock.systemUTC());
    private final CountHistory history = new CountHistory(registry);

    @Test
    void keepsTheLastCounts() {
        for (int i = 0; i < CountHistory.KEPT + 5; i++) {
            registry.accepted(new StubHost(), new StubConnection(1));
            history.note();
        }

        assertThat(history.samples()).hasSize(CountHistory.KEPT);
        assertThat(history.samples().get(0).counts().total()).isEqualTo(6);
        assertThat(history.samples().get(CountHistory.KEPT - 1).counts()).isEqualTo(registry.counts());
        assertThat(CountHistory.INTERVAL.multipliedBy(CountHistory.KEPT)).hasMinutes(15);
    }
}
