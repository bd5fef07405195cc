package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

import org.dom4j.DocumentException;
import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.XmppSession;

/** What the sessions look like in JSON, and which ones are told of. */
class SessionsServletTest {
    private static final String COUNTS_OF_NONE = "\"counts\":{\"total\":0,\"notopen\":0,\"c2s_unauthed\":0,"
            + "\"c2s_unbound\":0,\"connected\":0,\"available\":0,\"interested\":0,\"detached\":0}";

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange get(String... parameters) {
        Exchange exchange = new Exchange("GET", ApiPaths.SESSIONS);
        for (int i = 0; i < parameters.length; i += 2) {
            exchange.parameter(parameters[i], parameters[i + 1]);
        }
        return exchange.run(new SessionsServlet());
    }

    private static List<String> ids(Exchange exchange) {
        return StreamSupport.stream(exchange.json().getAsJsonArray("sessions").spliterator(), false)
                .map(session -> session.getAsJsonObject().get("id").getAsString()).toList();
    }

    private static JsonObject only(Exchange exchange) {
        JsonArray sessions = exchange.json().getAsJsonArray("sessions");
        assertThat(sessions).hasSize(1);
        return sessions.get(0).getAsJsonObject();
    }

    @Test
    void anEmptyServerHasNoSessions() {
        assertThat(get().text()).isEqualTo("{\"fields\":null,\"sessions\":[],\"total\":0," + COUNTS_OF_NONE
                + ",\"ended\":0,\"from\":null,\"next\":null,\"version\":0,\"waited\":true}");
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
                + "\"login_failed_condition\":null,\"last_error\":null,\"seeded\":false}],\"total\":1,\"counts\":{\"total\":1,"
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

    @Test
    void selectsById() {
        console.bound("john", "a");
        XmppSession wanted = console.accepted();

        assertThat(ids(get("id", wanted.id()))).containsExactly(wanted.id());
        assertThat(get("id", wanted.id()).json().get("total").getAsInt()).isEqualTo(1);
        assertThat(ids(get("id", "unknown"))).isEmpty();
    }

    @Test
    void selectsByIds() {
        XmppSession first = console.bound("john", "a");
        console.bound("john", "b");
        XmppSession last = console.accepted();

        assertThat(ids(get("id", last.id() + ",unknown," + first.id() + "," + last.id())))
                .containsExactly(first.id(), last.id());
        assertThat(get("id", IntStream.rangeClosed(0, SessionsQuery.MAX_IDS).mapToObj(String::valueOf)
                .collect(Collectors.joining(","))).error()).isEqualTo("id takes at most 100 ids");
    }

    @Test
    void selectsByFullJid() {
        XmppSession wanted = console.bound("john", "a");
        console.bound("john", "b");

        assertThat(ids(get("full_jid", "john@example.org/a"))).containsExactly(wanted.id());
        assertThat(ids(get("full_jid", "john@example.org/A"))).isEmpty();
    }

    @Test
    void selectsByUsernameBoundOrNot() {
        XmppSession bound = console.bound("john", "a");
        console.bound("jane", "a");
        XmppSession unbound = console.authenticated("john");
        console.accepted();

        Exchange exchange = get("username", "john");

        assertThat(ids(exchange)).containsExactly(bound.id(), unbound.id());
        assertThat(exchange.json().get("total").getAsInt()).isEqualTo(2);
    }

    @Test
    void severalSelectionsMustAllBeMet() {
        XmppSession session = console.bound("john", "a");

        assertThat(ids(get("id", session.id(), "username", "john", "full_jid", "john@example.org/a"))).hasSize(1);
        assertThat(ids(get("id", session.id(), "username", "jane"))).isEmpty();
        assertThat(ids(get("full_jid", "john@example.org/a", "username", "jane"))).isEmpty();
    }

    @Test
    void filterAndOtherSelectionsMustAllBeMet() {
        console.bound("john", "a");
        XmppSession away = console.available("john", "b", "<presence><show>away</show></presence>", 1);
        console.available("jane", "c", "<presence><show>away</show></presence>", 1);

        Exchange exchange = get("q", "presence:away", "username", "john", "limit", "1");

        assertThat(ids(exchange)).containsExactly(away.id());
        assertThat(exchange.json().get("total").getAsInt()).isEqualTo(1);
        assertThat(exchange.json().getAsJsonObject("counts").get("total").getAsInt()).as("of all").isEqualTo(3);
    }

    @Test
    void aBadFilterIsRefusedWithWhatIsWrong() {
        Exchange exchange = get("q", "priority:high");

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo("priority takes a number, such as >5: \"high\"");
    }

    @Test
    void whatIsWrongWithAFilterIsToldWithItsPlace() {
        assertThat(get("q", "john (jane").text())
                .isEqualTo("{\"error\":\"a bracket is not closed\",\"position\":6}");
    }

    @Test
    void ordersByAColumnWithTheRestOldestFirst() {
        XmppSession unbound = console.authenticated("zoe");
        XmppSession low = console.available("john", "B", "<presence/>", -1);
        XmppSession high = console.available("jane", "a", "<presence/>", 7);
        XmppSession same = console.available("juan", "c", "<presence/>", 7);

        assertThat(ids(get("sort", "priority"))).containsExactly(low.id(), unbound.id(), high.id(), same.id());
        assertThat(ids(get("sort", "-priority"))).containsExactly(high.id(), same.id(), unbound.id(), low.id());
        assertThat(ids(get("sort", "resource"))).containsExactly(high.id(), low.id(), same.id(), unbound.id());
        assertThat(ids(get("sort", "-resource"))).as("without one last, both ways")
                .containsExactly(same.id(), low.id(), high.id(), unbound.id());
        assertThat(ids(get("sort", "state"))).containsExactly(unbound.id(), low.id(), high.id(), same.id());
        assertThat(ids(get("sort", "-state"))).containsExactly(low.id(), high.id(), same.id(), unbound.id());
        assertThat(ids(get("sort", "-priority", "limit", "2"))).containsExactly(high.id(), same.id());
        assertThat(get("sort", "-priority", "limit", "2").json().get("total").getAsInt()).isEqualTo(4);
    }

    @Test
    void addressesAreOrderedByTheirNumbers() {
        XmppSession ten = console.registry.accepted(new Console.Host(), new Console.Connection("10.0.0.10", 1));
        XmppSession nine = console.registry.accepted(new Console.Host(), new Console.Connection("10.0.0.9", 60000));
        XmppSession port = console.registry.accepted(new Console.Host(), new Console.Connection("10.0.0.9", 7));
        XmppSession unknown = console.registry.accepted(new Console.Host(), new Console.Connection(null, 0));
        XmppSession sixth = console.registry.accepted(new Console.Host(), new Console.Connection("::1", 1));

        assertThat(ids(get("sort", "conn")))
                .containsExactly(port.id(), nine.id(), ten.id(), sixth.id(), unknown.id());
    }

    @ParameterizedTest
    @EnumSource(SessionColumn.class)
    void everyOrderThatIsOfferedWorks(SessionColumn column) {
        console.accepted();
        console.authenticated("john");
        console.available("john", "a", "<presence/>", 1);
        console.bound("jane", "b").detached();

        for (String sort : List.of(column.key(), "-" + column.key())) {
            assertThat(get("sort", sort).status).as(sort)
                    .isEqualTo(column.is(ColumnTrait.SORTABLE) ? 200 : 400);
        }
    }

    @Test
    void endedSessionsAreNotTold() {
        console.bound("john", "a").destroyed(EndCause.CLOSED);

        assertThat(get().text()).startsWith("{\"fields\":null,\"sessions\":[],\"total\":0," + COUNTS_OF_NONE + ",");
    }

    @Test
    void theLimitCutsThePageAndNotTheTotal() {
        XmppSession oldest = console.bound("john", "a");
        console.bound("john", "b");
        console.bound("jane", "c");

        assertThat(ids(get("limit", "1"))).containsExactly(oldest.id());
        assertThat(get("limit", "1").json().get("total").getAsInt()).isEqualTo(3);
        assertThat(get("limit", "3").json().get("total").getAsInt()).isEqualTo(3);
        assertThat(get("limit", "0").text()).startsWith("{\"fields\":null,\"sessions\":[],\"total\":3,\"counts\":{\"total\":3,");
        assertThat(ids(get("limit", "1", "username", "john"))).containsExactly(oldest.id());
        assertThat(get("limit", "1", "username", "john").json().get("total").getAsInt()).isEqualTo(2);
    }

    @Test
    void withoutALimitAThousandAreTold() {
        for (int i = 0; i < 1_001; i++) {
            console.accepted();
        }

        assertThat(ids(get())).hasSize(1_000);
        assertThat(get().json().get("total").getAsInt()).isEqualTo(1_001);
        assertThat(ids(get("limit", "10000"))).hasSize(1_001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "10001", "1.0", "x", " 1", "99999999999", "\u0661"})
    void limitsAreNumbersInRange(String limit) {
        Exchange exchange = get("limit", limit);

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).startsWith("limit must be a number from 0 to 10000: ");
    }

