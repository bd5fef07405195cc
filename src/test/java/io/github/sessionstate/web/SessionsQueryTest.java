package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonElement;

import io.github.sessionstate.session.XmppSession;

/** Which sessions are told of, in which order and how many: the parameters of {@link SessionsQuery}. */
class SessionsQueryTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange get(String... parameters) {
        return Exchange.get(ApiPaths.SESSIONS, new SessionsServlet(), parameters);
    }

    private static List<String> ids(Exchange exchange) {
        return Exchange.ids(exchange.json());
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
                .isEqualTo("{\"title\":\"Bad Request\",\"status\":400,\"code\":\"bad_filter\","
                        + "\"detail\":\"a bracket is not closed\",\"position\":6}");
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
    void theLimitCutsThePageAndNotTheTotal() {
        XmppSession oldest = console.bound("john", "a");
        console.bound("john", "b");
        console.bound("jane", "c");

        assertThat(ids(get("limit", "1"))).containsExactly(oldest.id());
        assertThat(get("limit", "1").json().get("total").getAsInt()).isEqualTo(3);
        assertThat(get("limit", "3").json().get("total").getAsInt()).isEqualTo(3);
        assertThat(get("limit", "0").text()).startsWith("{\"fields\":null,\"sessions\":[],\"total\":3,\"connected\":3,\"counts\":{\"total\":3,");
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
