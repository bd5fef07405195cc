package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.history.LoginQuery;
import io.github.sessionstate.history.PastEnd;
import io.github.sessionstate.history.PastLogin;
import io.github.sessionstate.history.PastQuery;
import io.github.sessionstate.history.Pasts;
import io.github.sessionstate.history.Place;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

class HistoryExportServletTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final PastEnd IDLE = new PastEnd("idle", null, null, null, null);

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange export(String username) {
        return Exchange.get(ApiPaths.HISTORY_EXPORT, new HistoryExportServlet(), "username", username);
    }

    @Test
    void hasAllThatIsKeptOfAUser() {
        when(console.history.sessions(any())).thenReturn(CompletableFuture.completedFuture(List.of(
                Pasts.ended("open", NOON, null), Pasts.ended("x", NOON, IDLE))));
        when(console.history.logins(any())).thenReturn(CompletableFuture.completedFuture(List.of(
                new PastLogin("l", Pasts.BOOT, NOON, NOON, 2, "john", null, null, null, null, null))));
        when(console.history.closed(any(), any(), anyInt())).thenReturn(CompletableFuture.completedFuture(List.of(
                new Place(NOON.toEpochMilli(), "other"))));
        XmppSession lately = console.bound("john", "phone");
        lately.destroyed(SessionEnd.of(EndCause.IDLE));
        XmppSession stranger = console.accepted();
        stranger.failedToLogIn(" John", "PLAIN", "not-authorized");
        console.bound("jane", "phone").destroyed(SessionEnd.of(EndCause.IDLE));

        Exchange exchange = export("john");

        JsonObject export = exchange.json();
        assertThat(export.keySet()).containsExactly("username", "exported_at", "sessions", "logins", "closed", "ended");
        assertThat(export.get("username").getAsString()).isEqualTo("john");
        assertThat(Instant.parse(export.get("exported_at").getAsString())).isBetween(Instant.now().minusSeconds(60),
                Instant.now());
        assertThat(Exchange.ids(export)).containsExactly("open", "x");
        assertThat(export.getAsJsonArray("sessions").get(1).getAsJsonObject().keySet()).contains("full_jid", "ended",
                "history");
        assertThat(export.getAsJsonArray("logins")).hasSize(1);
        assertThat(export.get("closed").toString())
                .isEqualTo("[{\"id\":\"other\",\"ended_at\":\"2026-01-02T12:00:00.000Z\"}]");
        assertThat(ids(export.getAsJsonArray("ended"))).containsExactlyInAnyOrder(lately.id(), stranger.id());
        assertThat(exchange.headers).containsEntry("Content-Type", "application/json; charset=UTF-8")
                .containsEntry("Content-Disposition", "attachment; filename=\"history-john.json\"")
                .containsEntry("Cache-Control", "no-store");
        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: export from the history",
                "username: john"));
        verify(console.history).sessions(new PastQuery("john", null, null, null, null, null, null, LongAnswer.CHUNK));
        verify(console.history).logins(new LoginQuery("john", null, null, null, null, LongAnswer.CHUNK));
    }

    private static List<String> ids(JsonArray rows) {
        return rows.asList().stream().map(row -> row.getAsJsonObject().get("id").getAsString()).toList();
    }

    @Test
    void ofNobodyIsADocumentToo() {
        assertThat(export("nobody").json().getAsJsonArray("sessions")).isEmpty();
    }

    @Test
    void readsTheRowsInSteps() {
        List<PastQuery> asked = new ArrayList<>();
        when(console.history.sessions(any())).thenAnswer(call -> {
            PastQuery query = call.getArgument(0);
            asked.add(query);
            int from = query.before() == null ? 2_000 : Integer.parseInt(query.before().id()) - 1;
            return CompletableFuture.completedFuture(IntStream.range(0, Math.min(query.limit(), from - 700))
                    .mapToObj(i -> Pasts.ended(String.format("%04d", from - i), NOON, IDLE)).toList());
        });

        assertThat(Exchange.ids(export("john").json())).hasSize(1_300).doesNotHaveDuplicates();
        assertThat(asked).hasSize(3).extracting(PastQuery::limit).containsOnly(LongAnswer.CHUNK);
    }

    @Test
    void doesNotLookCompleteIfItIsNot() throws Exception {
        when(console.history.closed(any(), any(), anyInt())).thenReturn(
                CompletableFuture.failedFuture(new DatabaseException("gone", null)));

        // More often than there are turns.
        for (int i = 0; i <= Turns.MOST_LONG; i++) {
            Exchange exchange = export("john");

            verify(exchange.response).sendError(-1);
            assertThat(exchange.text()).endsWith("\"closed\":[\n");
        }
    }

    @Test
    void nothingOfADatabaseThatDoesNotAnswer() {
        when(console.history.sessions(any())).thenReturn(
                CompletableFuture.failedFuture(new DatabaseException("down", null)));

        assertThat(export("john").code()).isEqualTo("no_database");
        assertThat(console.entries).isEmpty();
    }

    @Test
    void aHostileNameStaysOutOfHeadersAndTheDocument() {
        String hostile = "a\"; filename=\"../../evil.exe\u2028<script>" + "\u00fc".repeat(200);

        Exchange exchange = export(hostile);

        assertThat(exchange.json().get("username").getAsString()).isEqualTo(hostile);
        assertThat(exchange.headers.get("Content-Disposition"))
                .matches("attachment; filename=\"history-[A-Za-z0-9_-]{1,64}\\.json\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "a\r\nb"})
    void refusesWhatIsNoName(String name) {
        assertThat(export(name).code()).isEqualTo("bad_parameter");
        assertThat(export("x".repeat(1_024)).status).isEqualTo(400);
        assertThat(Exchange.get(ApiPaths.HISTORY_EXPORT, new HistoryExportServlet()).code()).isEqualTo("bad_parameter");
        assertThat(Exchange.get(ApiPaths.HISTORY_EXPORT, new HistoryExportServlet(), "username", "john", "q", "x").code())
                .isEqualTo("unknown_parameter");
        verify(console.history, never()).sessions(any());
    }
}
