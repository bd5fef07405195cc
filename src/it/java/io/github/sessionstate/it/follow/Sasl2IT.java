package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/**
 * Logins by SASL2 (XEP-0388): the stream goes on after them. Hosts before 5.2 do not have it; there each test sees that
 * it is not offered, and that what it would tell is not told.
 */
class Sasl2IT extends SharedHostTest {
    private static final String POLICY = "plugin.sessionstate.conflict.policy";
    private static final String DEVICE_ID = UUID.randomUUID().toString();
    private static final String USER_AGENT = "<user-agent id='" + DEVICE_ID
            + "'><software>AwesomeXMPP</software><device>Kiva's Phone</device></user-agent>";

    @BeforeEach
    void offerSasl2() throws IOException {
        host.setProperty("xmpp.auth.sasl2", "true");
    }

    @AfterEach
    void asBefore() throws IOException {
        host.setProperty(POLICY, null);
        host.setProperty("xmpp.auth.sasl2", null);
        host.setProperty("xmpp.auth.sasl2.require-tls", null);
    }

    private boolean isOffered(Element features) {
        boolean isOffered = features.elements().stream()
                .anyMatch(feature -> feature.getNamespaceURI().equals("urn:xmpp:sasl:2"));
        assertThat(isOffered).as("SASL2 on " + host.name()).isEqualTo(host.isAtLeast("5.2"));
        return isOffered;
    }

    private interface Login {
        void by(RawClient client) throws Exception;
    }

    /** With a client that has come to where it may log in by SASL2, if the host has that. */
    private void overTls(Login login) throws Exception {
        try (RawClient client = host.connect()) {
            client.openStream();
            if (isOffered(client.startTls())) {
                login.by(client);
            }
        }
    }

    private JsonObject see(String step, RawClient client, String type, boolean notOpen, String username)
            throws IOException {
        return table.promptly(step, client, session -> session != null
                && SessionTable.text(session, "type").equals(type) && SessionTable.is(session, "notopen") == notOpen
                && String.valueOf(username).equals(String.valueOf(SessionTable.text(session, "username"))));
    }

    @Test
    void theStreamGoesOnAfterTheLogin() throws Exception {
        overTls(john -> {
            see("TLS", john, "c2s_unauthed", false, null);

            assertThat(john.authSasl2("john", HostOptions.PASSWORD, USER_AGENT).getName()).isEqualTo("success");
            JsonObject session = see("success", john, "c2s_unbound", false, "john");
            JsonObject agent = new JsonObject();
            agent.addProperty("id", DEVICE_ID);
            agent.addProperty("software", "AwesomeXMPP");
            agent.addProperty("device", "Kiva's Phone");
            assertThat(session.get("user_agent")).isEqualTo(agent);
            assertThat(SessionTable.text(session, "sasl_mechanism")).isEqualTo("PLAIN");
            String id = SessionTable.text(session, "id");
            table.send(id, "<a xmlns='urn:example'/>");
            assertThat(john.awaitElement(element -> element.getName().equals("a"))).as("sent without a resource")
                    .isNotNull();

            john.bind("phone");
            assertThat(see("bind", john, "c2s", false, "john").get("user_agent")).isEqualTo(agent);
            assertThat(table.timeline(id)).containsExactly("created", "opened", "reset", "opened", "authenticated",
                    "bound");
            for (String part : List.of(DEVICE_ID, "awesome*", "*'s phone")) {
                assertThat(found("user_agent:\"" + part + '"')).as(part)
                        .isEqualTo(part.contains("*") ? List.of() : List.of(id));
                assertThat(found("user_agent:" + part.replace(' ', '*'))).as(part).containsExactly(id);
            }
            assertThat(found("user_agent:\"\" username:john")).isEmpty();
            assertThat(host.log().text()).as("a person's device").doesNotContain(DEVICE_ID);
        });
    }

    private List<String> found(String filter) throws IOException {
        JsonObject page = host.adminLogin().getJson(PluginPaths.SESSIONS + "?q="
                + URLEncoder.encode(filter, StandardCharsets.UTF_8));
        return page.getAsJsonArray("sessions").asList().stream()
                .map(session -> SessionTable.text(session.getAsJsonObject(), "id")).toList();
    }

