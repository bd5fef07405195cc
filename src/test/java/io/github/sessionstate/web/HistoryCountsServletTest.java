package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.history.CountQuery;
import io.github.sessionstate.history.PastCounts;

class HistoryCountsServletTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final Console console = new Console();
    private final List<CountQuery> asked = new ArrayList<>();

    @BeforeEach
    void answer() {
        when(console.history.counts(any())).thenAnswer(call -> {
            asked.add(call.getArgument(0));
            return CompletableFuture.completedFuture(List.of(
                    new PastCounts(NOON, 3, 1, 1_000_000_000_000L, Map.of("server_lost", 7L)),
                    new PastCounts(NOON.plus(PastCounts.SLOT), 0, 0, 0, Map.of())));
        });
    }

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange ask(String... parameters) {
        return Exchange.get(ApiPaths.HISTORY_COUNTS, new HistoryCountsServlet(), parameters);
    }

    @Test
    void tellsWhatHappenedInEachQuarterOfAnHour() {
        Exchange exchange = ask("after", "2026-01-02T13:00:00+01:00", "until", "2026-01-02T12:30Z");

        assertThat(exchange.text()).isEqualTo("{\"after\":\"2026-01-02T12:00:00.000Z\","
                + "\"until\":\"2026-01-02T12:30:00.000Z\",\"slot_seconds\":900,\"counts\":["
                + "{\"at\":\"2026-01-02T12:00:00.000Z\",\"logins\":3,\"failed_logins\":1,"
                + "\"most_sessions\":1000000000000,\"ends\":{\"server_lost\":7}},"
                + "{\"at\":\"2026-01-02T12:15:00.000Z\",\"logins\":0,\"failed_logins\":0,\"most_sessions\":0,"
                + "\"ends\":{}}]}");
        assertThat(asked).containsExactly(new CountQuery(NOON, NOON.plusSeconds(1800)));
        assertThat(console.entries).as("names nobody").isEmpty();
    }

    @Test
    void isOfTheLastDayUnlessAskedOtherwise() {
        ask();
        ask("until", "2026-01-02T12:00:00Z");

        assertThat(asked.get(0).to()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
        assertThat(asked.get(0).from()).isEqualTo(asked.get(0).to().minus(Duration.ofDays(1)));
        assertThat(asked.get(1)).isEqualTo(new CountQuery(NOON.minus(Duration.ofDays(1)), NOON));
    }

    @Test
    void asCsvWithAColumnForEachCause() {
        Exchange exchange = new Exchange("GET", ApiPaths.HISTORY_COUNTS).header("Accept", "text/csv")
                .run(new HistoryCountsServlet());

        assertThat(exchange.text()).isEqualTo("at,logins,failed_logins,most_sessions,ends_closed,ends_closed_by_client,"
                + "ends_connection_lost,ends_stream_error,ends_replaced,ends_resumed,ends_limit,ends_closed_by_admin,"
                + "ends_account_changed,ends_auth_failed,ends_tls_failed,ends_idle,ends_detach_expired,"
                + "ends_server_shutdown,ends_server_lost\r\n"
                + "2026-01-02T12:00:00.000Z,3,1,1000000000000,0,0,0,0,0,0,0,0,0,0,0,0,0,0,7\r\n"
                + "2026-01-02T12:15:00.000Z,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0\r\n");
        assertThat(exchange.headers).doesNotContainKey("Link");
    }

    @Test
    void saysThatTheDatabaseDoesNotAnswer() {
        doReturn(CompletableFuture.failedFuture(new DatabaseException("busy", null)))
                .when(console.history).counts(any());

        assertThat(ask().status).isEqualTo(503);
    }

    @ParameterizedTest
    @CsvSource({"q,john", "limit,1", "from,x", "after,x", "until,tomorrow", "until,0000-01-01", "after,2026-01-01T00:00:00Z",
            "after,9999-01-01T00:00:00Z"})
    void refusesWhatItDoesNotKnow(String name, String value) {
        assertThat(ask(name, value).status).isEqualTo(400);
        assertThat(asked).isEmpty();
    }

    @Test
    void takesAMonthAtMost() {
        Exchange tooLong = ask("after", "2026-01-01T00:00:00Z", "until", "2026-02-01T00:00:01Z");

        assertThat(tooLong.status).isEqualTo(400);
        assertThat(tooLong.text()).contains("at most 31 days");
        assertThat(ask("after", "2026-01-01T00:00:00Z", "until", "2026-02-01T00:00:00Z").status).isEqualTo(200);
    }
}
