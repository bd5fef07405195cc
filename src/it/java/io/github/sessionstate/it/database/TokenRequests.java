package io.github.sessionstate.it.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;

/**
 * What came of requests that were sent one after the other, while there was something about the database.
 *
 * @param nanos how long each took, sorted
 */
record TokenRequests(List<HttpResponse<String>> all, long[] nanos) {
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** So long a request waits for the database, and what else may take time on a machine that does something else. */
    private static final Duration WAITS = Duration.ofMillis(100);
    private static final Duration ALLOWANCE = Duration.ofMillis(200);

    /** Sends one request after the other, with a pause between, until this moment of {@link System#nanoTime}. */
    static TokenRequests until(long end, Callable<HttpResponse<String>> request) throws Exception {
        List<HttpResponse<String>> all = new ArrayList<>();
        List<Long> nanos = new ArrayList<>();
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            all.add(request.call());
            nanos.add(System.nanoTime() - start);
            Thread.sleep(PAUSE.toMillis());
        }
        return new TokenRequests(all, nanos.stream().mapToLong(Long::longValue).sorted().toArray());
    }

    /** On a busy machine the database may take longer at first than a request waits for it. */
    static void awaitLetIn(AdminClient script, String token) {
        Await.until("the token is let in", Duration.ofSeconds(20), () -> {
            int status = script.get(PluginPaths.STATUS, token).statusCode();
            assertThat(status).isIn(200, 503);
            return status == 200;
        });
    }

    /** Half of the requests, or another part, took no longer. */
    private Duration within(double part) {
        return Duration.ofNanos(nanos[(int) (nanos.length * part)]);
    }

    List<Integer> statuses() {
        return all.stream().map(HttpResponse::statusCode).toList();
    }

    /**
     * All say that there is no database now, and do so soon.
     *
     * @param plain the same requests while there was one
     */
    void expectToBeRefusedAtOnce(TokenRequests plain) {
        assertThat(statuses()).containsOnly(503);
        assertThat(all).allSatisfy(answer -> {
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(answer.body()).contains("\"no_database\"");
        });
        assertThat(within(0.5)).isLessThan(plain.within(0.5).plus(WAITS).plus(Patience.of(ALLOWANCE)));
    }

    @Override
    public String toString() {
        return "%d in %d ms (median), %d ms (nine of ten), %d ms (all)".formatted(all.size(),
                within(0.5).toMillis(), within(0.9).toMillis(), nanos[nanos.length - 1] / 1_000_000);
    }
}
