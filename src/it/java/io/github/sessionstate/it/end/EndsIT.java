package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostLog;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/**
 * Every way in which a session ends, at every stage of its life: one end, with its cause, and nothing left. The causes
 * are what {@code NettyWatch} and {@code NettyChannel}, or {@code MinaChannel}, see of the connection.
 */
@ExtendWith(EndsInHistory.class)
class EndsIT extends SharedHostTest {
    /** A way to end, with the cause that a host tells and the stage from which on it is one. */
    private enum End {
        CLOSE(Stage.OPEN, "closed_by_client") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.send("</stream:stream>");
                client.awaitConnectionEnd(RawClient.LIMIT);
            }
        },
        /** The end tag and the end of the connection reach the server together. */
        CLOSE_AND_GO(Stage.OPEN, "closed_by_client") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.send("</stream:stream>");
                client.close();
            }
        },
        RESET(Stage.ACCEPTED, "connection_lost") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.dropReset();
            }
        },
        FIN(Stage.ACCEPTED, "connection_lost") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.close();
            }
        },
        HALF_CLOSE(Stage.ACCEPTED, "connection_lost") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.endOutput();
                client.awaitConnectionEnd(RawClient.LIMIT);
            }
        },
        HALF_A_STANZA(Stage.OPEN, "connection_lost") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.send("<message to='jane@example.org'><body>half of");
                client.dropReset();
            }
        },
        CLIENT_ERROR(Stage.OPEN, "stream_error") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.send("<stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>"
                        + "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>&lt;b></text></stream:error>");
                client.awaitConnectionEnd(RawClient.LIMIT);
            }

            @Override
            String told() {
                return "undefined-condition <b> null null";
            }
        },
        /** Found by the host when it works on the stanza. */
        BAD_STANZA(Stage.OPEN, "stream_error") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.send("<message to='jane@example.org'><body>&undefined;</body></message>");
                client.awaitConnectionEnd(RawClient.LIMIT);
            }
        },
        /** Found by the host when it cuts the stream into stanzas. */
        BAD_CHARACTER(Stage.OPEN, "stream_error") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                client.send("<message to='jane@example.org'><body>\u0001</body></message>");
                client.awaitConnectionEnd(RawClient.LIMIT);
            }
        },
        KICK(Stage.ACCEPTED, "closed_by_admin") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                JsonObject session = test.table.promptly("tracked", client, s -> s != null);
                JsonObject result = test.table.close(SessionTable.text(session, "id"), "policy-violation", "go");
                assertThat(SessionTable.text(result, "outcome")).isEqualTo("closed");
            }

            @Override
            String told() {
                return "policy-violation go admin null";
            }
        },
        /** The host closes without a word on the connection, on a thread of the console. */
        HOST_KICK(Stage.BOUND, "closed") {
            @Override
            void make(EndsIT test, RawClient client) throws IOException {
                test.host.sessions().close(Stage.JID);
                client.awaitConnectionEnd(RawClient.LIMIT);
            }
        };

        private final Stage from;
        private final String cause;

        End(Stage from, String cause) {
            this.from = from;
            this.cause = cause;
        }

        abstract void make(EndsIT test, RawClient client) throws IOException;

        /** What the end tells beside its cause; null if hosts differ in that. */
        String told() {
            return cause.equals("stream_error") ? null : "null null null null";
        }
    }

    /**
     * Where a host does not tell: end, stage, host. 4.2.0 closes the connection without an error when it cannot work on
     * a stanza, and before the bind it tells nobody of an end: it might as well be one login too many.
     */
    private boolean isUntold(End end, Stage stage) {
        return host.has(HostDefect.END_WITHOUT_A_WORD) && end == End.BAD_STANZA && !stage.isBound();
    }

    @TestFactory
    Stream<DynamicTest> everyEndAtEveryStage() {
        return Stream.of(End.values()).flatMap(end -> Stream.of(Stage.values())
                .filter(stage -> stage.compareTo(end.from) >= 0)
                .map(stage -> DynamicTest.dynamicTest(end + " when " + stage, () -> endsOnce(end, stage))));
    }

    private void endsOnce(End end, Stage stage) throws Exception {
        Ends ends = Ends.from(host, table);
        try (RawClient client = host.connect()) {
            stage.reach(client);
            String id = SessionTable.text(table.promptly("tracked", client, session -> session != null), "id");
            end.make(this, client);
            ends.await(1);
            if (end.told() != null) {
                assertThat(ends.told(id)).as(end + " when " + stage).isEqualTo(end.told());
            }
        }
        ends.expect(end + " when " + stage, Map.of(isUntold(end, stage) ? "closed" : end.cause, 1L));
    }

    /** Whoever ends the connection: the client that gives up, or the host that has seen enough. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aLoginThatFailsIsTheCause(Way way) throws Exception {
        Ends ends = Ends.from(host, table);
        try (StepClient client = followed(way)) {
            assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
            client.closeStream();
        }
        ends.await(1);
        ends.expect("gave up", Map.of("auth_failed", 1L));
        try (StepClient client = followed(way)) {
            client.auth("john", "wrong");
            client.auth("john", "wrong");
            // The answer to this one may be lost, as the host closes the connection.
            client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>AGpvaG4AbW9yZSB3cm9uZw==</auth>");
            client.awaitEnd();
        }
        ends.await(2);
        ends.expect("thrown out", Map.of("auth_failed", 2L));
        try (StepClient client = followed(way)) {
            client.auth("john", "wrong");
            client.authPlain("john", HostOptions.PASSWORD);
            client.openStream();
            client.bind("after all");
            client.closeStream();
        }
        ends.await(3);
        assertThat(ends.counts()).as("logged in after all").containsEntry("auth_failed", 2L);
    }

    /** Those on BOSH and WebSocket are met a moment after they begin, if they live that long. */
    private StepClient followed(Way way) throws IOException {
        StepClient client = way.open(host);
        Await.until("followed", RawClient.LIMIT, () -> table.all().size() == 1);
        return client;
    }

    @Test
    void whatIsNoTlsIsTheCause() throws Exception {
        Ends ends = Ends.from(host, table);
        try (RawClient client = host.connect()) {
            client.openStream();
            client.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
            client.awaitElement(element -> element.getName().equals("proceed"));
            client.send("this is no TLS at all, and long enough to be seen as such by whoever reads it");
            client.awaitConnectionEnd(RawClient.LIMIT);
        }
        ends.await(1);
        ends.expect("no TLS", Map.of("tls_failed", 1L));
        // 4.8 and 4.9 have other words for it.
        host.assertNoUnexpectedWarnings("Closing connection with \\S+, as unencrypted data was received",
                "^WARN org\\.jivesoftware\\.openfire\\.nio\\.NettyXMPPDecoder - Error occurred while decoding",
                "^ERROR org\\.jivesoftware\\.openfire\\.nio\\.NettyConnection - Problem during connection close");
    }

    @Test
    void streamForAnotherServerEndsWithAnError() throws Exception {
        Ends ends = Ends.from(host, table);
        try (RawClient client = host.connect()) {
            client.expectHeader();
            client.send("<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
                    + " version='1.0' to='elsewhere.example'>");
            if (client.awaitConnectionEnd(Duration.ofSeconds(2))) {
                ends.await(1);
                ends.expect("unknown host", Map.of("stream_error", 1L));
            } else {
                // 4.2.0 does not mind.
                client.dropReset();
                ends.await(1);
                ends.expect("unknown host", Map.of("connection_lost", 1L));
            }
        }
    }

    @Test
    void newSessionReplacesTheOld() throws Exception {
        Ends ends = Ends.from(host, table);
        try (RawClient first = host.connect(); RawClient second = host.connect()) {
            Stage.AVAILABLE.reach(first);
            String id = SessionTable.text(table.of(first), "id");
            Stage.BOUND.reach(second);
            ends.await(1);
            assertThat(ends.counts()).isEqualTo(Map.of("replaced", 1L));
            assertThat(ends.told(id)).isEqualTo("conflict Replaced by new connection conflict.policy "
                    + SessionTable.text(table.of(second), "id"));
            second.sync();
            second.closeStream();
        }
        ends.expect("replaced", Map.of("replaced", 1L, "closed_by_client", 1L));
    }

    // ------------------------------------------------------------------ idle

    @Test
    void silentClientsEndAtEveryStage() throws Exception {
        silentClientsEnd(true);
    }

    @Test
    void silentClientsEndWithoutAPing() throws Exception {
        silentClientsEnd(false);
    }

    private void silentClientsEnd(boolean isPinged) throws Exception {
        Ends ends = Ends.from(host, table);
        host.setProperty("xmpp.client.idle", "2000");
        host.setProperty("xmpp.client.idle.ping", String.valueOf(isPinged));
        List<RawClient> clients = new ArrayList<>();
        try {
            for (Stage stage : Set.of(Stage.ACCEPTED, Stage.OPEN, Stage.AUTHENTICATED, Stage.RESTARTED,
                    Stage.AVAILABLE)) {
                RawClient client = host.connect();
                clients.add(client);
                stage.reach(client);
            }
            ends.await(5);
            ends.expect("idle", Map.of("idle", 5L));
        } finally {
            host.setProperty("xmpp.client.idle", null);
            host.setProperty("xmpp.client.idle.ping", null);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    // ------------------------------------------------------------------ shutdown

    @Test
    void serverStopEndsAllOnce() throws Exception {
        try (OpenfireHost own = OpenfireHost.start(HostOptions.withPlugin().probe());
                RawClient accepted = own.connect();
                RawClient open = own.connect();
                RawClient unbound = own.connect();
                RawClient available = own.connect()) {
            Stage.OPEN.reach(open);
            Stage.RESTARTED.reach(unbound);
            try (RawClient detached = own.connect()) {
                detached.login("jane", HostOptions.PASSWORD, "detached");
                detached.enableStreamManagement();
                own.loseConnection(detached);
            }
            Stage.AVAILABLE.reach(available);
            SessionTable ownTable = new SessionTable(own);
            ownTable.promptly("tracked", accepted, session -> session != null);
            Await.until("detached", Duration.ofSeconds(5),
                    () -> ownTable.status().getAsJsonObject("counts").get("detached").getAsLong() == 1);
            JsonObject before = ownTable.status();
            long created = before.get("created").getAsLong();
            assertThat(before.getAsJsonObject("counts").get("total").getAsLong()).isEqualTo(5);

            own.stop();

            // Those that the test host's own start made ended before, some of them while the hooks were installed.
            assertThat(own.log().entries()).extracting(HostLog.Entry::text)
                    .filteredOn(text -> text.startsWith("Stopped tracking 0 sessions; since the start: created " + created + ","))
                    .singleElement().asString().contains(" server_shutdown 5");
            own.assertNoUnexpectedWarnings();

            own.crashAndRestart();
            List<JsonObject> rows = own.adminLogin().getJson(PluginPaths.HISTORY_SESSIONS + "?q=cause:server_shutdown")
                    .getAsJsonArray("sessions").asList().stream().map(JsonElement::getAsJsonObject).toList();
            assertThat(rows).extracting(row -> SessionTable.text(row, "username") + ' ' + SessionTable.text(row, "resource"))
                    .containsExactlyInAnyOrder("john null", "john ending", "jane detached");
            assertThat(own.database().execute("SELECT COUNT(*) FROM ofSessionStateSession WHERE cause IS NULL"
                    + " OR cause = 'server_lost'")).as("rows that the stop left open").containsExactly("0");
        }
    }
}
