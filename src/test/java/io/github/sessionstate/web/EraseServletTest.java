package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.history.Erasure;

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
                new Erasure("john", 3, 2, 1, 4, 5)));

        Exchange exchange = erase("{\"username\":\"john\"}");

        assertThat(exchange.text()).isEqualTo("{\"username\":\"john\",\"sessions\":3,\"logins\":2,\"queued\":1,"
                + "\"references\":4,\"open_sessions\":5}");
        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: erase from the history",
                "username: john\nerased: 3 sessions, 2 failed logins, 1 that waited to be written, 4 mentions;"
                + " sessions that go on: 5"));
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
        "{\"username\":[\"john\"]}", "{\"username\":\"john\",\"all\":\"yes\"}"})
    void refusesWhatIsNoName(String body) {
        assertThat(erase(body).status).isEqualTo(400);
        assertThat(erase("{\"username\":\"" + "x".repeat(1_024) + "\"}").status).isEqualTo(400);
        verify(console.history, never()).erase(anyString());
        assertThat(console.entries).isEmpty();
    }
}
