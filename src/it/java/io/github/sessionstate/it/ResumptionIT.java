package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import com.google.gson.JsonObject;
import org.dom4j.Element;
import org.jivesoftware.smack.packet.MessageBuilder;
import org.jivesoftware.smack.packet.StanzaBuilder;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.jxmpp.jid.impl.JidCreate;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.SmackClient;
import io.github.sessionstate.it.xmpp.SmackClient.Option;

/** Sessions whose clients come back (XEP-0198 §5), and those whose clients do not. */
@ExtendWith(SharedHost.class)
class ResumptionIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private OpenfireHost host;
    private SessionTable table;

    @BeforeEach
    void host(OpenfireHost shared) throws IOException {
        host = shared;
        table = new SessionTable(host);
    }

    @Test
    void smackComesBackToItsSession() throws Exception {
        String jid = "john@example.org/phone";
        XMPPTCPConnection smack = host.smack("john", "phone", Option.RESUMPTION);
        try {
            JsonObject before = awaitRow(jid, false);
            int port = before.getAsJsonObject("conn").get("port").getAsInt();

            smack.instantShutdown();
            JsonObject detached = awaitRow(jid, true);
            assertThat(detached.get("conn").isJsonNull()).isTrue();
            assertThat(withoutConnection(detached)).isEqualTo(withoutConnection(before));

            try (RawClient jane = host.connect()) {
                jane.login("jane", HostOptions.PASSWORD, "writer");
                jane.send("<message to='" + jid + "' type='chat'><body>while you were away</body></message>");
                jane.sync();
            }
            smack.connect().login();

            assertThat(smack.streamWasResumed()).isTrue();
            JsonObject resumed = awaitRow(jid, false);
            assertThat(withoutConnection(resumed)).isEqualTo(withoutConnection(before));
            assertThat(resumed.getAsJsonObject("conn").get("port").getAsInt()).isNotEqualTo(port);
            expectNothingUnbound();
            smack.sendStanza(message("jane@example.org"));
        } finally {
            SmackClient.disconnect(smack);
        }
        Await.until("the end", LIMIT, () -> table.byFullJid(jid).isEmpty());
    }

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
        for (String property : new String[] {"conn", "detached", "idle_since", "stanzas_in", "stanzas_out"}) {
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
        client.openStream();
        client.authPlain(user, HostOptions.PASSWORD);
        client.openStream();
        return client.resume(previous);
    }
}
