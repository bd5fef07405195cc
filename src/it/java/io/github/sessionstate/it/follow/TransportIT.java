package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.PluginAdministration;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.BoshClient;
import io.github.sessionstate.it.xmpp.StepClient;

/** One life cycle on every way to be connected; and what is special to some of them. */
public class TransportIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int INACTIVITY_SECONDS = 3;
    private static final int PIPELINED = 20;
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static OpenfireHost host;
    private static SessionTable table;

    @BeforeAll
    static void start() throws IOException {
        host = OpenfireHost.start(HostOptions.withPlugin().probe().withoutVersionQueries()
                .property("xmpp.auth.anonymous", "true")
                .property("xmpp.httpbind.client.idle", String.valueOf(INACTIVITY_SECONDS))
                .property("xmpp.httpbind.client.idle.polling", String.valueOf(INACTIVITY_SECONDS))
                .property("httpbind.forwarded.enabled", "true"));
        table = new SessionTable(host);
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void tableFollowsEachStep(Way way) throws Exception {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("type", "c2s_unauthed");
        expected.put("notopen", "false");
        expected.put("host", "example.org");
        expected.put("username", null);
        expected.put("full_jid", null);
        expected.put("roster_loaded", "false");
        expected.put("interested", "false");
        expected.put("available", "false");
        expected.put("priority", "0");
        expected.put("detached", "false");
        expected.put("seeded", "false");
        expected.put("transport", way.transport());
        expected.put("ip", "127.0.0.1");
        expected.put("secure", String.valueOf(way.isSecure()));
        try (StepClient client = way.open(host)) {
            String id = SessionTable.text(see("open", expected), "id");

            assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
            JsonObject failed = see("failed authentication", expected);
            assertThat(SessionTable.text(failed, "login_failed_username")).isEqualTo(way.isTcp() ? "john" : null);
            assertThat(SessionTable.text(failed, "login_failed_condition"))
                    .isEqualTo(way.isTcp() ? "not-authorized" : null);

            client.authPlain("john", HostOptions.PASSWORD);
            expected.put("type", "c2s_unbound");
            expected.put("username", "john");
            expected.put("notopen", String.valueOf(way.isTcp()));
            assertThat(SessionTable.text(see("authenticated", expected), "login_failed_condition")).isNull();

            client.openStream();
            expected.put("notopen", "false");
            see("restarted", expected);

            client.bind("way");
            expected.put("type", "c2s");
            expected.put("full_jid", "john@example.org/way");
            expected.put("roster_loaded", "true");
            see("bound", expected);

            client.rosterGet();
            expected.put("interested", "true");
            see("roster get", expected);

            client.presence("<priority>5</priority>");
            client.sync();
            expected.put("available", "true");
            expected.put("priority", "5");
            see("presence", expected);

            client.send("<presence to='jane@example.org'><priority>1</priority></presence>");
            client.sync();
            see("directed presence", expected);

            client.unavailable();
            client.sync();
            expected.put("available", "false");
            expected.put("priority", "0");
            assertThat(SessionTable.text(see("unavailable", expected), "id")).isEqualTo(id);

            client.closeStream();
            expectNone();
        }
        host.assertNoUnexpectedWarnings();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void closesAtEachStage(Way way) throws Exception {
        for (int stage = 0; stage < 3; stage++) {
            try (StepClient client = way.open(host)) {
                if (stage > 0) {
                    client.authPlain("jane", HostOptions.PASSWORD);
                    client.openStream();
                }
                if (stage > 1) {
                    client.bind("closed");
                }
                String type = List.of("c2s_unauthed", "c2s_unbound", "c2s").get(stage);
                Await.until(type, LIMIT, () -> type.equals(text(only(), "type")));
                client.keepWaiting();
                long start = System.nanoTime();
                JsonObject result = table.close(SessionTable.text(only(), "id"), "policy-violation", "closed");
                assertThat(SessionTable.text(result, "outcome")).as("%s %s: %s", way, type, result)
                        .isEqualTo("closed");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Patience.ofSeconds(2));
                Element error = client.awaitEnd();
                assertThat(error).as("stream error to %s %s", way, type).isNotNull();
                assertThat(error.element("policy-violation")).isNotNull();
                assertThat(error.elementText("text")).isEqualTo("closed");
                expectOneBody(client);
                expectNone();
            }
        }
        host.assertNoUnexpectedWarnings();
    }

    /** On BOSH a client whose request waited was told all in the answer to that (XEP-0206), by {@code BoshRequests}. */
    public static void expectOneBody(StepClient ended) {
        if (ended instanceof BoshClient) {
            Element body = ((BoshClient) ended).lastBody();
            assertThat(body.attributeValue("type")).isEqualTo("terminate");
            assertThat(body.attributeValue("condition")).isEqualTo("remote-stream-error");
            assertThat(body.elements()).extracting(Element::getQualifiedName).containsExactly("stream:error");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void stanzasAreSent(Way way) throws Exception {
        try (StepClient client = way.open(host)) {
            client.authPlain("jane", HostOptions.PASSWORD);
            client.openStream();
            client.bind("reader");
            JsonObject result = table.send(SessionTable.text(only(), "id"),
                    "<message from='example.org'><body>hello</body></message>");
            assertThat(SessionTable.text(result, "outcome")).as("%s", result).isEqualTo("sent");
            assertThat(client.awaitElement(element -> element.getName().equals("message")).elementText("body"))
                    .isEqualTo("hello");
            client.closeStream();
            expectNone();
        }
        host.assertNoUnexpectedWarnings();
    }

    /** What a client sends behind its bind without waiting for the answer counts, and nothing answers it but that. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void stanzasBehindTheBindFindItDone(Way way) throws Exception {
        for (int i = 0; i < PIPELINED; i++) {
            try (StepClient client = way.open(host)) {
                client.authPlain("john", HostOptions.PASSWORD);
                client.openStream();
                way.pipeline(host, client, "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                        + "<resource>at once " + i + "</resource></bind></iq>",
                        "<presence id='p'><priority>4</priority></presence>",
                        "<iq type='get' id='roster'><query xmlns='jabber:iq:roster'/></iq>",
                        "<message to='john@example.org/at once " + i + "' id='m'><body>to myself</body></message>");
                List<String> answers = new ArrayList<>();
                Element message = client.awaitElement(element -> {
                    if (element.getName().equals("iq")) {
                        answers.add(element.attributeValue("id") + " " + element.attributeValue("type"));
                    }
                    return element.getName().equals("message");
                });
                boolean mayBeTwice = way == Way.BOSH && host.has(HostDefect.BOSH_SENDS_TWICE);
                assertThat(mayBeTwice ? answers.stream().distinct().toList() : answers).as("%s, try %d", way, i)
                        .containsExactly("bind result", "roster result");
                assertThat(message.elementText("body")).isEqualTo("to myself");
                assertThat(message.attributeValue("type")).isNull();
                client.sync();
                assertThat(client.takeUnread()).extracting(e -> e.attributeValue("type")).doesNotContain("error");
                JsonObject session = table.byFullJid("john@example.org/at once " + i).get(0);
                assertThat(session.get("priority").getAsInt()).isEqualTo(4);
                assertThat(SessionTable.is(session, "interested")).isTrue();
                client.closeStream();
            }
        }
        expectNone();
        host.assertNoUnexpectedWarnings();
    }

    @ParameterizedTest
    @EnumSource(names = {"BOSH", "WEBSOCKET"}, value = Way.class)
    void clientsThatVanishAreGone(Way way) throws Exception {
        try (StepClient unbound = way.open(host); StepClient bound = way.open(host)) {
            for (StepClient client : List.of(unbound, bound)) {
                client.authPlain("juan", HostOptions.PASSWORD);
                client.openStream();
            }
            bound.bind("vanishing");
            Await.until("followed", LIMIT, () -> table.all().stream().map(s -> SessionTable.text(s, "type")).sorted()
                    .toList().equals(List.of("c2s", "c2s_unbound")));
        }
        // A BOSH client is missed after its time for inactivity, which the host looks at now and then.
        Await.until("gone", Duration.ofSeconds(60), () -> table.all().isEmpty());
        assertThat(host.probe()).containsExactly("unbound 0", "detached 0");
        host.assertNoUnexpectedWarnings();
    }

    @ParameterizedTest
    @EnumSource(names = {"BOSH", "WEBSOCKET"}, value = Way.class)
    void sessionsWithoutAResourceAreTakenInByALoad(Way way) throws Exception {
        try (StepClient opened = way.open(host); StepClient authenticated = way.open(host)) {
            authenticated.authPlain("john", HostOptions.PASSWORD);
            authenticated.openStream();
            new PluginAdministration(host).reload();
            table = new SessionTable(host);
            Await.until("taken in", LIMIT, () -> table.all().stream()
                    .map(s -> SessionTable.text(s, "type") + " " + SessionTable.is(s, "seeded")).sorted().toList()
                    .equals(List.of("c2s_unauthed true", "c2s_unbound true")));

            authenticated.bind("after");
            Await.until("bound after the load", LIMIT, () -> table.byFullJid("john@example.org/after").size() == 1);
            opened.authPlain("jane", HostOptions.PASSWORD);
            opened.closeStream();
            authenticated.closeStream();
        }
        expectNone();
        host.assertNoUnexpectedWarnings();
    }

    /** Who was active a moment ago is not idle since the beginning only because the plugin came later. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "BOSH", "WEBSOCKET"}, value = Way.class)
    void aLoadMakesNobodyIdle(Way way) throws Exception {
        try (StepClient client = way.open(host)) {
            client.authPlain("john", HostOptions.PASSWORD);
            client.openStream();
            client.bind("active");
            Thread.sleep(PAUSE.toMillis());
            Instant active = Instant.now();
            client.sync();
            new PluginAdministration(host).reload();
            table = new SessionTable(host);
            Await.until("taken in", LIMIT, () -> table.byFullJid("john@example.org/active").size() == 1);
            JsonObject session = only();
            assertThat(Instant.parse(SessionTable.text(session, "since"))).isBefore(active);
            assertThat(Instant.parse(SessionTable.text(session, "idle_since")))
                    .isAfterOrEqualTo(active.truncatedTo(ChronoUnit.MILLIS));
            assertThat(SessionTable.is(session, "idle_since_known")).isFalse();
            client.sync();
            assertThat(SessionTable.is(only(), "idle_since_known")).isTrue();
            client.closeStream();
        }
        expectNone();
        host.assertNoUnexpectedWarnings();
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "WEBSOCKET"}, value = Way.class)
    void anonymousUsersHaveNoRoster(Way way) throws Exception {
        try (StepClient client = way.open(host)) {
            client.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='ANONYMOUS'/>");
            Element answer = client.awaitElement(e -> e.getName().equals("success") || e.getName().equals("failure"));
            assertThat(answer.getName()).isEqualTo("success");
            client.openStream();
            client.bind(null);
            client.presence("<priority>2</priority>");
            client.sync();
            Await.until("available", LIMIT, () -> only() != null && SessionTable.is(only(), "available"));
            JsonObject session = only();
            assertThat(SessionTable.text(session, "type")).isEqualTo("c2s");
            assertThat(SessionTable.text(session, "full_jid")).isEqualTo(client.boundJid());
            assertThat(SessionTable.text(session, "username") + "@example.org")
                    .isEqualTo(client.boundJid().substring(0, client.boundJid().indexOf('/')));
            assertThat(SessionTable.is(session, "roster_loaded")).isFalse();
            assertThat(session.get("roster").isJsonNull()).isTrue();
            assertThat(session.get("priority").getAsInt()).isEqualTo(2);
            client.closeStream();
            expectNone();
        }
        host.assertNoUnexpectedWarnings();
    }

    @ParameterizedTest
    @EnumSource(names = {"BOSH", "WEBSOCKET"}, value = Way.class)
    void addressBehindAProxy(Way way) throws Exception {
        Map<String, String> headers = Map.of("X-Forwarded-For", "192.0.2.7");
        try (StepClient client = way == Way.BOSH ? host.connectBosh(headers) : host.connectWebSocket(headers)) {
            client.openStream();
            Await.until("followed", LIMIT, () -> only() != null);
            String ip = property(only(), "ip");
            client.closeStream();
            // The hosts take the address of a WebSocket from the connection, whatever the request says.
            assertThat(ip).isEqualTo(way == Way.BOSH ? "192.0.2.7" : "127.0.0.1");
        }
        expectNone();
        host.assertNoUnexpectedWarnings();
    }

    // ------------------------------------------------------------------

    private static JsonObject see(String step, Map<String, String> expected) {
        JsonObject[] seen = new JsonObject[1];
        try {
            Await.until(step, LIMIT, () -> {
                seen[0] = only();
                return seen[0] != null && read(seen[0], expected).equals(expected);
            });
        } catch (AssertionError e) {
            throw new AssertionError(step + ": expected " + expected + ", but " + seen[0], e);
        }
        return seen[0];
    }

    private static Map<String, String> read(JsonObject session, Map<String, String> expected) {
        Map<String, String> read = new LinkedHashMap<>();
        expected.keySet().forEach(name -> read.put(name, property(session, name)));
        return read;
    }

    private static String property(JsonObject session, String name) {
        JsonElement conn = session.get("conn");
        return session.has(name) || conn.isJsonNull() ? SessionTable.text(session, name)
                : SessionTable.text(conn.getAsJsonObject(), name);
    }

    private static String text(JsonObject session, String name) {
        return session == null ? null : SessionTable.text(session, name);
    }

    /** The one session; null if there is none. */
    private static JsonObject only() throws IOException {
        List<JsonObject> all = table.all();
        assertThat(all).as("sessions").hasSizeLessThan(2);
        return all.isEmpty() ? null : all.get(0);
    }

    private static void expectNone() {
        Await.until("no session", LIMIT, () -> table.all().isEmpty()
                && host.probe().equals(List.of("unbound 0", "detached 0")));
    }
}
