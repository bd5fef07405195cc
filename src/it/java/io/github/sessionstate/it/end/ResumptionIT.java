package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import org.dom4j.Element;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jxmpp.jid.impl.JidCreate;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.RoamingSockets;
import io.github.sessionstate.it.xmpp.SmackClient;
import io.github.sessionstate.it.xmpp.SmackClient.Option;

/** Sessions whose clients come back (XEP-0198 §5), and those whose clients do not. */
@ExtendWith(EndsInHistory.class)
class ResumptionIT extends SharedHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String PHONE = "john@example.org/phone";

    // ------------------------------------------------------------------ a real client

    /** Smack with stream management, on a network that goes away and comes back. */
    private final class Phone implements AutoCloseable {
        private final RoamingSockets sockets = new RoamingSockets(
                host.has(HostDefect.FIN_ENDS_RESUMABLE_SESSION));
        private final XMPPTCPConnection smack;
        private final JsonObject first;
        // As it was connected last.
        private JsonObject last;

        Phone() throws IOException {
            smack = host.smack("john", "phone", sockets, Option.RESUMPTION);
            first = awaitConnected("127.0.0.1");
            assertThat(smack.isSmResumptionPossible()).isTrue();
        }

        String id() {
            return SessionTable.text(first, "id");
        }

        /** Loses the connection without a word; the session is what it was, but for the connection. */
        void vanish() {
            smack.instantShutdown();
            JsonObject detached = awaitRow(PHONE, true);
            assertThat(detached.get("conn").isJsonNull()).isTrue();
            for (String kept : new String[] {"transport", "ip", "port"}) {
                assertThat(detached.get(kept)).as(kept).isEqualTo(last.get(kept)).isNotEqualTo(JsonNull.INSTANCE);
            }
            // Ten minutes by default.
            assertThat(Instant.parse(SessionTable.text(detached, "resumable_until")))
                    .isBetween(Instant.now().plusSeconds(500), Instant.now().plusSeconds(601));
            assertThat(detached.get("unacknowledged").getAsInt()).isNotNegative();
            assertThat(withoutConnection(detached)).isEqualTo(withoutConnection(first));
        }

        /** Comes back to the same session, which is what it was, but for the connection. */
        void comeBack(String ip) throws Exception {
            sockets.moveTo(InetAddress.getByName(ip));
            smack.connect().login();
            assertThat(smack.streamWasResumed()).isTrue();
            assertThat(withoutConnection(awaitConnected(ip))).isEqualTo(withoutConnection(first));
            expectNothingUnbound();
        }

        /** Tries to come back, may not, and gets a session of its own under the same full JID. */
        void startOver() throws Exception {
            smack.connect().login();
            assertThat(smack.streamWasResumed()).isFalse();
            assertThat(SessionTable.text(awaitConnected("127.0.0.1"), "id")).isNotEqualTo(id());
        }

        private JsonObject awaitConnected(String ip) {
            JsonObject row = awaitRow(PHONE, false);
            assertThat(ip(row)).isEqualTo(ip);
            assertThat(row.getAsJsonObject("conn").get("port").getAsInt()).isEqualTo(sockets.localPort());
            last = row;
            return row;
        }

        @Override
        public void close() {
            SmackClient.disconnect(smack);
        }
    }

    @Test
    void smackComesBackToItsSession() throws Exception {
        Ends ends = Ends.from(host, table);
        try (Phone phone = new Phone()) {
            phone.vanish();
            assertThat(ends.counts()).as("detached is no end").isEmpty();
            try (RawClient jane = host.connect()) {
                jane.login("jane", HostOptions.PASSWORD, "writer");
                jane.send("<message to='" + PHONE + "' type='chat'><body>while you were away</body></message>");
                jane.sync();
                jane.closeStream();
            }
            ends.await(1);
            assertThat(ends.counts()).isEqualTo(Map.of("closed_by_client", 1L));
            assertThat(ends.created()).as("the phone and the writer").isEqualTo(2);

            phone.comeBack("127.0.0.1");
            ends.await(2);
            assertThat(ends.counts()).isEqualTo(Map.of("closed_by_client", 1L, "resumed", 1L));
            assertThat(ends.created()).as("the session that carried the resume as well").isEqualTo(3);
            phone.smack.sendStanza(message("jane@example.org"));
        }
        ends.expect("resumed and closed", Map.of("closed_by_client", 2L, "resumed", 1L));
    }

    @Test
    void smackComesBackFromAnotherAddress() throws Exception {
        Ends ends = Ends.from(host, table);
        try (Phone phone = new Phone()) {
            phone.vanish();
            phone.comeBack("127.0.0.2");
            // And once more: a session that was resumed can be lost and resumed like any other.
            phone.vanish();
            phone.comeBack("127.0.0.3");
            ends.await(2);
            assertThat(ends.counts()).isEqualTo(Map.of("resumed", 2L));
            assertThat(ends.created()).isEqualTo(3);
        }
        ends.expect("moved and closed", Map.of("closed_by_client", 1L, "resumed", 2L));
    }

    @Test
    void smackStaysAwayForTooLong() throws Exception {
        Ends ends = Ends.from(host, table);
        try (Phone phone = new Phone()) {
            phone.vanish();
            host.sessions().expireDetached();
            ends.await(1);
            ends.expect("expired", Map.of("detach_expired", 1L));
            assertThat(ends.created()).isEqualTo(1);

            phone.startOver();
        }
        ends.expect("began again", Map.of("detach_expired", 1L, "closed_by_client", 1L));
    }

    @Test
    void smackIsClosedWhileItIsAway() throws Exception {
        Ends ends = Ends.from(host, table);
        try (Phone phone = new Phone()) {
            phone.vanish();
            assertThat(SessionTable.text(table.close(phone.id(), "policy-violation", "go"), "outcome"))
                    .isEqualTo("closed");
            ends.expect("closed", Map.of("closed_by_admin", 1L));
            assertThat(ends.created()).isEqualTo(1);

            phone.startOver();
        }
        ends.expect("began again", Map.of("closed_by_admin", 1L, "closed_by_client", 1L));
    }

    // ------------------------------------------------------------------ each step by hand

    @Test
    void sessionMovesToAnotherAddress() throws Exception {
        String jid = "john@example.org/roaming";
        String previous;
        JsonObject before;
        try (RawClient first = host.connect()) {
            first.login("john", HostOptions.PASSWORD, "roaming");
            first.presence("<priority>4</priority>");
            previous = first.enableStreamManagement();
            first.sync();
            before = awaitRow(jid, false);
            assertThat(ip(before)).isEqualTo("127.0.0.1");
            host.loseConnection(first);
        }
        awaitRow(jid, true);
        try (RawClient second = host.connectFrom(InetAddress.getByName("127.0.0.2"))) {
            assertThat(resume(second, "john", previous).getName()).isEqualTo("resumed");

            JsonObject after = table.promptly("resumed", second, s -> s != null && !SessionTable.is(s, "detached")
                    && SessionTable.is(s, "connected"));
            assertThat(ip(after)).isEqualTo("127.0.0.2");
            assertThat(withoutConnection(after)).isEqualTo(withoutConnection(before));
            second.sync();
            expectNothingUnbound();
            second.closeStream();
        }
        Await.until("the end", LIMIT, () -> table.byFullJid(jid).isEmpty());
    }

    /** A session that was only closed can be resumed, and stays; one that cannot is over, and not a ghost. */
    @Test
    void whoMayNotComeBackIsGone() throws Exception {
        String jid = "john@example.org/away";
        Ends ends = Ends.from(host, table);
        try (RawClient jane = host.connect()) {
            jane.login("jane", HostOptions.PASSWORD, "watching");
            jane.presence("");
            jane.sync();
            String previous;
            try (RawClient first = host.connect()) {
                first.login("john", HostOptions.PASSWORD, "away");
                first.presence("");
                previous = first.enableStreamManagement();
                first.sync();
                host.loseConnection(first);
            }
            awaitRow(jid, true);
            host.sessions().close(jid);
            try (RawClient second = host.connect()) {
                assertThat(resume(second, "john", previous).getName()).isEqualTo("resumed");
                second.sync();
                host.loseConnection(second);
            }
            awaitRow(jid, true);
            jane.sync();
            jane.takeUnread();

            host.sessions().closeForGood(jid);

            Await.until("gone", Duration.ofSeconds(1), () -> table.byFullJid(jid).isEmpty()
                    && !host.probe().contains("session " + jid));
            jane.awaitElement(element -> jid.equals(element.attributeValue("from"))
                    && "unavailable".equals(element.attributeValue("type")));
            assertThat(host.probe()).contains("detached 0");
            jane.closeStream();
        }
        ends.expect("ended", Map.of("closed", 1L, "resumed", 1L, "closed_by_client", 1L));
    }

    @Test
    void aDetachedSessionThatIsReplacedTakesNothingOfItsSuccessor() throws Exception {
        String jid = "jane@example.org/again";
        String previous;
        String id;
        try (RawClient first = host.connect()) {
            first.login("jane", HostOptions.PASSWORD, "again");
            first.presence("");
            previous = first.enableStreamManagement();
            first.sync();
            id = SessionTable.text(awaitRow(jid, false), "id");
            host.loseConnection(first);
        }
        awaitRow(jid, true);
        try (RawClient second = host.connect(); RawClient third = host.connect()) {
            second.login("jane", HostOptions.PASSWORD, "again");
            JsonObject fresh = table.promptly("bound", second, s -> s != null && SessionTable.is(s, "connected"));
            assertThat(SessionTable.text(fresh, "id")).isNotEqualTo(id);
            assertThat(SessionTable.is(fresh, "available")).isFalse();
            assertThat(table.byFullJid(jid)).hasSize(1);

            assertThat(resume(third, "jane", previous).getName()).as("resume of the replaced one").isEqualTo("failed");

            second.sync();
            assertThat(host.probe()).contains("detached 0", "session " + jid);
            second.closeStream();
        }
        Await.until("the end", LIMIT, () -> table.byFullJid(jid).isEmpty()
                && !host.probe().contains("session " + jid));
    }

    // ------------------------------------------------------------------

    /** The host keeps no session without a resource, such as that of a connection which carried a resume. */
    private void expectNothingUnbound() {
        Await.until("nothing unbound", LIMIT, () -> host.probe().contains("unbound 0")
                && host.probe().contains("detached 0"));
    }

    private JsonObject awaitRow(String jid, boolean detached) {
        JsonObject[] row = new JsonObject[1];
        Await.until(jid + (detached ? " detached" : " connected"), LIMIT, () -> {
            List<JsonObject> rows = table.byFullJid(jid);
            row[0] = rows.size() == 1 ? rows.get(0) : null;
            return row[0] != null && SessionTable.is(row[0], "detached") == detached
                    && SessionTable.is(row[0], "available");
        });
        return row[0];
    }

    /** What a resume must leave as it was. */
    private static String withoutConnection(JsonObject row) {
        JsonObject rest = row.deepCopy();
        for (String property : new String[] {"conn", "transport", "ip", "port", "secure", "tls", "cipher", "compressed",
            "state", "detached", "resumable_until", "unacknowledged", "idle_since", "stanzas_in", "stanzas_out"}) {
            rest.remove(property);
        }
        return rest.toString();
    }

    private static String ip(JsonObject row) {
        return row.getAsJsonObject("conn").get("ip").getAsString();
    }

    private static org.jivesoftware.smack.packet.Message message(String to) throws IOException {
        MessageBuilder builder = StanzaBuilder.buildMessage();
        return builder.to(JidCreate.entityBareFrom(to)).setBody("back again").build();
    }

    private static Element resume(RawClient client, String user, String previous) throws IOException {
        client.authenticate(user, HostOptions.PASSWORD);
        return client.resume(previous);
    }
}
