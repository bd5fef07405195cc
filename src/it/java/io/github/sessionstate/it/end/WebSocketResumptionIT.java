package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.StepClient;

/**
 * Stream management (XEP-0198) over WebSocket, where no accept hook sees the connection. The table must say what the
 * host has: 5.1.1 detaches a session whose WebSocket drops, 4.2.0 takes it for connected until it is closed or resumed.
 */
@ExtendWith({SharedHost.class, EndsInHistory.class})
class WebSocketResumptionIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    // After which the plugin looks at a session only in its turn, and how long a turn may take to come.
    private static final Duration SETTLED = Duration.ofSeconds(6);
    private static final Duration ROUND = Patience.ofSeconds(8);
    private static final String JID = "john@example.org/browser";
    // Of 4.2.0, when it writes to a session whose WebSocket has dropped.
    private static final String NOT_DELIVERED = "Failed to deliver packet";

    private OpenfireHost host;
    private SessionTable table;
    private Ends ends;

    @BeforeEach
    void host(OpenfireHost shared) throws IOException {
        host = shared;
        assumeFalse(host.has(HostDefect.NO_RESUMPTION_BY_WEBSOCKET), "This Openfire does not implement it");
        table = new SessionTable(host);
        ends = Ends.from(host, table);
    }

    private boolean detachesOnDrop() {
        return !host.has(HostDefect.DROPPED_WEBSOCKET_STAYS);
    }

    @Test
    void droppedAndResumedByWebSocket() throws Exception {
        String previous = drop(host.connectWebSocket());
        JsonObject dropped = awaitDropped();
        try (StepClient second = host.connectWebSocket()) {
            resume(second, previous);
            expectResumed(dropped, "websocket");
            second.closeStream();
        }
        expectResumedAndEnded();
    }

    private void expectResumedAndEnded() throws IOException {
        // Before 5.1 nothing in the host shows who ended the stream.
        String ended = host.isAtLeast("5.1") ? "closed_by_client" : "closed";
        ends.expect("resumed and ended", Map.of(ended, 1L, "resumed", 1L));
    }

    @Test
    void droppedAndResumedByTcp() throws Exception {
        String previous = drop(host.connectWebSocket());
        JsonObject dropped = awaitDropped();
        try (StepClient second = host.connect()) {
            resume(second, previous);
            second.sync();
            expectResumed(dropped, "tcp");
            second.closeStream();
        }
        ends.expect("resumed and closed", Map.of("closed_by_client", 1L, "resumed", 1L));
    }

    @Test
    void tcpSessionResumedByWebSocket() throws Exception {
        String previous = drop(host.connect());
        JsonObject detached = awaitRow(row -> SessionTable.is(row, "detached"));
        try (StepClient second = host.connectWebSocket()) {
            resume(second, previous);
            expectResumed(detached, "websocket");
            second.closeStream();
        }
        expectResumedAndEnded();
    }

    @Test
    void resumedBeforeTheResumingSessionIsSeen() throws Exception {
        String previous = drop(host.connect());
        awaitRow(row -> SessionTable.is(row, "detached"));
        try (StepClient second = host.connectWebSocket()) {
            second.authenticate("john", HostOptions.PASSWORD);
            assertThat(second.resume(previous).getName()).isEqualTo("resumed");
            awaitRow(row -> "websocket".equals(transport(row)));
            expectAsConnectedInHost();
            second.closeStream();
        }
    }

    /** Nothing tells of that: the table shows it all the same. */
    @Test
    void resumedWhileTheHostTakesTheOldConnectionForAlive() throws Exception {
        try (StepClient first = host.connectWebSocket(); StepClient second = host.connectWebSocket()) {
            first.login("john", HostOptions.PASSWORD, "browser");
            first.presence("<priority>2</priority>");
            String previous = first.enableStreamManagement();
            first.sync();
            String id = SessionTable.text(awaitRow(row -> true), "id");
            Thread.sleep(SETTLED.toMillis());
            second.authenticate("john", HostOptions.PASSWORD);
            assertThat(second.resume(previous).getName()).isEqualTo("resumed");
            Await.until("the new connection is noticed", ROUND, () -> table.timeline(id).contains("attached"));
            expectAsConnectedInHost();
            second.closeStream();
        }
    }

    @Test
    void droppedAndClosed() throws Exception {
        String previous = drop(host.connectWebSocket());
        JsonObject dropped = awaitDropped();
        JsonObject result = table.close(SessionTable.text(dropped, "id"), "policy-violation", "go");
        assertThat(SessionTable.text(result, "outcome")).as("%s", result).isEqualTo("closed");
        ends.expect("closed", Map.of("closed_by_admin", 1L));
        try (StepClient second = host.connectWebSocket()) {
            second.authenticate("john", HostOptions.PASSWORD);
            assertThat(second.resume(previous).getName()).isEqualTo("failed");
            second.closeStream();
        }
        if (!detachesOnDrop()) {
            host.assertNoUnexpectedWarnings(NOT_DELIVERED);
        }
    }

    @Test
    void droppedForTooLong() throws Exception {
        drop(host.connectWebSocket());
        JsonObject dropped = awaitDropped();
        host.sessions().expireDetached();
        if (detachesOnDrop()) {
            ends.expect("expired", Map.of("detach_expired", 1L));
        } else {
            expectAsConnectedInHost();
            assertThat(table.byFullJid(JID)).containsExactly(dropped);
            table.close(SessionTable.text(dropped, "id"), null, null);
            ends.expect("closed", Map.of("closed_by_admin", 1L));
        }
    }

    // ------------------------------------------------------------------

    /** Logs in with stream management, and drops the connection. Returns what it takes to resume. */
    private String drop(StepClient client) throws IOException {
        try (client) {
            client.login("john", HostOptions.PASSWORD, "browser");
            client.presence("<priority>2</priority>");
            String previous = client.enableStreamManagement();
            client.sync();
            host.loseConnection(client);
            return previous;
        }
    }

    /** The session once the host knows that its WebSocket has dropped: as the host has it. */
    private JsonObject awaitDropped() throws IOException {
        if (detachesOnDrop()) {
            JsonObject detached = awaitRow(row -> SessionTable.is(row, "detached"));
            assertThat(detached.get("conn").isJsonNull()).isTrue();
            assertThat(host.probe()).containsExactly("unbound 0", "detached 1", "session " + JID);
            return detached;
        }
        JsonObject row = awaitRow(r -> true);
        long earlier = host.log().count(NOT_DELIVERED);
        Await.until("the host cannot write any more", LIMIT, () -> {
            table.send(SessionTable.text(row, "id"), "<r xmlns='urn:xmpp:sm:3'/>");
            return host.log().count(NOT_DELIVERED) > earlier;
        });
        host.assertNoUnexpectedWarnings(NOT_DELIVERED);
        expectAsConnectedInHost();
        JsonObject after = awaitRow(r -> true);
        assertThat(transport(after)).isEqualTo("websocket");
        return after;
    }

    private void expectResumed(JsonObject before, String transport) throws IOException {
        JsonObject resumed = awaitRow(row -> transport.equals(transport(row)));
        assertThat(SessionTable.text(resumed, "id")).isEqualTo(SessionTable.text(before, "id"));
        expectAsConnectedInHost();
    }

    /** Resumes by a session that is in the table. */
    private void resume(StepClient client, String previous) throws IOException {
        client.authenticate("john", HostOptions.PASSWORD);
        Await.until("followed", LIMIT, () -> table.all().size() == 2);
        assertThat(client.resume(previous).getName()).isEqualTo("resumed");
    }

    private JsonObject awaitRow(Predicate<JsonObject> expected) {
        JsonObject[] row = new JsonObject[1];
        Await.until("the session is as expected", LIMIT, () -> {
            List<JsonObject> rows = table.byFullJid(JID);
            row[0] = rows.size() == 1 ? rows.get(0) : null;
            return row[0] != null && expected.test(row[0]);
        });
        assertThat(row[0].get("priority").getAsInt()).isEqualTo(2);
        return row[0];
    }

    /** One session, which has a connection, here and there; nothing is left of one that carried a resume. */
    private void expectAsConnectedInHost() {
        Await.until("one session, here and in the host", LIMIT, () -> {
            List<JsonObject> all = table.all();
            return all.size() == 1 && !SessionTable.is(all.get(0), "detached") && all.get(0).get("conn").isJsonObject()
                    && host.probe().equals(List.of("unbound 0", "detached 0", "session " + JID));
        });
    }

    private static String transport(JsonObject row) {
        return row.get("conn").isJsonNull() ? null : SessionTable.text(row.getAsJsonObject("conn"), "transport");
    }
}
