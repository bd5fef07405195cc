package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

/** What the sessions look like in JSON. */
class SessionsServletTest {
    private static final String COUNTS_OF_NONE = "\"counts\":{\"total\":0,\"notopen\":0,\"c2s_unauthed\":0,"
            + "\"c2s_unbound\":0,\"connected\":0,\"available\":0,\"interested\":0,\"detached\":0}";

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange get(String... parameters) {
        return Exchange.get(ApiPaths.SESSIONS, new SessionsServlet(), parameters);
    }

    private static JsonObject only(Exchange exchange) {
        JsonArray sessions = exchange.json().getAsJsonArray("sessions");
        assertThat(sessions).hasSize(1);
        return sessions.get(0).getAsJsonObject();
    }

    @Test
    void anEmptyServerHasNoSessions() {
        assertThat(get().text()).isEqualTo("{\"fields\":null,\"sessions\":[],\"total\":0,\"connected\":0," + COUNTS_OF_NONE
                + ",\"ended\":0,\"from\":null,\"next\":null,\"version\":0,\"waited\":true}");
    }

    @Test
    void endedSessionsAreNotTold() {
        console.bound("john", "a").destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(get().text()).startsWith("{\"fields\":null,\"sessions\":[],\"total\":0,\"connected\":0," + COUNTS_OF_NONE + ",");
    }

    @Test
    void aConnectionWithoutAStreamHasOnlyConn() {
        XmppSession session = console.accepted();

        assertThat(get().text()).startsWith("{\"fields\":null,\"sessions\":[{\"id\":\"" + session.id() + "\",\"full_jid\":null,"
                + "\"username\":null,\"host\":null,\"resource\":null,\"state\":\"notopen\",\"type\":\"c2s_unauthed\","
                + "\"notopen\":true,"
                + "\"connected\":false,\"available\":false,\"interested\":false,\"priority\":0,\"routed_priority\":null,\"presence\":null,"
                + "\"presence_length\":null,\"show\":null,\"status\":null,\"client\":null,\"user_agent\":null,"
                + "\"sasl_mechanism\":null,\"anonymous\":null,\"language\":null,\"roster_loaded\":false,\"conn\":{\"transport\":\"tcp\",\"ip\":\"192.0.2.1\",\"port\":50000,"
                + "\"secure\":false,\"tls\":null,\"cipher\":null,\"compressed\":false},\"transport\":\"tcp\",\"ip\":\"192.0.2.1\","
                + "\"port\":50000,\"secure\":false,\"tls\":null,\"cipher\":null,\"compressed\":false,\"detached\":false,"
                + "\"stream_management\":null,\"resumable\":null,\"resumable_until\":null,\"unacknowledged\":null,"
                + "\"inactive\":null,\"carbons\":null,"
                + "\"since\":\"2026-01-02T03:04:05.678Z\",\"idle_since\":\"2026-01-02T03:04:05.678Z\",\"idle_since_known\":true,"
                + "\"stanzas_in\":3,\"stanzas_out\":4,\"login_failed_username\":null,"
                + "\"login_failed_condition\":null,\"last_error\":null,\"seeded\":false}],\"total\":1,\"connected\":0,\"counts\":{\"total\":1,"
                + "\"notopen\":1,\"c2s_unauthed\":1,\"c2s_unbound\":0,\"connected\":0,\"available\":0,"
                + "\"interested\":0,\"detached\":0},");
    }

    @Test
    void aRosterThatCannotBeReadIsNoEmptyOne() {
        console.rostersBroken = true;
        console.bound("john", "desktop");

        JsonObject json = only(get("fields", "roster,roster_size"));

        assertThat(json.get("roster").isJsonNull()).isTrue();
        assertThat(json.get("roster_error").getAsString()).isEqualTo("the roster cannot be read");
        assertThat(json.get("roster_size").isJsonNull()).isTrue();
        console.rostersBroken = false;
        assertThat(only(get("fields", "roster"))).hasToString("{\"id\":" + json.get("id") + ",\"roster\":[]}");
    }

