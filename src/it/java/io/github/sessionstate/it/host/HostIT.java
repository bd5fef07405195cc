package io.github.sessionstate.it.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.SmackClient;
import io.github.sessionstate.it.xmpp.SmackClient.Option;
import io.github.sessionstate.it.xmpp.StepClient;
import java.io.IOException;
import java.util.List;
import org.dom4j.Element;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The test host itself, without the plugin: what every other host test takes for granted. */
@ExtendWith(SharedHost.class)
class HostIT {
    private OpenfireHost host;

    @BeforeEach
    void host(@Stock OpenfireHost stock) {
        host = stock;
    }

    @Test
    void rawClientWalksThroughASession() throws Exception {
        try (RawClient john = host.connect()) {
            assertThat(john.openStream().getName()).isEqualTo("features");
            assertThat(john.auth("john", "wrong").getName()).isEqualTo("failure");
            john.authPlain("john", HostOptions.PASSWORD);
            john.openStream();
            assertThat(john.features().element("bind")).isNotNull();
            john.bind("balcony");
            assertThat(john.boundJid()).isEqualTo("john@example.org/balcony");
            Element roster = john.rosterGet();
            assertThat(roster.element("query").elements()).extracting(item -> item.attributeValue("jid"))
                    .containsExactlyInAnyOrder("jane@example.org", "juan@example.org");
            john.presence("<priority>5</priority>");
            john.sync();
            john.unavailable();
            john.closeStream();
        }
    }

