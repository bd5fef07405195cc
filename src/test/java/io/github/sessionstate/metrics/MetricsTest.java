package io.github.sessionstate.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindEvent;
import io.github.sessionstate.health.Failures;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.health.HookReport.CapabilityStatus;
import io.github.sessionstate.health.HookReport.HookStatus;
import io.github.sessionstate.history.HistoryStatus;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Presences;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.StubFacts;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.XmppSession;

/** What stands on the page. */
class MetricsTest {
    private final StubClock clock = new StubClock();
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), clock);
    private final BindArbiter arbiter = new BindArbiter(clock);
    private final HookReport hooks = mock(HookReport.class);
    private final StanzaTimes stanzas = new StanzaTimes();
    private final Metrics metrics = new Metrics(registry, SessionRecords.of(registry), arbiter, hooks,
            () -> new HistoryStatus(3, 4_096, 70, 5, Duration.ofMillis(1_500), "No connection", clock.instant()), stanzas,
            clock);

    @BeforeEach
    void start() {
        when(hooks.hooks()).thenReturn(List.of(
                new HookStatus("stanzas", HookReport.State.INSTALLED, null, new Failures.Count(3, Map.of(), null, null)),
                new HookStatus("accept", HookReport.State.WAITING, "x", Failures.Count.NONE)));
        when(hooks.capabilities()).thenReturn(List.of(new CapabilityStatus("a", true, null, null),
                new CapabilityStatus("b", false, "Less.", "org.example.B")));
        when(hooks.repairs()).thenReturn(Map.of("missed_end", 2L));
        when(hooks.bypassed()).thenReturn(4L);
        metrics.start();
    }

    private String page(MetricsFormat format) {
        return new String(metrics.page(format), StandardCharsets.UTF_8);
    }

    private List<String> lines() {
        return page(MetricsFormat.TEXT).lines().toList();
    }

    private XmppSession accepted() {
        return registry.accepted(new StubHost(), new StubConnection(1));
    }

    private XmppSession authenticated(String mechanism) {
        StubHost host = new StubHost();
        host.facts = StubFacts.login(mechanism, null);
        XmppSession session = registry.accepted(host, new StubConnection(1));
        session.opened("example.org");
        session.authenticated("john", true);
        return session;
    }

    private XmppSession bound(String resource) {
        XmppSession session = authenticated("PLAIN");
        session.bound("john", "example.org", resource, true);
        return session;
    }

    private void passes(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    // ------------------------------------------------------------------ sessions

    @Test
    void sessionsByTypeAndByPredicate() {
        accepted();
        authenticated("PLAIN");
        bound("desk").updated(Presences.of("<presence/>", 0));
        bound("phone").detached();

        assertThat(lines()).contains("sessionstate_sessions{type=\"c2s_unauthed\"} 1.0",
                "sessionstate_sessions{type=\"c2s_unbound\"} 1.0", "sessionstate_sessions{type=\"c2s\"} 2.0",
                "sessionstate_sessions_by_predicate{predicate=\"notopen\"} 2.0",
                "sessionstate_sessions_by_predicate{predicate=\"connected\"} 2.0",
                "sessionstate_sessions_by_predicate{predicate=\"available\"} 1.0",
                "sessionstate_sessions_by_predicate{predicate=\"interested\"} 0.0",
                "sessionstate_sessions_by_predicate{predicate=\"detached\"} 1.0");
    }

    @Test
    void endsByCauseWithDurations() {
        XmppSession session = bound("desk");
        passes(Duration.ofSeconds(90));
        session.destroyed(SessionEnd.of(EndCause.IDLE));
        accepted().destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(lines()).contains("sessionstate_sessions_started_total 2.0",
                "sessionstate_sessions_ended_total{cause=\"idle\"} 1.0",
                "sessionstate_sessions_ended_total{cause=\"closed\"} 1.0",
                "sessionstate_sessions_ended_total{cause=\"replaced\"} 0.0",
                "sessionstate_session_duration_seconds_bucket{type=\"c2s\",le=\"60.0\"} 0",
                "sessionstate_session_duration_seconds_bucket{type=\"c2s\",le=\"300.0\"} 1",
                "sessionstate_session_duration_seconds_bucket{type=\"c2s\",le=\"+Inf\"} 1",
                "sessionstate_session_duration_seconds_sum{type=\"c2s\"} 90.0",
                "sessionstate_session_duration_seconds_bucket{type=\"c2s_unauthed\",le=\"1.0\"} 1",
                "sessionstate_session_duration_seconds_count{type=\"c2s_unbound\"} 0");
        assertThat(lines().stream().filter(line -> line.startsWith("sessionstate_sessions_ended_total{")))
                .hasSize(EndCause.values().length);
    }

    @Test
    void theAgesOfThoseThatNobodyHasLoggedInTo() {
        assertThat(lines()).contains("sessionstate_unauthenticated_oldest_age_seconds 0.0",
                "sessionstate_unauthenticated_sessions{older_than_seconds=\"10\"} 0.0");
        accepted();
        authenticated("PLAIN");
        passes(Duration.ofSeconds(55));
        accepted();
        passes(Duration.ofSeconds(6));
        accepted();

        assertThat(lines()).contains("sessionstate_unauthenticated_oldest_age_seconds 61.0",
                "sessionstate_unauthenticated_sessions{older_than_seconds=\"10\"} 1.0",
                "sessionstate_unauthenticated_sessions{older_than_seconds=\"60\"} 1.0",
                "sessionstate_unauthenticated_sessions{older_than_seconds=\"300\"} 0.0");
    }

    @Test
    void thoseFromBeforeThePluginAreInNoOrder() {
        for (int age : new int[] {5, 400, 70}) {
            Instant since = clock.instant().minusSeconds(age);
            registry.seeded(new StubHost(), SessionState.accepted(new StubConnection(age)), since, since);
        }

        assertThat(lines()).contains("sessionstate_unauthenticated_oldest_age_seconds 400.0",
                "sessionstate_unauthenticated_sessions{older_than_seconds=\"60\"} 2.0",
                "sessionstate_unauthenticated_sessions{older_than_seconds=\"300\"} 1.0");
    }

    @Test
    void changesAndHowLongItTakesToTellOfThem() {
        accepted();
        registry.tellAfter(() -> {
            accepted();
            passes(Duration.ofMillis(50));
        });
        // A clock that was set back.
        registry.tellAfter(() -> {
            accepted();
            passes(Duration.ofSeconds(-5));
        });

        assertThat(lines()).contains("sessionstate_changes_total 3.0", "sessionstate_change_log_waiting 0.0",
                "sessionstate_change_lag_seconds_bucket{le=\"0.001\"} 2",
                "sessionstate_change_lag_seconds_bucket{le=\"0.01\"} 2",
                "sessionstate_change_lag_seconds_bucket{le=\"0.1\"} 3", "sessionstate_change_lag_seconds_sum 0.05");
    }

    // ------------------------------------------------------------------ logins and binds

    @Test
    void loginsAndFailuresByMechanism() {
        authenticated("SCRAM-SHA-1");
        authenticated(null);
        XmppSession failing = accepted();
        failing.opened("example.org");
        failing.failedToLogIn("john", "PLAIN", "not-authorized");
        failing.failedToLogIn("john", "plain", "not-authorized");
        failing.failedToLogIn(null, null, null);
        XmppSession old = accepted();
        old.opened("example.org");
        old.bound("john", "example.org", "old", true);

        assertThat(lines()).contains("sessionstate_logins_total{mechanism=\"SCRAM-SHA-1\"} 1.0",
                "sessionstate_logins_total{mechanism=\"unknown\"} 1.0",
                "sessionstate_logins_total{mechanism=\"XEP-0078\"} 1.0",
                "sessionstate_login_failures_total{condition=\"not-authorized\",mechanism=\"PLAIN\"} 2.0",
                "sessionstate_login_failures_total{condition=\"unknown\",mechanism=\"unknown\"} 1.0",
                "sessionstate_binds_total 1.0");
    }

    @Test
    void whatClientsChooseMakesNoLabels() {
        XmppSession session = accepted();
        session.opened("example.org");
        session.failedToLogIn("a", "mine-a", "not-authorized");
        Set<String> before = names();
        for (int i = 0; i < 10_000; i++) {
            session.failedToLogIn("john-" + i, "MINE-" + i, i % 2 == 0 ? "not-authorized" : "made-up-" + i);
            XmppSession other = authenticated("MINE-" + i);
            other.bound("john-" + i, "example.org", "resource-" + i, true);
            other.destroyed(SessionEnd.of(EndCause.CLOSED));
        }

        Set<String> added = names();
        added.removeAll(before);
        assertThat(added).containsExactlyInAnyOrder("sessionstate_logins_total{mechanism=\"other\"}",
                "sessionstate_login_failures_total{condition=\"other\",mechanism=\"other\"}");
    }

    private Set<String> names() {
        return lines().stream().filter(line -> !line.startsWith("#")).map(line -> line.substring(0, line.lastIndexOf(' '))).collect(Collectors.toSet());
    }

    @Test
    void decisionsByKindPolicyAndOutcome() {
        for (int i = 0; i < 2; i++) {
            arbiter.events().tell(new BindEvent(BindEvent.Kind.LIMIT, "john@example.org", accepted(), List.of(),
                    "close_oldest", BindEvent.Outcome.OTHERS_CLOSED, clock.instant()));
        }

        assertThat(lines()).contains(
                "sessionstate_bind_decisions_total{kind=\"limit\",outcome=\"others_closed\",policy=\"close_oldest\"} 2.0",
                "sessionstate_binds_bypassed_total 4.0", "sessionstate_reconnect_wars 0.0");
    }

    // ------------------------------------------------------------------ history

    @Test
    void howWritingTheHistoryGoes() {
        assertThat(lines()).contains("sessionstate_history_queued_rows 3.0", "sessionstate_history_queued_bytes 4096.0",
                "sessionstate_history_lag_seconds 1.5", "sessionstate_history_rows_written_total 70.0",
                "sessionstate_history_rows_dropped_total 5.0");
    }

    // ------------------------------------------------------------------ health

    @Test
    void hooksCapabilitiesAndRepairs() {
        assertThat(lines()).contains("sessionstate_hook_state{hook=\"stanzas\",state=\"installed\"} 1.0",
                "sessionstate_hook_state{hook=\"stanzas\",state=\"taken_over\"} 0.0",
                "sessionstate_hook_state{hook=\"accept\",state=\"installed\"} 0.0",
                "sessionstate_hook_state{hook=\"accept\",state=\"waiting\"} 1.0",
                "sessionstate_hook_failures_total{hook=\"stanzas\"} 3.0",
                "sessionstate_hook_failures_total{hook=\"accept\"} 0.0",
                "sessionstate_capability_missing{capability=\"a\"} 0.0",
                "sessionstate_capability_missing{capability=\"b\"} 1.0",
                "sessionstate_repairs_total{kind=\"missed_end\"} 2.0");
    }

    @Test
    void someStanzasAreTimed() {
        int timed = 0;
        for (int i = 0; i < 64_000; i++) {
            timed += stanzas.isDue() ? 1 : 0;
        }
        stanzas.add(1_000);
        stanzas.add(1_001);

        assertThat(timed).isBetween(700, 1_300);
        assertThat(lines()).contains("sessionstate_stanza_hook_seconds_bucket{le=\"1.0E-6\"} 1",
                "sessionstate_stanza_hook_seconds_bucket{le=\"5.0E-6\"} 2", "sessionstate_stanza_hook_seconds_count 2");
    }

    // ------------------------------------------------------------------ the page itself

    @Test
    void eachFormatIsWrittenAsItsOwn() {
        String open = page(MetricsFormat.OPEN_METRICS);

        assertThat(open).endsWith("# EOF\n").contains("# TYPE sessionstate_binds counter\n");
        assertThat(page(MetricsFormat.TEXT)).doesNotContain("EOF")
                .contains("# TYPE sessionstate_binds_total counter\n");
        assertThat(Arrays.asList(open.split("\n"))).allMatch(line -> line.startsWith("#")
                || line.startsWith("sessionstate_"));
    }

    @Test
    void nothingIsCountedAfterTheEnd() {
        metrics.stop();
        bound("desk").destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(lines()).contains("sessionstate_binds_total 0.0", "sessionstate_change_lag_seconds_count 0");
    }
}
