package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

import org.dom4j.Element;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.SmackClient.Option;

/** Closing that really closes, and sending that cannot harm a stream. */
class CommandsIT extends SharedHostTest {
    /** How long a close may take, a detached or frozen session's too. */
    private static final Duration CLOSE_LIMIT = Patience.ofSeconds(2);
    private static final String SM = "urn:xmpp:sm:3";

    // ------------------------------------------------------------------ close

    @Test
    void closedClientReadsTheErrorFirst() throws Exception {
        for (int round = 0; round < 20; round++) {
            try (RawClient john = host.connect()) {
                john.login("john", HostOptions.PASSWORD, "kicked");
                JsonObject result = table.close(id(john), "policy-violation", "because of <this> & \"that\"");
                assertThat(SessionTable.text(result, "outcome")).isEqualTo("closed");
                Element error = john.awaitEnd();
                assertThat(error).as("stream error in round %s", round).isNotNull();
                assertThat(error.element("policy-violation")).isNotNull();
                assertThat(error.elementText("text")).isEqualTo("because of <this> & \"that\"");
                assertThat(table.byFullJid("john@example.org/kicked")).isEmpty();
            }
        }
    }

    /** Each session ends because of one command. That is the one which may say so. */
    @Test
    void ofTwoCommandsAtOnceOneCloses() throws Exception {
        List<SessionTable> tables = List.of(table, new SessionTable(host));
        for (int round = 0; round < 20; round++) {
            try (RawClient john = host.connect()) {
                john.login("john", HostOptions.PASSWORD, "contended");
                String id = id(john);
                CyclicBarrier start = new CyclicBarrier(tables.size());
                List<CompletableFuture<String>> outcomes = tables.stream().map(each -> CompletableFuture.supplyAsync(() -> {
                    try {
                        start.await();
                        return SessionTable.text(each.close(id, "policy-violation", null), "outcome");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }, command -> new Thread(command, "Administrator").start())).toList();
                assertThat(outcomes).extracting(CompletableFuture::join).as("round %s", round)
                        .containsExactlyInAnyOrder("closed", "gone");
                assertThat(john.awaitEnd()).isNotNull();
            }
        }
    }

    @Test
    void closeWithoutAnErrorEndsTheStream() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "quiet");
            assertThat(SessionTable.text(table.close(id(john), null, null), "outcome")).isEqualTo("closed");
            assertThat(john.awaitEnd()).isNull();
        }
    }

    @Test
    void connectionWithoutAStreamIsClosedBare() throws Exception {
        try (RawClient silent = host.connect()) {
            String id = id(silent);
            assertThat(SessionTable.text(table.close(id, "policy-violation", "too slow"), "outcome"))
                    .isEqualTo("closed");
            assertThat(silent.awaitEnd()).as("no error without a stream").isNull();
            assertThat(SessionTable.text(table.close(id, null, null), "outcome")).isEqualTo("gone");
        }
    }

    @Test
    void unboundSessionIsClosed() throws Exception {
        try (RawClient john = host.connect()) {
            john.authenticate("john", HostOptions.PASSWORD);
            assertThat(SessionTable.text(table.close(id(john), "connection-timeout", null), "outcome"))
                    .isEqualTo("closed");
            assertThat(john.awaitEnd().element("connection-timeout")).isNotNull();
        }
    }

    @Test
    void contactsSeeAClosedSessionGo() throws Exception {
        try (RawClient john = host.connect(); RawClient jane = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "watched");
            john.presence("");
            jane.login("jane", HostOptions.PASSWORD, "watching");
            jane.presence("");
            jane.awaitElement(element -> isPresence(element, "john@example.org/watched", null));
            table.close(id(john), "policy-violation", "go");
            jane.awaitElement(element -> isPresence(element, "john@example.org/watched", "unavailable"));
        }
    }

    @Test
    void liveSessionWithStreamManagementCloses() throws Exception {
        XMPPTCPConnection smack = host.smack("john", "managed", Option.RESUMPTION);
        try {
            assertThat(smack.isSmResumptionPossible()).isTrue();
            JsonObject session = only("john@example.org/managed");
            closeInTime(SessionTable.text(session, "id"));
            assertThat(table.byFullJid("john@example.org/managed")).isEmpty();
        } finally {
            smack.instantShutdown();
        }
    }

    @Test
    void detachedSessionClosesAndCannotBeResumed() throws Exception {
        try (RawClient jane = host.connect()) {
            jane.login("jane", HostOptions.PASSWORD, "observer");
            jane.presence("");
            String previous;
            String id;
            try (RawClient john = host.connect()) {
                john.login("john", HostOptions.PASSWORD, "detached");
                john.presence("");
                previous = john.enableStreamManagement();
                id = id(john);
                host.loseConnection(john);
            }
            Await.until("detached", Duration.ofSeconds(5),
                    () -> SessionTable.is(only("john@example.org/detached"), "detached"));
            JsonObject detached = only("john@example.org/detached");
            assertThat(SessionTable.text(detached, "id")).isEqualTo(id);
            assertThat(detached.get("conn") == null || detached.get("conn").isJsonNull()).isTrue();
            jane.awaitElement(element -> isPresence(element, "john@example.org/detached", null));

            closeInTime(id);

            assertThat(table.byFullJid("john@example.org/detached")).isEmpty();
            jane.awaitElement(element -> isPresence(element, "john@example.org/detached", "unavailable"));
            assertThat(resume(previous).getName()).isEqualTo("failed");
        }
    }

    @Test
    void resumedSessionKeepsItsId() throws Exception {
        String id;
        String previous;
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "resumed");
            john.rosterGet();
            john.presence("<priority>3</priority>");
            previous = john.enableStreamManagement();
            id = id(john);
            host.loseConnection(john);
        }
        Await.until("detached", Duration.ofSeconds(5),
                () -> SessionTable.is(only("john@example.org/resumed"), "detached"));
        try (RawClient again = host.connect()) {
            again.authenticate("john", HostOptions.PASSWORD);
            assertThat(again.resume(previous).getName()).isEqualTo("resumed");
            JsonObject resumed = table.promptly("resumed", again,
                    session -> session != null && !SessionTable.is(session, "detached")
                            && SessionTable.is(session, "connected"));
            assertThat(SessionTable.text(resumed, "id")).isEqualTo(id);
            assertThat(resumed.get("priority").getAsInt()).isEqualTo(3);
            assertThat(SessionTable.is(resumed, "interested")).isTrue();
            assertThat(table.all()).filteredOn(s -> "john".equals(SessionTable.text(s, "username"))).hasSize(1);
            closeInTime(id);
        }
    }

    @Test
    void frozenClientCloses() throws Exception {
        // A client that stops reading, with its and the server's buffers full, as a stopped process leaves them.
        try (RawClient frozen = host.connect(); RawClient jane = host.connect()) {
            frozen.login("john", HostOptions.PASSWORD, "frozen");
            frozen.presence("");
            jane.login("jane", HostOptions.PASSWORD, "flooding");
            String body = "x".repeat(100_000);
            for (int i = 0; i < 50; i++) {
                jane.send("<message type='headline' to='john@example.org/frozen'><body>" + body
                        + "</body></message>");
            }
            jane.sync();
            closeInTime(id(frozen));
            assertThat(table.byFullJid("john@example.org/frozen")).isEmpty();
        }
    }

    private void closeInTime(String id) throws IOException {
        long start = System.nanoTime();
        JsonObject result = table.close(id, "policy-violation", "closed by a test");
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(SessionTable.text(result, "outcome")).as("%s", result).isEqualTo("closed");
        assertThat(took).isLessThan(CLOSE_LIMIT);
    }

    private Element resume(String previous) throws IOException {
        try (RawClient john = host.connect()) {
            john.authenticate("john", HostOptions.PASSWORD);
            return john.resume(previous);
        }
    }

    // ------------------------------------------------------------------ send

    @Test
    void stanzaArrives() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "reader");
            JsonObject result = table.send(id(john),
                    "<message from='example.org'><body>hello &lt;you&gt;</body></message>");
            assertThat(SessionTable.text(result, "outcome")).isEqualTo("sent");
            assertThat(john.awaitElement(element -> element.getName().equals("message")).elementText("body"))
                    .isEqualTo("hello <you>");
        }
    }

    /** Else the host could not send elsewhere what its client did not get, and would be stuck at its end. */
    @Test
    void whatHasNoAddressGetsThemAndKeepsNoSessionFromEnding() throws Exception {
        // Of tests before this one a connection may be at its end yet.
        Await.until("nobody is there", Duration.ofSeconds(5), () -> table.all().isEmpty());
        int before = host.connections();
        for (boolean isLost : new boolean[] {false, true}) {
            try (RawClient john = host.connect()) {
                john.login("john", HostOptions.PASSWORD, "unacknowledged");
                john.enableStreamManagement();
                String id = id(john);
                assertThat(SessionTable.text(table.send(id, "<message type='headline'><body>x</body></message>"),
                        "outcome")).isEqualTo("sent");
                Element message = john.awaitElement(element -> element.getName().equals("message"));
                assertThat(message.attributeValue("from")).isEqualTo("example.org");
                assertThat(message.attributeValue("to")).isEqualTo("john@example.org/unacknowledged");
                assertThat(SessionTable.text(table.send(id, "<iq type='get' id='a'><x xmlns='y'/></iq>"), "outcome"))
                        .isEqualTo("sent");
                Element iq = john.awaitElement(element -> "a".equals(element.attributeValue("id")));
                assertThat(iq.attributeValue("from")).as("without one it is the account's (RFC 6120 8.1.2.1)")
                        .isEqualTo("john@example.org");
                if (isLost) {
                    host.loseConnection(john);
                    Await.until("detached", Duration.ofSeconds(5), () -> SessionTable.is(
                            only("john@example.org/unacknowledged"), "detached"));
                    // Not stored once the session ends: john's next one must not get it.
                    assertThat(SessionTable.text(table.send(id,
                            "<message type='headline'><body>later</body></message>"), "outcome")).isEqualTo("queued");
                }
                assertThat(SessionTable.text(table.close(id, "policy-violation", "over"), "outcome"))
                        .isEqualTo("closed");
            }
            if (!host.has(HostDefect.SILENT_ABOUT_ENDS)) {
                Await.until("no connection is left", Duration.ofSeconds(5), () -> host.connections() <= before);
            }
        }
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void otherXmlIsWrittenAsItIs() throws Exception {
        try (RawClient john = host.connect()) {
            john.openStream();
            // 4.2.0 answers before it has the session on the connection.
            table.promptly("opened", john, session -> session != null && !SessionTable.is(session, "notopen"));
            assertThat(SessionTable.text(table.send(id(john), "<r xmlns='urn:xmpp:sm:3'/>"), "outcome"))
                    .isEqualTo("sent");
            assertThat(john.read().getNamespaceURI()).isEqualTo(SM);
        }
    }

    @Test
    void whatWouldBreakTheStreamIsRefused() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "unharmed");
            for (String bad : new String[] {"<message>", "</stream:stream>", "<a/><b/>", "text", "<x><!-- c --></x>",
                "<?pi x?><x/>", "</stream><stream>", "<!DOCTYPE x><x/>", "<iq to='@@'/>"}) {
                JsonObject result = table.send(id(john), bad);
                assertThat(SessionTable.text(result, "outcome")).as(bad).isEqualTo("failed");
                assertThat(SessionTable.text(result, "detail")).as(bad).isNotBlank();
            }
            john.sync();
        }
    }

    @Test
    void nothingIsSentWithoutAnOpenStream() throws Exception {
        try (RawClient silent = host.connect()) {
            JsonObject result = table.send(id(silent), "<presence/>");
            assertThat(SessionTable.text(result, "outcome")).isEqualTo("failed");
            assertThat(SessionTable.text(result, "detail")).contains("not open");
            silent.openStream();
        }
    }

    @Test
    void aMessageNeedsAResource() throws Exception {
        try (RawClient john = host.connect()) {
            john.authenticate("john", HostOptions.PASSWORD);
            JsonObject result = table.send(id(john), "<message><body>x</body></message>");
            assertThat(SessionTable.text(result, "outcome")).isEqualTo("left_out");
            assertThat(SessionTable.text(result, "detail")).startsWith("no resource is bound");
            assertThat(john.takeUnread()).isEmpty();
        }
    }

    // ------------------------------------------------------------------

    private String id(RawClient client) throws IOException {
        return SessionTable.text(table.promptly("tracked", client, session -> session != null), "id");
    }

    private JsonObject only(String fullJid) throws IOException {
        List<JsonObject> sessions = table.byFullJid(fullJid);
        assertThat(sessions).hasSize(1);
        return sessions.get(0);
    }

    private static boolean isPresence(Element element, String from, String type) {
        return element.getName().equals("presence") && from.equals(element.attributeValue("from"))
                && (type == null ? element.attributeValue("type") == null
                        : type.equals(element.attributeValue("type")));
    }
}