    @Test
    void contactsSeeEachOther() throws Exception {
        try (RawClient john = host.connect(); RawClient jane = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "garden");
            john.presence("");
            john.sync();
            jane.login("jane", HostOptions.PASSWORD, "house");
            jane.presence("<status>here</status>");
            Element seen = john.awaitElement(element -> element.getName().equals("presence")
                    && "jane@example.org/house".equals(element.attributeValue("from")));
            assertThat(seen.elementText("status")).isEqualTo("here");
            jane.dropReset();
            john.awaitElement(element -> element.getName().equals("presence")
                    && "unavailable".equals(element.attributeValue("type")));
        }
    }

    @Test
    void newerSessionTakesTheResource() throws Exception {
        try (RawClient first = host.connect(); RawClient second = host.connect()) {
            first.login("juan", HostOptions.PASSWORD, "street");
            second.login("juan", HostOptions.PASSWORD, "street");
            Element error = first.awaitEnd();
            // 4.2.0 loses every other stream error: it closes before the write is done.
            if (error != null) {
                assertThat(error.element("conflict")).isNotNull();
            }
        }
    }

    @Test
    void clientsThatVanishAtAnyStageLeaveTheHostWorking() throws Exception {
        for (boolean isReset : new boolean[] {true, false}) {
            for (int stage = 0; stage < 7; stage++) {
                try (RawClient client = host.connect()) {
                    walk(client, stage);
                    if (isReset) {
                        client.dropReset();
                    }
                }
            }
        }
        try (RawClient client = host.connectTls()) {
            client.login("john", HostOptions.PASSWORD, "vanishing");
            client.dropReset();
        }
        try (RawClient client = host.connect()) {
            client.login("john", HostOptions.PASSWORD, "last");
            client.sync();
            client.closeStream();
        }
    }

    /** The first steps of a session; 6 is all of them. */
    private static void walk(RawClient client, int steps) throws IOException {
        if (steps > 0) {
            client.openStream();
        }
        if (steps > 1) {
            client.auth("john", "wrong");
        }
        if (steps > 2) {
            client.authPlain("john", HostOptions.PASSWORD);
        }
        if (steps > 3) {
            client.openStream();
        }
        if (steps > 4) {
            client.bind("vanishing");
        }
        if (steps > 5) {
            client.presence("");
        }
    }

    @Test
    void malformedStanzaEndsTheStream() throws Exception {
        try (RawClient client = host.connect()) {
            client.login("john", HostOptions.PASSWORD, "broken");
            client.send("<message to='jane@example.org'><body>&undefined;</body></message>");
            client.awaitEnd();
        }
    }

    @Test
    void characterThatIsNoXmlEndsTheStream() throws Exception {
        try (RawClient client = host.connect()) {
            client.login("john", HostOptions.PASSWORD, "broken");
            client.send("<message to='jane@example.org'><body>\u0001</body></message>");
            client.awaitEnd();
        }
    }

    @Test
    void whatIsOddlyWrittenIsRefused() throws Exception {
        try (RawClient client = host.connect()) {
            client.openStream();
            for (String message : new String[] {"!!!", "AGpvaG4="}) {
                client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + message + "</auth>");
                assertThat(client.read().getName()).as(message).isEqualTo("failure");
            }
            client.authPlain("john", HostOptions.PASSWORD);
            client.openStream();
            client.bind("odd");
            for (String type : new String[] {"subscribe", "unsubscribed", "probe", "error"}) {
                client.send("<presence type='" + type + "'/>");
            }
            client.sync();
        }
    }

    /** XEP-0078: it is answered on some transports and versions. */
    @Test
    void loginsOfOldLeadNowhere() throws Exception {
        for (StepClient client : List.of(host.connect(), host.connectWebSocket())) {
            try (client) {
                client.openStream();
                client.send("<iq type='set' id='old'><query xmlns='jabber:iq:auth'><username>john</username></query></iq>");
                assertThat(client.auth("john", HostOptions.PASSWORD).getName()).isEqualTo("success");
            }
        }
    }

    @Test
    void webSocketsComeAndGo() throws Exception {
        try (StepClient closed = host.connectWebSocket(); StepClient aborted = host.connectWebSocket()) {
            for (StepClient client : List.of(closed, aborted)) {
                client.authenticate("juan", HostOptions.PASSWORD);
                client.bind(null);
                client.presence("");
                client.sync();
            }
            abort(aborted);
            closed.closeStream();
        }
        try (RawClient client = host.connect()) {
            client.login("john", HostOptions.PASSWORD, "after");
            client.sync();
        }
    }

    /** The host has something to tell this client before it notices. */
    private static void abort(StepClient client) throws IOException {
        client.close();
    }

    @Test
    void tlsWorksBothWays() throws Exception {
        try (RawClient upgraded = host.connect(); RawClient direct = host.connectTls()) {
            upgraded.openStream();
            upgraded.startTls();
            upgraded.authPlain("john", HostOptions.PASSWORD);
            upgraded.openStream();
            upgraded.bind("upgraded");
            assertThat(upgraded.boundJid()).isEqualTo("john@example.org/upgraded");
            assertThat(direct.login("jane", HostOptions.PASSWORD, "direct")).isEqualTo("jane@example.org/direct");
            direct.closeStream();
        }
    }

    @Test
    void smackLogsIn() throws Exception {
        XMPPTCPConnection plain = host.smack("john", "smack");
        XMPPTCPConnection managed = host.smack("jane", "smack", Option.TLS, Option.RESUMPTION);
        try {
            assertThat(plain.isAuthenticated()).isTrue();
            assertThat(plain.isSecureConnection()).isFalse();
            assertThat(managed.isSecureConnection()).isTrue();
            assertThat(managed.isSmResumptionPossible()).isTrue();
        } finally {
            SmackClient.disconnect(plain);
            SmackClient.disconnect(managed);
        }
    }

    @Test
    void addedUserLogsIn() throws Exception {
        host.addUser("joan\\26jim", "pass&word");
        try (RawClient joan = host.connect()) {
            assertThat(joan.login("joan\\26jim", "pass&word", null)).startsWith("joan\\26jim@example.org/");
        }
    }

    @Test
    void consoleKnowsTheAdministrator() throws Exception {
        AdminClient stranger = host.console();
        assertThat(stranger.get("/index.jsp").statusCode()).isEqualTo(302);
        AdminClient admin = host.adminLogin();
        assertThat(admin.get("/index.jsp").statusCode()).isEqualTo(200);
        assertThat(admin.sessionCookie()).isNotBlank();
    }
}
