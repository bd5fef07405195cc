package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.binding.BindEvent;
import io.github.sessionstate.session.XmppSession;

class DecisionsServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private Exchange get() {
        return new Exchange("GET", ApiPaths.DECISIONS).run(new DecisionsServlet());
    }

    @Test
    void tellsTheLastDecisions() {
        assertThat(get().json()).hasToString("{\"decisions\":[]}");
        XmppSession session = console.accepted();
        console.arbiter.events().tell(new BindEvent(BindEvent.Kind.CONFLICT, "jane@example.org/<b>", session,
                List.of(session), "kick_old", BindEvent.Outcome.OTHERS_CLOSED, Console.NOW));

        assertThat(get().json().getAsJsonArray("decisions").get(0)).hasToString("{\"at\":\"2026-01-02T03:04:05.678Z\","
                + "\"kind\":\"conflict\",\"full_jid\":\"jane@example.org/<b>\",\"policy\":\"kick_old\","
                + "\"outcome\":\"others_closed\",\"closed\":1,\"session_id\":\"" + session.id() + "\",\"ip\":\""
                + session.state().connection().ip() + "\"}");
    }

    @Test
    void hasNoParameters() {
        Exchange exchange = new Exchange("GET", ApiPaths.DECISIONS);
        when(exchange.request.getQueryString()).thenReturn("limit=5");

        assertThat(exchange.run(new DecisionsServlet()).status).isEqualTo(400);
    }
}