    @Test
    void anInterestedResourceHasEverything() {
        console.rosters.put("john", List.of("jane@example.org", "juan@example.org"));
        XmppSession session = console.available("john", "desktop", "<presence/>", 5);
        session.askedForRoster();

        JsonObject json = only(get("fields", "all"));

        assertThat(json.get("full_jid").getAsString()).isEqualTo("john@example.org/desktop");
        assertThat(json.get("username").getAsString()).isEqualTo("john");
        assertThat(json.get("host").getAsString()).isEqualTo("example.org");
        assertThat(json.get("resource").getAsString()).isEqualTo("desktop");
        assertThat(json.get("type").getAsString()).isEqualTo("c2s");
        assertThat(json.get("connected").getAsBoolean()).isTrue();
        assertThat(json.get("available").getAsBoolean()).isTrue();
        assertThat(json.get("interested").getAsBoolean()).isTrue();
        assertThat(json.get("priority").getAsInt()).isEqualTo(5);
        assertThat(json.get("presence").getAsString()).isEqualTo("<presence/>");
        assertThat(json.get("roster_loaded").getAsBoolean()).isTrue();
        assertThat(json.get("roster").toString()).isEqualTo("[\"jane@example.org\",\"juan@example.org\"]");
        assertThat(json.get("roster_size").getAsInt()).isEqualTo(2);
    }

    @Test
    void aDetachedSessionHasNoConn() {
        console.bound("john", "phone").detached();

        JsonObject json = only(get());

        assertThat(json.get("conn").isJsonNull()).isTrue();
        assertThat(json.get("detached").getAsBoolean()).isTrue();
        assertThat(json.get("transport").getAsString()).isEqualTo("tcp");
        assertThat(json.get("ip").getAsString()).isEqualTo("192.0.2.1");
        assertThat(json.get("port").getAsInt()).isEqualTo(50_000);
        assertThat(json.get("secure").getAsBoolean()).isFalse();
        assertThat(json.get("tls").isJsonNull()).isTrue();
    }

    @Test
    void anUnknownPortIsNull() {
        console.registry.accepted(new Console.Host(), new Console.Connection(null, 0));

        JsonObject conn = only(get()).getAsJsonObject("conn");

        assertThat(conn.get("ip").isJsonNull()).isTrue();
        assertThat(conn.get("port").isJsonNull()).isTrue();
    }

    @Test
    void whatClientsChoseIsEscaped() {
        String resource = "\"><img src=x onerror=alert(1)>\u2028\\";
        console.available("a\\3cb\\3e", resource, "<presence><status>&lt;b&gt;</status></presence>", 0);

        Exchange exchange = get();

        assertThat(only(exchange).get("resource").getAsString()).isEqualTo(resource);
        assertThat(only(exchange).get("presence").getAsString())
                .isEqualTo("<presence><status>&lt;b&gt;</status></presence>");
        assertThat(only(exchange).get("status").getAsString()).isEqualTo("<b>");
    }

    @Test
    void ofLongPresenceOnlyWhatMattersIsTold() {
        XmppSession session = console.bound("john", "desk");
        Element presence = parse("<presence from='john@example.org/desk'><show>dnd</show><status>"
                + "'".repeat(1_000_000) + "</status><priority>7</priority></presence>");
        session.updated(PresenceUpdate.of(presence, "john@example.org"));

        Exchange exchange = get();

        JsonObject json = only(exchange);
        assertThat(json.get("presence").isJsonNull()).isTrue();
        assertThat(json.get("presence_length").getAsInt()).isEqualTo(presence.asXML().length());
        assertThat(json.get("show").getAsString()).isEqualTo("dnd");
        assertThat(json.get("status").getAsString()).isEqualTo("'".repeat(256));
        assertThat(json.get("priority").getAsInt()).isEqualTo(7);
        assertThat(exchange.text()).hasSizeLessThan(2_000);
    }

    /** What is asked for is more than one answer may have: the next one begins where this one ends. */
    @Test
    void anAnswerIsBoundedAndTheNextOneGoesOn() {
        console.rosters.put("john", IntStream.range(0, 10_000).mapToObj(i -> "contact-" + i + "@" + "x".repeat(90)
                + ".example").toList());
        for (int i = 0; i < 10; i++) {
            console.bound("john", "desk" + i);
        }
        List<String> seen = new ArrayList<>();
        String from = null;
        int answers = 0;
        do {
            Exchange exchange = from == null ? get("fields", "id,roster") : get("fields", "id,roster", "from", from);
            assertThat(exchange.text()).hasSizeLessThan(SessionsServlet.MAX_LENGTH + 1_200_000);
            exchange.json().getAsJsonArray("sessions")
                    .forEach(session -> seen.add(session.getAsJsonObject().get("id").getAsString()));
            assertThat(exchange.json().get("total").getAsInt()).isEqualTo(10);
            JsonElement next = exchange.json().get("next");
            from = next.isJsonNull() ? null : next.getAsString();
            answers++;
        } while (from != null);

        assertThat(seen).isEqualTo(console.registry.sessions().stream().map(Session::id).toList());
        assertThat(answers).isBetween(2, 10);
    }

