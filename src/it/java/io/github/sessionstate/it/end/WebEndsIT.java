package io.github.sessionstate.it.end;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.StepClient;

/** Why sessions on BOSH and WebSocket end, as far as each host shows it to {@code WebEnds}. */
@ExtendWith(EndsInHistory.class)
class WebEndsIT extends SharedHostTest {
    private static final String BOSH_IDLE = "xmpp.httpbind.client.idle";

    @ParameterizedTest
    @EnumSource(names = {"BOSH", "WEBSOCKET"}, value = Way.class)
    void aClientThatEndsItsStreamIsTheCause(Way way) throws Exception {
        Ends ends = Ends.from(host, table);
        try (StepClient client = boundAs(way, "leaving")) {
            client.keepWaiting();
            client.closeStream();
        }
        ends.await(1);
        // Before 5.1 nothing in the host shows who ended the stream on a WebSocket.
        boolean isShown = way == Way.BOSH ? !host.has(HostDefect.SILENT_ABOUT_ENDS) : host.isAtLeast("5.1");
        ends.expect(way + " ended its stream", Map.of(isShown ? "closed_by_client" : "closed", 1L));
    }

    /** With no request of it waiting the host answers the one that ends the stream, and has nothing else to show. */
    @Test
    void aBoshClientThatEndsItsStreamAtOnceIsTheCause() throws Exception {
        Ends ends = Ends.from(host, table);
        for (int i = 0; i < 10; i++) {
            try (StepClient client = boundAs(Way.BOSH, "hasty" + i)) {
                // The answer may still be on its way to the client, or not.
                Thread.sleep(20L * i);
                client.closeStream();
            }
        }
        ends.await(10);
        ends.expect("ended their streams",
                Map.of(host.has(HostDefect.SILENT_ABOUT_ENDS) ? "closed" : "closed_by_client", 10L));
    }

    @Test
    void aBoshSessionThatTheHostClosesIsNotEndedByItsClient() throws Exception {
        Ends ends = Ends.from(host, table);
        try (StepClient client = boundAs(Way.BOSH, "quiet")) {
            client.keepWaiting();
            host.sessions().close("john@example.org/quiet");
            ends.await(1);
        }
        ends.expect("closed by the host", Map.of("closed", 1L));
    }

    @Test
    void aWebSocketThatBreaksIsTheCause() throws Exception {
        Ends ends = Ends.from(host, table);
        boundAs(Way.WEBSOCKET, "breaking").close();
        ends.await(1);
        // From 4.8 to 5.0 it looks like one whose client ended the stream.
        boolean isShown = !host.isAtLeast("4.8") || host.isAtLeast("5.1");
        ends.expect("broke", Map.of(isShown ? "connection_lost" : "closed", 1L));
    }

    @Test
    void aBoshClientThatIsSilentIsTheCause() throws Exception {
        host.setProperty(BOSH_IDLE, "2");
        try {
            Ends ends = Ends.from(host, table);
            boundAs(Way.BOSH, "silent").close();
            // The host looks once in 30 seconds at most.
            Await.until("it has ended", Duration.ofSeconds(45), () -> table.all().isEmpty());
            ends.await(1);
            ends.expect("silent", Map.of(host.has(HostDefect.SILENT_ABOUT_ENDS) ? "closed" : "idle", 1L));
        } finally {
            host.setProperty(BOSH_IDLE, null);
        }
    }

    private StepClient boundAs(Way way, String resource) throws IOException {
        StepClient client = way.open(host);
        client.authPlain("john", HostOptions.PASSWORD);
        client.openStream();
        client.bind(resource);
        client.presence("");
        client.sync();
        return client;
    }
}
