package io.github.sessionstate.openfire;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.MemoryProperties;
import io.github.sessionstate.settings.Setting;

class ReconciliationTest {
    @Test
    void aLookThatFailsIsNoMoreFrequentThanOthers() throws InterruptedException {
        SessionTracker tracker = mock(SessionTracker.class);
        when(tracker.sessions()).thenThrow(new IllegalStateException("for the test"));
        MemoryProperties properties = new MemoryProperties();
        properties.set(Setting.RECONCILE_INTERVAL.name(), "1");
        Reconciliation reconciliation = new Reconciliation(null, tracker, null, null, new LiveSettings(properties));

        TimeUnit.MILLISECONDS.sleep(1050);
        for (int i = 0; i < 5; i++) {
            reconciliation.tick();
        }

        verify(tracker, times(1)).sessions();
    }
}
