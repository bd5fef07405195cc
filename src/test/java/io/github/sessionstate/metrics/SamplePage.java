package io.github.sessionstate.metrics;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindEvent;
import io.github.sessionstate.health.Failures;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.history.HistoryStatus;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.XmppSession;

/** A page on which each metric has a value. */
final class SamplePage {
    private final String text;

    SamplePage() {
        StubClock clock = new StubClock();
        SessionRegistry registry = new SessionRegistry(user -> List.of(), clock);
        BindArbiter arbiter = new BindArbiter(clock);
        HookReport hooks = mock(HookReport.class);
        when(hooks.hooks()).thenReturn(List.of(new HookReport.HookStatus("stanzas", HookReport.State.INSTALLED, null,
                Failures.Count.NONE)));
        when(hooks.capabilities()).thenReturn(List.of(new HookReport.CapabilityStatus("a", true, null, null)));
        when(hooks.repairs()).thenReturn(Map.of("missed_end", 0L));
        Metrics metrics = new Metrics(registry, SessionRecords.of(registry), arbiter, hooks,
                () -> new HistoryStatus(0, 0, 0, 0, Duration.ZERO, null, null), new StanzaTimes(), clock);
        metrics.start();
        XmppSession session = registry.accepted(new StubHost(), new StubConnection(1));
        session.failedToLogIn("john", "PLAIN", "not-authorized");
        session.authenticated("john", true);
        arbiter.events().tell(new BindEvent(BindEvent.Kind.LIMIT, "john@example.org", session, List.<Session>of(),
                "close_oldest", BindEvent.Outcome.OTHERS_CLOSED, clock.instant()));
        text = new String(metrics.page(MetricsFormat.TEXT), StandardCharsets.UTF_8);
    }

    String text() {
        return text;
    }
}
