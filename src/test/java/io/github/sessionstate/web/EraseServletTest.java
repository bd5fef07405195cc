package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;

import io.github.sessionstate.binding.BindEvent;
import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.history.ErasedAll;
import io.github.sessionstate.history.Erasure;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

class EraseServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private Exchange erase(String body) {
        return console.authorize(new Exchange("POST", ApiPaths.HISTORY_ERASE)).body(body).run(new EraseServlet());
    }

    @Test
    void erasesAndTellsHowMuch() {
        when(console.history.erase("john")).thenReturn(CompletableFuture.completedFuture(
                new Erasure("john", 3, 2, 1, 4, 1, List.of("a"))));
        XmppSession johns = console.bound("john", "phone");
        johns.destroyed(SessionEnd.of(EndCause.IDLE));
        XmppSession janes = console.bound("jane", "phone");
        janes.destroyed(new SessionEnd(EndCause.CLOSED_BY_ADMIN, null, null, "john", null));
        XmppSession conflict = console.bound("john", "laptop");
        console.arbiter.events().tell(new BindEvent(BindEvent.Kind.CONFLICT, "john@example.org/laptop", conflict,
                List.of(), "kick_new", BindEvent.Outcome.REFUSED, Console.NOW));

        Exchange exchange = erase("{\"username\":\"john\"}");

        JsonObject receipt = exchange.json();
        int events = receipt.remove("events").getAsInt();
        assertThat(receipt.toString()).isEqualTo("{\"username\":\"john\",\"sessions\":3,\"logins\":2,\"queued\":1,"
                + "\"references\":5,\"open_sessions\":1,\"open_ids\":[\"a\"],\"ended_list\":1}");
        assertThat(events).isGreaterThan(2);
        assertThat(console.records.ended().all()).singleElement().satisfies(left -> {
            assertThat(left.id()).isEqualTo(janes.id());
            assertThat(left.end().closedBy()).isNull();
        });
        assertThat(console.arbiter.events().latest()).isEmpty();
        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: erase from the history",
                "username: john\nerased: 3 sessions, 2 failed logins, 1 that waited to be written, 5 mentions, 1 in the"
                + " list of ended sessions, " + events + " events; sessions that go on: 1"));
    }

    @Test
    void erasesAllOfEverybody() {
        when(console.history.eraseAll(any())).thenReturn(CompletableFuture.completedFuture(
                new ErasedAll(false, 3, 2, 1, 6, 4)));
        console.bound("john", "phone").destroyed(SessionEnd.of(EndCause.IDLE));

        Exchange exchange = erase("{\"all\":true}");

        JsonObject receipt = exchange.json();
        int events = receipt.remove("events").getAsInt();
        assertThat(events).isGreaterThan(3);
        assertThat(receipt.toString()).isEqualTo("{\"done\":false,\"sessions\":3,\"logins\":2,\"knocks\":1,\"counts\":6,\"queued\":4,"
                + "\"ended_list\":1}");
        assertThat(console.records.ended().size()).isZero();
        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: erase from the history",
                "all of it\nstill going on, erased so far: 3 sessions, 2 failed logins, 1 rows of connections, 6 counts,"
                + " 4 that waited to be written, 1 in the list of ended sessions, " + events + " events"));
        when(console.history.eraseAll(any())).thenReturn(CompletableFuture.failedFuture(
                new DatabaseException("busy", null)));
        assertThat(erase("{\"all\":true}").code()).isEqualTo("no_database");
    }

    @Test
    void writesDownWhatMayHaveBeenDone() {
        when(console.history.erase(anyString())).thenReturn(CompletableFuture.failedFuture(
                new DatabaseException("busy", null)));

        Exchange exchange = erase("{\"username\":\"a\\u2028b\"}");

        assertThat(exchange.code()).isEqualTo("no_database");
        assertThat(exchange.headers).containsKey("Retry-After");
        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: erase from the history",
                "username: a b\nnot known what was erased: busy"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"username\":null}", "{\"username\":\"\"}", "{\"username\":\"a\\u0000b\"}",
        "{\"username\":[\"john\"]}", "{\"username\":\"john\",\"all\":\"yes\"}", "{\"username\":\"john\",\"all\":true}",
        "{\"all\":false}", "{\"all\":null}", "{\"all\":\"true\"}", "{\"all\":1}"})
    void refusesWhatIsNoName(String body) {
        assertThat(erase(body).status).isEqualTo(400);
        assertThat(erase("{\"username\":\"" + "x".repeat(1_024) + "\"}").status).isEqualTo(400);
        verify(console.history, never()).erase(anyString());
        verify(console.history, never()).eraseAll(any());
        assertThat(console.entries).isEmpty();
    }
}
