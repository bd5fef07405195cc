package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.gson.JsonObject;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.history.LoginQuery;
import io.github.sessionstate.history.PastLogin;
import io.github.sessionstate.history.Pasts;
import io.github.sessionstate.history.Place;

class HistoryLoginsServletTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final Console console = new Console();
    private final List<LoginQuery> asked = new ArrayList<>();
    private final List<PastLogin> rows = List.of(login("b", "=1+1"), login("a", "<b>john</b>"));

    @BeforeEach
    void answer() {
        when(console.history.logins(any())).thenAnswer(call -> {
            LoginQuery query = call.getArgument(0);
            asked.add(query);
            return CompletableFuture.completedFuture(rows.stream().limit(query.limit()).toList());
        });
    }

    @AfterEach
    void close() {
        console.close();
    }

    private static PastLogin login(String id, String username) {
        return new PastLogin(id, Pasts.BOOT, NOON.minusSeconds(30), NOON, 5, username, "example.org", "192.0.2.1",
                "tcp", "PLAIN", "not-authorized");
    }

    private static Exchange ask(String... parameters) {
        return Exchange.get(ApiPaths.HISTORY_LOGINS, new HistoryLoginsServlet(), parameters);
    }

    @Test
    void tellsWhoFailedFromWhereAndHowOften() {
        JsonObject page = ask().json();

        assertThat(page.getAsJsonArray("logins").get(1).toString()).isEqualTo("{\"id\":\"a\","
                + "\"boot\":\"0000019b7d2e1f00deadbeef\",\"first_at\":\"2026-01-02T11:59:30.000Z\","
                + "\"last_at\":\"2026-01-02T12:00:00.000Z\",\"attempts\":5,\"username\":\"<b>john</b>\","
                + "\"host\":\"example.org\",\"ip\":\"192.0.2.1\",\"transport\":\"tcp\",\"mechanism\":\"PLAIN\","
                + "\"failure\":\"not-authorized\"}");
        assertThat(page.get("next").isJsonNull()).isTrue();
        assertThat(asked).containsExactly(new LoginQuery(null, null, null, null, null, 101));
    }

    @Test
    void asksForAUserAnAddressAndASpan() {
        ask("username", "John", "ip", "2001:DB8::1", "after", "2026-01-01T00:00:00Z", "until", "2026-01-02T00:00:00Z");
        ask("ip", "192.0.2.0/24");

        assertThat(asked).containsExactly(new LoginQuery("John", "2001:db8:0:0:0:0:0:1",
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z"), null, 101),
                new LoginQuery(null, "192.0.2.0/24", null, null, null, 101));
        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: look into the history",
                "failed logins, username: John, ip: 2001:db8:0:0:0:0:0:1, after 2026-01-01T00:00:00Z,"
                + " until 2026-01-02T00:00:00Z"), new Console.Entry("admin", "Session State: look into the history",
                "failed logins, ip: 192.0.2.0/24"));
    }

    @Test
    void goesOnBehindTheLastRow() {
        JsonObject page = ask("limit", "1").json();
        ask("limit", "1", "from", page.get("next").getAsString());

        assertThat(page.getAsJsonArray("logins")).hasSize(1);
        assertThat(asked.get(1).before()).isEqualTo(new Place(NOON.toEpochMilli(), "b"));
        assertThat(console.entries).as("one for each question").hasSize(1);
    }

    @Test
    void asCsvWithoutFormulas() {
        Exchange exchange = new Exchange("GET", ApiPaths.HISTORY_LOGINS).header("Accept", "text/csv")
                .parameter("limit", "1").run(new HistoryLoginsServlet());

        assertThat(exchange.text()).isEqualTo("id,boot,first_at,last_at,attempts,username,host,ip,transport,mechanism,"
                + "failure\r\nb,0000019b7d2e1f00deadbeef,2026-01-02T11:59:30.000Z,2026-01-02T12:00:00.000Z,5,'=1+1,"
                + "example.org,192.0.2.1,tcp,PLAIN,not-authorized\r\n");
        assertThat(exchange.headers.get("Link")).contains("history/logins?");
    }

    @Test
    void csvHasAllOfThemWithoutALimit() {
        Exchange exchange = new Exchange("GET", ApiPaths.HISTORY_LOGINS).header("Accept", "text/csv")
                .parameter("username", "john").run(new HistoryLoginsServlet());

        assertThat(exchange.text().lines()).hasSize(3);
        assertThat(exchange.headers).doesNotContainKey("Link");
        assertThat(asked).containsExactly(new LoginQuery("john", null, null, null, null, LongAnswer.CHUNK));
        assertThat(console.entries).extracting(Console.Entry::details)
                .containsExactly("failed logins, all as CSV, username: john");
    }

    @Test
    void saysThatTheDatabaseDoesNotAnswer() {
        doReturn(CompletableFuture.failedFuture(new DatabaseException("busy", null)))
                .when(console.history).logins(any());

        assertThat(ask().status).isEqualTo(503);
        assertThat(ask().headers).containsKey("Retry-After");
        assertThat(console.entries).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"q,john", "limit,0", "limit,2001", "ip,x", "ip,192.0.2.0/33", "from,x", "after,x", "fields,id"})
    void refusesWhatItDoesNotKnow(String name, String value) {
        assertThat(ask(name, value).status).isEqualTo(400);
        assertThat(ask("username", "a\u0000b").status).isEqualTo(400);
        assertThat(asked).isEmpty();
    }
}
