package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.BindRules;
import io.github.sessionstate.binding.ConflictPolicy;
import io.github.sessionstate.binding.LimitPolicy;
import io.github.sessionstate.binding.ReconnectWars;
import io.github.sessionstate.health.Failures;
import io.github.sessionstate.health.HookReport.HookStatus;
import io.github.sessionstate.health.HookReport.State;
import io.github.sessionstate.history.ManyFailures;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionState;

class StatusServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    @Test
    void tellsHooksAndCounts() {
        console.hooks = List.of(new HookStatus("a", State.INSTALLED, null, new Failures.Count(3,
                Map.of("E in A.b", 3L), Console.NOW, "E: <e>")),
                new HookStatus("b", State.TAKEN_OVER, "by <c>", Failures.Count.NONE));
        console.accepted();
        Session binding = console.authenticated("john");
        console.accepted().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        console.available("jane", "x", "<presence/>", 0).detached();

        console.records.history().note();
        ReconnectWars.Limits limits = new ReconnectWars.Limits(2, Duration.ofMinutes(1), Duration.ofMinutes(1));
        console.arbiter.kicked("jane@example.org/x", limits);
        Session holder = mock(Session.class);
        when(holder.state()).thenReturn(SessionState.accepted(mock(SessionConnection.class))
                .bound("jane", "example.org", "x", true));
        console.arbiter.decide(binding, "jane@example.org", "x", List.of(holder),
                new BindRules(ConflictPolicy.KICK_OLD, 0, LimitPolicy.REJECT_NEW), limits);

        when(console.history.manyFailures()).thenReturn(
                List.of(new ManyFailures("<john>", null, 20, Console.NOW, Console.NOW)));

        Exchange exchange = new Exchange("GET", ApiPaths.STATUS).run(new StatusServlet());

        assertThat(exchange.json().get("recent").toString()).isEqualTo("{\"at\":[1767323045],\"total\":[3],"
                + "\"notopen\":[2],\"c2s_unauthed\":[1],\"c2s_unbound\":[1],\"connected\":[1],\"available\":[1],"
                + "\"interested\":[0],\"detached\":[1]}");
        assertThat(exchange.json().get("hooks").toString())
                .isEqualTo("[{\"name\":\"a\",\"state\":\"installed\",\"detail\":null,\"failures\":{\"count\":3,"
                        + "\"kinds\":{\"E in A.b\":3},\"last_at\":\"2026-01-02T03:04:05.678Z\","
                        + "\"last\":\"E: <e>\"}},{\"name\":\"b\",\"state\":\"taken_over\",\"detail\":\"by <c>\","
                        + "\"failures\":{\"count\":0,\"kinds\":{},\"last_at\":null,\"last\":null}}]");
        assertThat(exchange.json().get("capabilities").toString())
                .isEqualTo("[{\"name\":\"a\",\"offered\":true,\"lost\":null,\"missing\":null},"
                        + "{\"name\":\"b\",\"offered\":false,\"lost\":\"Less.\",\"missing\":\"org.example.<b>\"}]");
        assertThat(exchange.json().get("counts").toString()).isEqualTo("{\"total\":3,\"notopen\":2,"
                + "\"c2s_unauthed\":1,\"c2s_unbound\":1,\"connected\":1,\"available\":1,\"interested\":0,"
                + "\"detached\":1}");
        assertThat(exchange.json().get("repairs").toString()).isEqualTo("{\"missed_end\":2}");
        assertThat(exchange.json().keySet()).containsExactly("hooks", "capabilities", "counts", "recent", "repairs", "created", "ended",
                "bind_decisions", "bypassed", "wars", "history", "many_failures",
                "new_devices", "max_sessions");
        assertThat(exchange.json().get("history").toString()).isEqualTo("{\"queued_rows\":2,\"queued_bytes\":300,"
                + "\"written\":40,\"dropped\":1,\"lag\":5,\"last_error\":\"No <connection>\","
                + "\"last_error_at\":\"2026-01-02T03:04:05.678Z\"}");
        assertThat(exchange.json().get("many_failures").toString()).isEqualTo("[{\"username\":\"<john>\",\"ip\":null,"
                + "\"attempts\":20,\"since\":\"2026-01-02T03:04:05.678Z\",\"last_at\":\"2026-01-02T03:04:05.678Z\"}]");
        assertThat(exchange.json().get("new_devices").toString()).isEqualTo("{\"raised\":3,\"skipped\":1}");
        assertThat(exchange.json().get("max_sessions").getAsInt()).isEqualTo(1_000);
        assertThat(exchange.json().get("bind_decisions").toString()).isEqualTo("{\"conflict\":0,\"limit\":0,\"war\":1}");
        assertThat(exchange.json().get("wars").toString()).isEqualTo("[{\"full_jid\":\"jane@example.org/x\","
                + "\"since\":\"2026-01-02T03:04:05.678Z\",\"until\":\"2026-01-02T03:05:05.678Z\"}]");
        assertThat(exchange.json().get("created").getAsLong()).isEqualTo(4);
        assertThat(exchange.json().get("ended").toString()).isEqualTo("{\"closed\":0,\"closed_by_client\":0,"
                + "\"connection_lost\":1,\"stream_error\":0,\"replaced\":0,\"resumed\":0,\"limit\":0,"
                + "\"closed_by_admin\":0,\"account_changed\":0,\"auth_failed\":0,\"tls_failed\":0,\"idle\":0,\"detach_expired\":0,"
                + "\"server_shutdown\":0}");
    }

    @Test
    void hasNoParameters() {
        Exchange exchange = new Exchange("GET", ApiPaths.STATUS);
        when(exchange.request.getQueryString()).thenReturn("fields=all");

        assertThat(exchange.run(new StatusServlet()).status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo("unknown parameter: \"fields\"");
    }
}
