package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.StubFacts;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.session.XmppSession;

/** What is said of the columns is so. */
class ColumnsServletTest {
    private static final Map<FilterKind, String> EXAMPLES = Map.of(FilterKind.TEXT, "x*", FilterKind.NUMBER, ">5",
            FilterKind.TIME, ">2026-01-31", FilterKind.AGE, "<10m", FilterKind.ADDRESS, "10.0.0.0/8");

    private final Console console = new Console();
    private JsonObject answer;

    @BeforeEach
    void ask() {
        Exchange exchange = Exchange.get(ApiPaths.COLUMNS, new ColumnsServlet());
        assertThat(exchange.status).as(exchange::text).isEqualTo(200);
        answer = exchange.json();
    }

    @AfterEach
    void close() {
        console.close();
    }

    private static Map<String, JsonObject> byKey(JsonArray entries) {
        Map<String, JsonObject> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> byKey.put(entry.getAsJsonObject().get("key").getAsString(), entry.getAsJsonObject()));
        return byKey;
    }

    private JsonObject column(SessionColumn column) {
        return byKey(answer.getAsJsonArray("columns")).get(column.key());
    }

    @Test
    void tellsOfEachColumnInTheOrderOfTheTable() {
        assertThat(byKey(answer.getAsJsonArray("columns")).keySet()).containsExactlyElementsOf(
                SessionColumn.ALL.stream().map(SessionColumn::key).toList());
        assertThat(column(SessionColumn.PRIORITY)).hasToString("{\"key\":\"priority\",\"type\":\"integer\","
                + "\"asked\":\"number\",\"choices\":[],\"sortable\":true,\"groupable\":false,\"by_default\":true,"
                + "\"shown\":true}");
        assertThat(column(SessionColumn.ROSTER)).hasToString("{\"key\":\"roster\",\"type\":\"array\",\"asked\":null,"
                + "\"choices\":[],\"sortable\":false,\"groupable\":false,\"by_default\":false,\"shown\":false}");
        assertThat(column(SessionColumn.USERNAME).get("groupable").getAsBoolean()).isTrue();
    }

    @Test
    void tellsOfEachKeyOfAFilter() {
        Map<String, JsonObject> filters = byKey(answer.getAsJsonArray("filters"));
        assertThat(filters.keySet()).containsExactly("age", "idle", "cause");
        TreeSet<String> all = new TreeSet<>(filters.keySet());
        SessionColumn.sortable().forEach(column -> all.add(column.key()));

        assertThat(all).containsExactlyElementsOf(SessionFilter.keyNames(SessionFilter.Kind.ENDED));
        assertThat(filters.values())
                .allSatisfy(filter -> expectFilters(filter, filter.get("ended_only").getAsBoolean()));
    }

    @Test
    void tellsWhichCausesOnlyTheHistoryKnows() throws ApiException {
        JsonArray causes = byKey(answer.getAsJsonArray("filters")).get("cause").getAsJsonArray("past_only");
        assertThat(causes.asList()).extracting(JsonElement::getAsString)
                .containsExactly("server_lost", "tracking_stopped");
        for (JsonElement cause : causes) {
            String filter = "cause:" + cause.getAsString();
            assertThat(SessionFilter.ofPast(filter).text()).isEqualTo(filter);
            assertThat(Exchange.get(ApiPaths.ENDED, new EndedServlet(), "q", filter).status).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @EnumSource(SessionColumn.class)
    void whatAFilterMayAskForIsTaken(SessionColumn column) {
        assertThat(column(column).get("asked").isJsonNull()).isEqualTo(!column.is(ColumnTrait.SORTABLE));
        if (column.is(ColumnTrait.SORTABLE)) {
            expectFilters(column(column), false);
        }
    }

    private static void expectFilters(JsonObject key, boolean isOfEnded) {
        FilterKind kind = FilterKind.valueOf(key.get("asked").getAsString().toUpperCase(Locale.ROOT));
        List<String> values = kind != FilterKind.CHOICE ? List.of(EXAMPLES.get(kind))
                : key.getAsJsonArray("choices").asList().stream().map(JsonElement::getAsString).toList();
        assertThat(values).isNotEmpty();
        for (String value : values) {
            String filter = key.get("key").getAsString() + ':' + value;
            Exchange found = isOfEnded ? Exchange.get(ApiPaths.ENDED, new EndedServlet(), "q", filter)
                    : Exchange.get(ApiPaths.SESSIONS, new SessionsServlet(), "q", filter);
            assertThat(found.status).as(filter).isEqualTo(200);
        }
    }

    @Test
    void valuesAreOfTheTypeThatIsTold() {
        console.rosters.put("john", List.of("jane@example.org"));
        XmppSession session = console.available("john", "a", "<presence><status>x</status></presence>", 1);
        console.accepted().failedToLogIn("john", "PLAIN", "not-authorized");
        Console.host(session).software = new ClientSoftware("Gajim", "1", null);
        Console.host(session).facts = new StubFacts("PLAIN", new UserAgent("id", "Gajim", null), false, "de", true,
                true, Console.NOW, 1, true, false);
        XmppSession detached = console.bound("jane", "b");
        Console.host(detached).facts = Console.host(session).facts;
        detached.detached();
        JsonArray rows = Exchange.sessions("fields", "all").getAsJsonArray("sessions");

        for (SessionColumn column : SessionColumn.values()) {
            List<JsonElement> values = StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getAsJsonObject().get(column.key())).filter(value -> !value.isJsonNull()).toList();
            // No connection here is encrypted.
            assertThat(values.isEmpty()).as(column.key()).isEqualTo(Set.of("tls", "cipher").contains(column.key()));
            assertThat(values).as(column.key())
                    .allSatisfy(value -> assertThat(type(value)).isEqualTo(column(column).get("type").getAsString()));
        }
    }

    private static String type(JsonElement value) {
        if (!value.isJsonPrimitive()) {
            return value.isJsonArray() ? "array" : "object";
        }
        return value.getAsJsonPrimitive().isBoolean() ? "boolean" : value.getAsJsonPrimitive().isNumber() ? "integer"
                : value.getAsString().matches("\\d{4}-\\d\\d-\\d\\dT.*Z") ? "time" : "string";
    }

    @Test
    void hasNoParameters() {
        Exchange exchange = new Exchange("GET", ApiPaths.COLUMNS);
        when(exchange.request.getQueryString()).thenReturn("x=1");

        assertThat(exchange.run(new ColumnsServlet()).code()).isEqualTo("unknown_parameter");
    }
}
