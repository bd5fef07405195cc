package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

class EndedServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange ask(String... parameters) {
        return Exchange.get(ApiPaths.ENDED, new EndedServlet(), parameters);
    }

    private static JsonObject get(String... parameters) {
        Exchange exchange = ask(parameters);
        assertThat(exchange.status).as(exchange::text).isEqualTo(200);
        return exchange.json();
    }

    private static List<String> ids(JsonObject page) {
        return page.getAsJsonArray("ended").asList().stream()
                .map(one -> one.getAsJsonObject().get("id").getAsString()).toList();
    }

    private XmppSession ended(String username, String resource, EndCause cause) {
        XmppSession session = console.available(username, resource, "<presence/>", 1);
        session.destroyed(SessionEnd.of(cause));
        return session;
    }

    @Test
    void tellsWhatASessionWasAndHowItEnded() {
        XmppSession session = console.available("john", "phone", "<presence/>", 1);
        JsonObject before = Exchange.sessions("id", session.id()).getAsJsonArray("sessions").get(0).getAsJsonObject();
        session.destroyed(new SessionEnd(EndCause.CLOSED_BY_ADMIN, "reset", "</script>", "admin", "other"));

        JsonObject page = get();

        JsonObject row = page.getAsJsonArray("ended").get(0).getAsJsonObject();
        assertThat(row.remove("ended").toString()).isEqualTo("{\"at\":\"2026-01-02T03:04:05.678Z\","
                + "\"cause\":\"closed_by_admin\",\"failed_logins\":0,\"mechanism\":null,\"condition\":\"reset\","
                + "\"text\":\"</script>\",\"closed_by\":\"admin\",\"replaced_by\":\"other\"}");
        assertThat(row).isEqualTo(before);
        assertThat(page.get("total").getAsInt()).isOne();
        assertThat(page.get("next").isJsonNull()).isTrue();
        assertThat(Exchange.sessions().get("ended").getAsInt()).isOne();
        assertThat(Exchange.sessions().getAsJsonArray("sessions")).isEmpty();
    }

    @Test
    void tellsOfLoginsThatFailed() {
        XmppSession session = console.accepted();
        session.opened("example.org");
        session.failedToLogIn("<b>root</b>", "PLAIN", "not-authorized");

        JsonObject row = get("q", "root").getAsJsonArray("ended").get(0).getAsJsonObject();

        assertThat(row.get("ended").toString()).contains("\"cause\":null,\"failed_logins\":1,\"mechanism\":\"PLAIN\"");
        assertThat(row.get("login_failed_username").getAsString()).isEqualTo("<b>root</b>");
        assertThat(row.get("login_failed_condition").getAsString()).isEqualTo("not-authorized");
        assertThat(ids(get("q", "cause:none"))).containsExactly(session.id());
    }

    @Test
    void givesThemPageByPageTheNewestFirst() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(0, ended("john", "r" + i, EndCause.CLOSED).id());
        }
        JsonObject page = get("limit", "3");
        List<String> read = new ArrayList<>(ids(page));
        // What ends meanwhile is newer than all that comes.
        ended("john", "late", EndCause.CLOSED);
        while (!page.get("next").isJsonNull()) {
            page = get("limit", "3", "from", page.get("next").getAsString());
            read.addAll(ids(page));
        }

        assertThat(read).isEqualTo(all);
        assertThat(page.get("total").getAsInt()).isEqualTo(8);
        assertThat(ids(get("limit", "0"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"cause:idle,1", "-cause:idle,2", "username:john,2", "username:john cause:replaced,1", "192.0.2.1,3",
        "ip:192.0.2.0/24,3", "jane OR cause:replaced,2", "PHONE,2", "connected:yes,3", "age:<1m,3", "none,0"})
    void findsThemByWhatTheyWere(String filter, int found) {
        ended("john", "phone", EndCause.IDLE);
        ended("john", "desk", EndCause.REPLACED);
        ended("jane", "phone", EndCause.CLOSED);
        console.bound("john", "here");

        assertThat(ids(get("q", filter))).hasSize(found);
    }

    @ParameterizedTest
    @CsvSource({"q,cause:tired", "q,nothing:1", "limit,2001", "limit,x", "from,x", "from,YQ", "wait,21", "since,x",
        "sort,since", "q,''"})
    void refusesWhatItDoesNotKnow(String name, String value) {
        assertThat(ask(name, value).status).isEqualTo(400);
    }

    @Test
    void onlyThoseThatEndedHaveACause() {
        assertThat(new Exchange("GET", ApiPaths.SESSIONS).parameter("q", "cause:idle").run(new SessionsServlet()).error())
                .startsWith("no such key");
        assertThat(ask("q", "cause:tired").error()).contains("closed_by_admin");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void waitsForTheNextOne(boolean isLogin) {
        String version = get().get("version").getAsString();
        XmppSession session = console.accepted();
        session.opened("example.org");
        Thread end = new Thread(() -> {
            if (isLogin) {
                session.failedToLogIn(null, null, null);
            } else {
                session.destroyed(SessionEnd.of(EndCause.CLOSED));
            }
        });
        end.start();

        JsonObject page = get("since", version, "wait", "20");

        assertThat(ids(page)).containsExactly(session.id());
        assertThat(page.get("waited").getAsBoolean()).isTrue();
    }
}