    @ParameterizedTest
    @CsvSource({"x,1", "ID,1", "ids,1", "csrf_token,1", "'',1"})
    void unknownParametersAreRefused(String name, String value) {
        Exchange exchange = get(name, value);

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo("unknown parameter: \"" + name + "\"");
    }

    @Test
    void parametersStandOnceAndWithAValue() {
        Exchange twice = new Exchange("GET", ApiPaths.SESSIONS).parameter("id", "1", "1").run(new SessionsServlet());

        assertThat(twice.status).isEqualTo(400);
        assertThat(twice.error()).isEqualTo("parameter given more than once: id");
        assertThat(get("username", "").status).isEqualTo(400);
        assertThat(get("username", "").error()).isEqualTo("parameter without a value: username");
    }

    @Test
    void queriesThatCannotBeDecodedAreTheClientsFault() {
        Exchange exchange = new Exchange("GET", ApiPaths.SESSIONS);
        when(exchange.request.getParameterMap()).thenThrow(new IllegalArgumentException("bad %"));

        exchange.run(new SessionsServlet());

        assertThat(exchange.status).isEqualTo(400);
    }

    @Test
    void rowsComeOldestFirst() {
        List<String> expected = List.of(console.accepted().id(), console.bound("john", "a").id(),
                console.accepted().id());

        assertThat(ids(get())).isEqualTo(expected);
        for (JsonElement session : get().json().getAsJsonArray("sessions")) {
            assertThat(session.getAsJsonObject().keySet()).first().isEqualTo("id");
        }
    }
}
