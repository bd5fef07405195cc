package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

class UsersServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange ask(String... parameters) {
        return Exchange.get(ApiPaths.USERS, new UsersServlet(), parameters);
    }

    private static JsonObject get(String... parameters) {
        Exchange exchange = ask(parameters);
        assertThat(exchange.status).as(exchange::text).isEqualTo(200);
        return exchange.json();
    }

    private static List<String> names(JsonObject page) {
        return page.getAsJsonArray("users").asList().stream()
                .map(user -> user.getAsJsonObject().get("bare_jid").getAsString().replace("@example.org", "")).toList();
    }

    @Test
    void anEmptyServerHasNoUsers() {
        console.accepted();
        console.authenticated("john");

        assertThat(ask().text()).isEqualTo("{\"users\":[],\"total\":0,\"next\":null}");
    }

    @Test
    void tellsOfAUserWithAllBoundSessions() {
        XmppSession phone = console.available("john", "phone", "<presence/>", 5);
        XmppSession desk = console.available("john", "desk", "<presence/>", 5);
        XmppSession away = console.available("john", "away", "<presence/>", -1);
        desk.askedForRoster();
        away.detached();
        console.authenticated("john");
        console.bound("john", "gone").destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(ask().text()).isEqualTo("{\"users\":[{\"bare_jid\":\"john@example.org\",\"username\":\"john\","
                + "\"host\":\"example.org\",\"connected\":3,\"available\":3,\"interested\":1,\"detached\":1,"
                + "\"top_resources\":[\"john@example.org/phone\",\"john@example.org/desk\"],\"sessions\":["
                + "{\"id\":\"" + phone.id() + "\",\"full_jid\":\"john@example.org/phone\"},"
                + "{\"id\":\"" + desk.id() + "\",\"full_jid\":\"john@example.org/desk\"},"
                + "{\"id\":\"" + away.id() + "\",\"full_jid\":\"john@example.org/away\"}]}],"
                + "\"total\":1,\"next\":null}");
    }

    @Test
    void nobodyIsOnTopWithoutPresence() {
        console.bound("john", "a");
        console.available("jane", "b", "<presence/>", -1);

        assertThat(get().getAsJsonArray("users")).hasSize(2).allSatisfy(user ->
                assertThat(user.getAsJsonObject().getAsJsonArray("top_resources")).isEmpty());
    }

    /** Read from the index, and found by a look at every session. */
    @ParameterizedTest
    @ValueSource(strings = {"", "connected:yes", "resource:r*"})
    void givesThemPageByPageBothWays(String filter) {
        List<String> users = List.of("anna", "j", "jane", "john-a", "john0", "john", "zo\u00eb");
        for (String user : List.of("john", "zo\u00eb", "jane", "john-a", "anna", "john0", "j")) {
            Stream.of("r1", "r/2", "r3").forEach(resource -> console.bound(user, resource));
            console.authenticated(user);
        }
        List<String> reversed = new ArrayList<>(users);
        Collections.reverse(reversed);

        for (int limit = 1; limit <= 8; limit++) {
            assertThat(all(filter, "bare_jid", limit)).as("by %d", limit).isEqualTo(users);
            assertThat(all(filter, "-bare_jid", limit)).as("by %d, reversed", limit).isEqualTo(reversed);
        }
    }

    private static List<String> all(String filter, String sort, int limit) {
        List<String> parameters = new ArrayList<>(List.of("sort", sort, "limit", String.valueOf(limit)));
        if (!filter.isEmpty()) {
            parameters.addAll(List.of("q", filter));
        }
        List<String> names = new ArrayList<>();
        JsonObject page = get(parameters.toArray(String[]::new));
        names.addAll(names(page));
        while (!page.get("next").isJsonNull()) {
            page = get(Stream.concat(parameters.stream(), Stream.of("from", page.get("next").getAsString()))
                    .toArray(String[]::new));
            assertThat(page.get("total").getAsInt()).isEqualTo(7);
            names.addAll(names(page));
        }
        return names;
    }

    @ParameterizedTest
    @CsvSource({"presence:away,john", "resource:desk,jane;john", "-presence:away,jane;john", "available:no,jane",
        "username:nobody,", "type:c2s_unbound,", "ip:192.0.2.0/24,jane;john",
        "john (resource:desk OR presence:away),john"})
    void findsThoseWithASessionThatTheFilterTakes(String filter, String names) {
        console.available("john", "phone", "<presence><show>away</show></presence>", 1);
        console.available("john", "desk", "<presence/>", 1);
        console.bound("jane", "desk");
        console.authenticated("juan");

        JsonObject page = get("q", filter);

        assertThat(names(page)).isEqualTo(names == null ? List.of() : List.of(names.split(";")));
        assertThat(page.get("total").getAsInt()).isEqualTo(page.getAsJsonArray("users").size());
        assertThat(page.getAsJsonArray("users")).as("all sessions").allSatisfy(user -> assertThat(
                user.getAsJsonObject().getAsJsonArray("sessions")).hasSize(user.toString().contains("john@") ? 2 : 1));
    }

    @Test
    void usersWhoComeAndGoMakeNoGapAndNobodyTwice() {
        List<XmppSession> sessions = Stream.of("b", "d", "f", "h").map(user -> console.bound(user, "x")).toList();
        JsonObject page = get("limit", "2");
        assertThat(names(page)).containsExactly("b", "d");
        console.bound("a", "x");
        console.bound("e", "x");
        sessions.get(1).destroyed(SessionEnd.of(EndCause.CLOSED));
        sessions.get(2).destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(names(get("limit", "2", "from", page.get("next").getAsString()))).containsExactly("h");
    }

    @Test
    void fieldsAreExactlyTheseAndTheJid() {
        console.bound("john", "a");

        assertThat(get("fields", "connected,host").getAsJsonArray("users"))
                .hasToString("[{\"bare_jid\":\"john@example.org\",\"host\":\"example.org\",\"connected\":1}]");
        assertThat(get("fields", "all")).isEqualTo(get());
    }

    @ParameterizedTest
    @CsvSource({"limit,10001", "limit,x", "sort,username", "sort,--bare_jid", "fields,ID", "fields,'username,'",
        "from,x", "from,YQo9Yg", "q,nothing:1", "since,1", "id,1"})
    void refusesWhatItDoesNotKnow(String name, String value) {
        assertThat(ask(name, value).status).isEqualTo(400);
    }

    @Test
    void csvHasTheSameInLines() {
        XmppSession session = console.available("+1", "a,b", "<presence/>", 1);

        Exchange exchange = new Exchange("GET", ApiPaths.USERS).header("Accept", "text/csv").run(new UsersServlet());

        assertThat(exchange.text()).isEqualTo("bare_jid,username,host,connected,available,interested,detached,"
                + "top_resources,sessions\r\n'+1@example.org,'+1,example.org,1,1,0,0,\"[\"\"+1@example.org/a,b\"\"]\","
                + "\"[{\"\"id\"\":\"\"" + session.id() + "\"\",\"\"full_jid\"\":\"\"+1@example.org/a,b\"\"}]\"\r\n");
    }
}
