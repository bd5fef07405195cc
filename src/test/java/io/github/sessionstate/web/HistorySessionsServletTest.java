package io.github.sessionstate.web;

import static io.github.sessionstate.web.Exchange.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.history.PastEnd;
import io.github.sessionstate.history.PastQuery;
import io.github.sessionstate.history.PastSession;
import io.github.sessionstate.history.Pasts;
import io.github.sessionstate.history.Place;

class HistorySessionsServletTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
    private static final PastEnd IDLE = new PastEnd("idle", null, null, null, null);

    private final Console console = new Console();
    private final List<PastQuery> asked = new ArrayList<>();
    /** What the database has, in its order. */
    private List<PastSession> rows = List.of();

    @BeforeEach
    void answer() {
        when(console.history.sessions(any())).thenAnswer(call -> {
            PastQuery query = call.getArgument(0);
            asked.add(query);
            return CompletableFuture.completedFuture(rows.stream().filter(row -> isBehind(query.before(), row.place()))
                    .limit(query.limit()).toList());
        });
    }

    private static boolean isBehind(Place place, Place other) {
        return place == null || other.ended() < place.ended()
                || other.ended() == place.ended() && other.id().compareTo(place.id()) < 0;
    }

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange ask(String... parameters) {
        return Exchange.get(ApiPaths.HISTORY_SESSIONS, new HistorySessionsServlet(), parameters);
    }

    private static JsonObject get(String... parameters) {
        Exchange exchange = ask(parameters);
        assertThat(exchange.status).as(exchange::text).isEqualTo(200);
        return exchange.json();
    }

    // The newest end first.
    private static List<PastSession> idle(int count) {
        return IntStream.range(0, count).mapToObj(i ->
                Pasts.ended(String.format("s%06d", count - i), NOON.minusSeconds(i / 2), IDLE)).toList();
    }

    @Test
    void tellsWhatASessionWasWhatIsKeptOfItAndHowItEnded() {
        rows = List.of(Pasts.ended("open", NOON, null), Pasts.ended("x", NOON,
                new PastEnd("closed_by_admin", "policy-violation", "<b>\"bye\"</b>", "admin", null)));

        JsonObject page = get("fields", "id,full_jid,client,ip,since,idle_since,stanzas_in,stanzas_out,show");

        assertThat(page.getAsJsonArray("sessions").get(1).toString()).isEqualTo(
                "{\"id\":\"x\",\"full_jid\":\"john@example.org/phone\",\"show\":null,\"client\":\"Client 1.0\","
                + "\"ip\":\"192.0.2.1\",\"since\":\"2026-01-02T11:00:00.000Z\",\"idle_since\":null,\"stanzas_in\":3,"
                + "\"stanzas_out\":null,\"history\":{\"boot\":\"0000019b7d2e1f00deadbeef\","
                + "\"authenticated_at\":\"2026-01-02T11:00:01.000Z\",\"bound_at\":\"2026-01-02T11:00:02.000Z\","
                + "\"detaches\":2,\"resumes\":1,\"last_ip\":\"192.0.2.9\"},\"ended\":{\"at\":"
                + "\"2026-01-02T12:00:00.000Z\",\"cause\":\"closed_by_admin\",\"condition\":\"policy-violation\","
                + "\"text\":\"<b>\\\"bye\\\"</b>\",\"closed_by\":\"admin\",\"replaced_by\":null}}");
        JsonObject open = page.getAsJsonArray("sessions").get(0).getAsJsonObject();
        assertThat(open.get("ended").isJsonNull()).isTrue();
        assertThat(open.getAsJsonObject("history").get("detaches").getAsInt()).isEqualTo(2);
        assertThat(page.get("next").isJsonNull()).isTrue();
        assertThat(page.get("searched_to").isJsonNull()).isTrue();
    }

    @Test
    void goesAWeekBackWithoutAnythingThatTheDatabaseCouldLookFor() {
        JsonObject page = get("q", "tls:none");

        assertThat(asked.get(0).from()).isBetween(Instant.now().minus(Duration.ofDays(7)).minusSeconds(600),
                Instant.now().minus(Duration.ofDays(7)));
        assertThat(Instant.parse(page.get("after").getAsString()).toEpochMilli())
                .isEqualTo(asked.get(0).from().toEpochMilli());
        assertThat(page.get("until").isJsonNull()).isTrue();
        get("until", "2026-01-31T10:05Z");
        assertThat(asked.get(1).from()).isEqualTo("2026-01-24T10:05:00Z");
        assertThat(asked.get(1).to()).isEqualTo("2026-01-31T10:05:00Z");
    }

    @Test
    void handsTheDatabaseWhatItCanLookFor() {
        get("q", "username:John ip:192.0.2.1 cause:server_lost tls:none");
        assertThat(asked.get(0)).isEqualTo(new PastQuery("john", "192.0.2.1", "server_lost", null, null, null, null,
                PastSearch.CHUNK));
        get("q", "full_jid:john@example.org/phone", "after", "2026-01-01T00:00:00Z");
        assertThat(asked.get(1)).isEqualTo(new PastQuery("john", null, null, Instant.parse("2026-01-01T00:00:00Z"),
                null, null, null, PastSearch.CHUNK));
        get("at", "2026-01-01T00:00:00+01:00", "limit", "7");
        assertThat(asked.get(2)).isEqualTo(new PastQuery(null, null, null, null, null,
                Instant.parse("2025-12-31T23:00:00Z"), null, 8));
    }

    @Test
    void asksTheRestOfEachRow() {
        rows = List.of(Pasts.of("a", "john", "192.0.2.1", NOON, null), Pasts.of("b", "jane", "192.0.2.2", NOON, IDLE),
                Pasts.of("c", "juan", "198.51.100.7", NOON, IDLE));

        assertThat(ids(get("q", "ip:192.0.2.0/24 cause:idle"))).containsExactly("b");
        assertThat(ids(get("q", "cause:none"))).containsExactly("a");
        assertThat(ids(get("q", "JUAN"))).containsExactly("c");
        assertThat(ids(get("q", "username:j* -192.0.2"))).containsExactly("c");
    }

    @ParameterizedTest
    @CsvSource({"3,7", "7,7", "6,7", "500,1100", "2000,1100"})
    void givesThemPageByPage(int limit, int count) {
        rows = idle(count);
        JsonObject page = get("limit", String.valueOf(limit));
        String after = page.get("after").getAsString();
        List<String> read = new ArrayList<>(ids(page));
        while (!page.get("next").isJsonNull()) {
            assertThat(ids(page)).hasSize(limit);
            page = get("limit", String.valueOf(limit), "from", page.get("next").getAsString());
            read.addAll(ids(page));
            assertThat(page.get("after").getAsString()).as("the span stays").isEqualTo(after);
        }

        assertThat(read).isEqualTo(rows.stream().map(PastSession::id).toList());
    }

    @Test
    void looksAtNoMoreRowsThanARequestMay() {
        rows = idle(PastSearch.MOST_ROWS + 5);

        JsonObject page = get("q", "priority:0 s000001");
        assertThat(ids(page)).isEmpty();
        assertThat(page.get("searched_to").getAsString())
                .isEqualTo(rows.get(PastSearch.MOST_ROWS - 1).endedAt().toString().replace("Z", ".000Z"));
        assertThat(asked).hasSize(PastSearch.MOST_ROWS / PastSearch.CHUNK);

        JsonObject rest = get("q", "-state:detached", "from", page.get("next").getAsString());
        assertThat(ids(rest)).hasSize(5).endsWith("s000001");
        assertThat(rest.get("next").isJsonNull()).isTrue();
    }

    @Test
    void aPageThatIsThereIsNotLostToALateDatabase() {
        rows = idle(700);
        doAnswer(call -> {
            PastQuery query = call.getArgument(0);
            return query.before() != null
                    ? CompletableFuture.failedFuture(new DatabaseException("slow", null))
                    : CompletableFuture.completedFuture(rows.subList(0, query.limit()));
        }).when(console.history).sessions(any());

        JsonObject page = get("q", "client:Client*", "limit", "1000");

        assertThat(ids(page)).hasSize(PastSearch.CHUNK);
        assertThat(page.get("next").isJsonNull()).isFalse();
        Exchange next = ask("q", "client:Client*", "from", page.get("next").getAsString());
        assertThat(next.status).isEqualTo(503);
    }

    @Test
    void saysThatTheDatabaseDoesNotAnswer() {
        doReturn(CompletableFuture.failedFuture(new DatabaseException("tables are missing", null)))
                .when(console.history).sessions(any());

        Exchange exchange = ask();

        assertThat(exchange.status).isEqualTo(503);
        assertThat(exchange.code()).isEqualTo("no_database");
        assertThat(exchange.error()).isEqualTo("tables are missing");
        assertThat(exchange.headers).containsKey("Retry-After");
        assertThat(console.entries).isEmpty();
    }

    @Test
    void onlyAFewWaitAtATime() throws ApiException {
        Turns turns = console.console.turns();

        assertThat(nested(turns, Turns.MOST)).isEqualTo(503);
        assertThat(nested(turns, Turns.MOST - 1)).as("and turns are given back").isEqualTo(200);
    }

    private static int nested(Turns turns, int depth) throws ApiException {
        return depth == 0 ? ask().status : turns.take(() -> nested(turns, depth - 1));
    }

    @Test
    void everyQuestionIsWrittenDownOnce() {
        rows = idle(3);
        JsonObject page = get("limit", "2", "q", "username:john\u2028-tls:none", "after", "2026-01-01T00:00:00Z");
        get("limit", "1", "q", "username:john\u2028-tls:none", "after", "2026-01-01T00:00:00Z",
                "from", page.get("next").getAsString());
        get("at", "2026-01-01T00:00:00Z");
        get("q", "username:john\u2028-tls:none", "after", "2026-01-01T00:00:00Z", "fields", "id");

        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: look into the history",
                "sessions, filter: username:john -tls:none, after 2026-01-01T00:00:00Z"),
                new Console.Entry("admin", "Session State: look into the history",
                "sessions, at 2026-01-01T00:00:00Z"));
    }

    @Test
    void asCsvWithoutFormulas() {
        rows = List.of(Pasts.ended("open", NOON, null), Pasts.ended("x", NOON,
                new PastEnd("stream_error", "policy-violation", "=cmd|'/c calc'!A1", null, "y")));
        Exchange exchange = new Exchange("GET", ApiPaths.HISTORY_SESSIONS).header("Accept", "text/csv")
                .parameter("fields", "id,username").parameter("limit", "1").run(new HistorySessionsServlet());
        Exchange rest = new Exchange("GET", ApiPaths.HISTORY_SESSIONS).header("Accept", "text/csv")
                .parameter("fields", "id,username").run(new HistorySessionsServlet());

        assertThat(exchange.headers.get("Link")).contains("history/sessions?", "from=", "limit=1");
        assertThat(rest.text()).isEqualTo("id,username,ended_at,ended_cause,ended_condition,ended_text,ended_closed_by,"
                + "ended_replaced_by,history_boot,history_authenticated_at,history_bound_at,history_detaches,"
                + "history_resumes,history_last_ip\r\n"
                + "open,john,,,,,,,0000019b7d2e1f00deadbeef,2026-01-02T11:00:01.000Z,2026-01-02T11:00:02.000Z,2,1,"
                + "192.0.2.9\r\n"
                + "x,john,2026-01-02T12:00:00.000Z,stream_error,policy-violation,'=cmd|'/c calc'!A1,,y,"
                + "0000019b7d2e1f00deadbeef,2026-01-02T11:00:01.000Z,2026-01-02T11:00:02.000Z,2,1,192.0.2.9\r\n");
    }

    // ------------------------------------------------------------------ all as CSV

    private static Exchange csv(String... parameters) {
        Exchange exchange = new Exchange("GET", ApiPaths.HISTORY_SESSIONS).header("Accept", "text/csv");
        for (int i = 0; i < parameters.length; i += 2) {
            exchange.parameter(parameters[i], parameters[i + 1]);
        }
        return exchange;
    }

    private static List<String> csvIds(Exchange csv) {
        return csv.text().lines().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, LongAnswer.CHUNK, 2 * LongAnswer.CHUNK + 1})
    void csvHasAllOfThemHoweverLongAgo(int count) {
        rows = idle(count);

        Exchange all = csv("fields", "id").run(new HistorySessionsServlet());

        assertThat(csvIds(all)).isEqualTo(rows.stream().map(PastSession::id).toList());
        assertThat(all.headers).doesNotContainKey("Link").containsEntry("Vary", "Accept")
                .containsEntry("Content-Type", "text/csv; charset=utf-8; header=present");
        assertThat(asked).hasSize(count / LongAnswer.CHUNK + 1)
                .allSatisfy(query -> {
                    assertThat(query.limit()).isEqualTo(LongAnswer.CHUNK);
                    assertThat(query.from()).isNull();
                });
        assertThat(console.entries).extracting(Console.Entry::details).containsExactly("sessions, all as CSV");
    }

    @Test
    void csvHasAllThatTheFilterFinds() {
        List<PastSession> some = new ArrayList<>(idle(LongAnswer.CHUNK + 20));
        some.add(3, Pasts.of("s9", "jane", "192.0.2.1", NOON, IDLE));
        some.add(Pasts.of("s0", "jane", "192.0.2.1", NOON.minusSeconds(9_999), IDLE));
        rows = some;

        Exchange all = csv("fields", "id", "q", "-username:john", "after", "2026-01-01T00:00Z")
                .run(new HistorySessionsServlet());

        assertThat(csvIds(all)).containsExactly("s9", "s0");
        assertThat(asked).extracting(PastQuery::from).containsOnly(Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** Whoever reads it must not take it for all. */
    @Test
    void theConnectionIsCutIfTheRestCannotBeHad() throws Exception {
        rows = idle(LongAnswer.CHUNK + 1);
        failBehindTheFirst();

        Exchange cut = csv("fields", "id").run(new HistorySessionsServlet());

        verify(cut.response).sendError(-1);
        assertThat(cut.text().lines()).hasSize(LongAnswer.CHUNK + 1);
        assertThat(csv("fields", "id", "limit", "2").run(new HistorySessionsServlet()).text().lines()).hasSize(3);
    }

    private void failBehindTheFirst() {
        doAnswer(call -> {
            PastQuery query = call.getArgument(0);
            return query.before() != null ? CompletableFuture.failedFuture(new DatabaseException("gone", null))
                    : CompletableFuture.completedFuture(rows.subList(0, query.limit()));
        }).when(console.history).sessions(any());
    }

    @Test
    void whatFailsBeforeAnythingIsSentIsAnError() throws Exception {
        rows = idle(LongAnswer.CHUNK + 1);
        failBehindTheFirst();
        Exchange buffered = csv("fields", "id");
        when(buffered.response.isCommitted()).thenReturn(false);

        buffered.run(new HistorySessionsServlet());

        verify(buffered.response).reset();
        verify(buffered.response, never()).sendError(anyInt());
        assertThat(buffered.status).isEqualTo(503);
        doReturn(CompletableFuture.failedFuture(new DatabaseException("down", null)))
                .when(console.history).sessions(any());
        assertThat(csv().run(new HistorySessionsServlet()).code()).isEqualTo("no_database");
    }

    @Test
    void onlyAFewLongAnswersAreSentAtATimeAndTheirTurnsAreGivenBack() throws Exception {
        rows = idle(1);
        Turns turns = console.console.turns();
        List<Turns.LongTurn> others = List.of(turns.begin(), turns.begin());
        Exchange refused = csv().run(new HistorySessionsServlet());
        assertThat(refused.code()).isEqualTo("no_database");
        assertThat(refused.headers).containsKey("Retry-After");
        assertThat(ask().status).as("pages go on").isEqualTo(200);
        others.get(0).close();
        others.get(0).close();
        for (int i = 0; i < 3; i++) {
            assertThat(csv().run(new HistorySessionsServlet()).status).isEqualTo(200);
        }
        failBehindTheFirst();
        rows = idle(LongAnswer.CHUNK + 1);
        for (int i = 0; i < 3; i++) {
            verify(csv().run(new HistorySessionsServlet()).response).sendError(-1);
        }
        doThrow(new IllegalStateException("for the test")).when(console.history).sessions(any());
        for (int i = 0; i < 3; i++) {
            assertThat(csv().run(new HistorySessionsServlet()).status).isEqualTo(500);
        }
    }

    @ParameterizedTest
    @CsvSource({"q,cause:tired", "q,nothing:1", "limit,0", "limit,2001", "limit,x", "from,x", "from,YQ", "at,now",
        "at,2026-01-31", "after,+12026-01-01T00:00:00Z", "until,2026-13-01T00:00:00Z", "fields,roster", "fields,x",
        "sort,since", "before,x", "q,''"})
    void refusesWhatItDoesNotKnow(String name, String value) {
        assertThat(ask(name, value).status).isEqualTo(400);
        assertThat(asked).isEmpty();
        assertThat(console.entries).isEmpty();
    }

    @Test
    void refusesPlacesThatItDidNotMake() {
        for (Cursor place : List.of(new Cursor(null, "x"), new Cursor("99999999999999999999", "x"),
                new Cursor("1 2 3", "x"), new Cursor("1", "a\u0000b"), new Cursor("1", "x".repeat(41)))) {
            assertThat(ask("from", place.toString()).status).as(place.toString()).isEqualTo(400);
        }
        assertThat(ask("at", "2026-01-01T00:00:00Z", "until", "2026-01-01T00:00:00Z").error())
                .isEqualTo("at excludes after and until");
    }
}