    private static Element parse(String xml) {
        try {
            return DocumentHelper.parseText(xml).getRootElement();
        } catch (DocumentException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theHostIsAskedForRostersOnDemandOnly() {
        console.bound("john", "a");
        get();
        assertThat(console.rosterReads).isZero();

        get("fields", "type,roster");
        assertThat(console.rosterReads).isEqualTo(1);
    }

    @Test
    void sessionsWithoutRosterHaveNone() {
        console.accepted();

        JsonObject json = only(get("fields", "roster,roster_size"));

        assertThat(json.get("roster").isJsonNull()).isTrue();
        assertThat(json.get("roster_size").isJsonNull()).isTrue();
    }

    @Test
    void fieldsAreExactlyTheseAndTheId() {
        console.bound("john", "a");

        assertThat(only(get("fields", "type,host,type")).keySet()).containsExactly("id", "host", "type");
        assertThat(only(get("fields", "id")).keySet()).containsExactly("id");
        assertThat(only(get()).keySet()).doesNotContain("roster", "roster_size", "administrator")
                .hasSize(47);
        assertThat(only(get("fields", "all")).keySet()).hasSize(SessionColumn.values().length);
    }

    @Test
    void rowsMayBeArraysInTheOrderOfTheirFields() {
        XmppSession session = console.bound("john", "a");
        console.rostersBroken = true;

        Exchange exchange = get("fields", "roster,status,username,priority", "rows", "arrays");

        assertThat(exchange.text()).startsWith("{\"fields\":[\"id\",\"username\",\"priority\",\"status\",\"roster\"],"
                + "\"sessions\":[[\"" + session.id() + "\",\"john\",0,null,null]],");
        assertThat(get("rows", "objects").text()).isEqualTo(get().text());
        assertThat(get("rows", "maps").status).isEqualTo(400);
        assertThat(get("rows", "maps").error()).isEqualTo("rows must be objects or arrays: \"maps\"");
    }

    /** What the page asks for its standard columns. */
    @Test
    void fiftyRowsOfTheStandardColumnsAreSmall() {
        for (int i = 0; i < 50; i++) {
            XmppSession session = console.available("maria.hernandez-" + i, "Conversations.7fK2",
                    "<presence><show>away</show>" + (i % 3 == 0 ? "<status>In a meeting until 15:00</status>" : "")
                    + "</presence>", 5);
            session.attached(new Secure("203.0.113.2" + i % 100, 50_000 + i));
            session.askedForRoster();
            Console.host(session).software = new ClientSoftware("Conversations", "2.19.2", "Android");
        }

        Exchange exchange = get("limit", "50", "rows", "arrays", "fields", "id,username,host,resource,state,administrator,"
                + "ip,port,transport,secure,tls,interested,priority,routed_priority,show,status,client,since,idle_since,"
                + "idle_since_known,stanzas_in,stanzas_out");

        assertThat(exchange.json().getAsJsonArray("sessions")).hasSize(50);
        // Counters of sessions that are used have some digits more than those of the console.
        assertThat(exchange.text().length() + 50 * 8).isLessThan(20_000);
    }

    private record Secure(String ip, int port) implements SessionConnection {
        @Override
        public String transport() {
            return "tcp";
        }

        @Override
        public boolean isSecure() {
            return true;
        }

        @Override
        public String tls() {
            return "TLSv1.3";
        }

        @Override
        public String cipher() {
            return "TLS_AES_256_GCM_SHA384";
        }

        @Override
        public boolean isCompressed() {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "type,", ",type", "type,,host", "Type", "type, host", "all,type"})
    void unknownFieldsAreRefused(String fields) {
        Exchange exchange = get("fields", fields);

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).startsWith("unknown field: \"");
    }
}