    @Test
    void failedAndAbortedTriesChangeNothing() throws Exception {
        overTls(john -> {
            assertThat(john.authSasl2("john", "wrong", USER_AGENT).getName()).isEqualTo("failure");
            JsonObject failed = see("failure", john, "c2s_unauthed", false, null);
            assertThat(SessionTable.text(failed, "login_failed_username")).isEqualTo("john");
            assertThat(SessionTable.text(failed, "login_failed_condition")).isEqualTo("not-authorized");

            assertThat(john.sasl2("authenticate", " mechanism='PLAIN'", "").getName()).isEqualTo("challenge");
            see("challenge", john, "c2s_unauthed", false, null);
            assertThat(john.sasl2("abort", "", "").getName()).isEqualTo("failure");
            see("abort", john, "c2s_unauthed", false, null);

            assertThat(john.sasl2("authenticate", " mechanism='PLAIN'", "").getName()).isEqualTo("challenge");
            assertThat(john.sasl2("response", "", StepClient.plain("john", HostOptions.PASSWORD)).getName())
                    .isEqualTo("success");
            JsonObject session = see("success", john, "c2s_unbound", false, "john");
            assertThat(SessionTable.text(session, "login_failed_condition")).isNull();
            john.bind("phone");
            see("bind", john, "c2s", false, "john");
        });
    }

    @Test
    void aLoginByTheOldProfileAfterAnAbortedOneRestartsTheStream() throws Exception {
        overTls(john -> {
            assertThat(john.sasl2("authenticate", " mechanism='PLAIN'", "").getName()).isEqualTo("challenge");
            assertThat(john.sasl2("abort", "", "").getName()).isEqualTo("failure");
            john.authPlain("john", HostOptions.PASSWORD);
            see("success", john, "c2s_unbound", true, "john");
            john.openStream();
            see("restarted stream", john, "c2s_unbound", false, "john");
        });
    }

    /** Another device is judged by the policy. */
    @Test
    void aDeviceGetsTheResourceOfItsOwnSession() throws Exception {
        host.setProperty(POLICY, "kick_new");
        String another = USER_AGENT.replace(DEVICE_ID, UUID.randomUUID().toString());
        RawClient last = null;
        try {
            for (int i = 0; i < 4; i++) {
                RawClient john = host.connect();
                john.openStream();
                if (!isOffered(john.startTls())) {
                    john.close();
                    return;
                }
                assertThat(john.authSasl2("john", HostOptions.PASSWORD, i == 2 ? another : USER_AGENT).getName())
                        .isEqualTo("success");
                Element answer = john.bind("phone");
                if (i == 2) {
                    assertThat(answer.element("error").element("conflict")).isNotNull();
                    john.close();
                } else {
                    assertThat(answer.attributeValue("type")).as("time " + i).isEqualTo("result");
                    if (last != null) {
                        assertThat(last.awaitElement(element -> element.getName().equals("error")).element("conflict"))
                                .isNotNull();
                        last.closeStream();
                    }
                    last = john;
                }
            }
            last.sync();
            assertThat(table.byFullJid("john@example.org/phone")).hasSize(1);
        } finally {
            if (last != null) {
                last.close();
            }
        }
    }

    @Test
    void onWebSocketToo() throws Exception {
        host.setProperty("xmpp.auth.sasl2.require-tls", "false");
        try (StepClient john = host.connectWebSocket()) {
            if (isOffered(john.openStream())) {
                assertThat(john.authSasl2("john", HostOptions.PASSWORD, USER_AGENT).getName()).isEqualTo("success");
                Await.until("logged in", StepClient.LIMIT, () -> table.all().stream()
                        .anyMatch(session -> SessionTable.text(session, "type").equals("c2s_unbound")
                                && !SessionTable.is(session, "notopen") && session.get("user_agent").isJsonObject()));
                john.bind("phone");
                Await.until("bound", StepClient.LIMIT, () -> !table.byFullJid(john.boundJid()).isEmpty());
            }
        }
    }

    @Test
    void theOldProfileTellsOfItsMechanismAlone() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "phone");
            JsonObject session = see("bound", john, "c2s", false, "john");
            assertThat(SessionTable.text(session, "sasl_mechanism")).isEqualTo("PLAIN");
            assertThat(session.get("user_agent").isJsonNull()).isTrue();
        }
    }
}
