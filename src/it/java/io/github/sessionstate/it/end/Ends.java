package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;

/**
 * What the plugin counts of the ends of sessions, from one moment on: all of them, so nobody else may use the host
 * meanwhile.
 */
final class Ends {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final OpenfireHost host;
    private final SessionTable table;
    private final JsonObject before;

    private Ends(OpenfireHost host, SessionTable table) throws IOException {
        this.host = host;
        this.table = table;
        Await.until("no sessions", LIMIT, () -> total(table.status()) == 0);
        if (!isEmpty()) {
            // 4.2.0 keeps what is left of a session that carried a resume as long as a detached one.
            host.sessions().expireDetached();
        }
        awaitEmpty();
        before = table.status();
    }

    private void awaitEmpty() throws IOException {
        try {
            Await.until("no sessions", LIMIT, () -> total(table.status()) == 0 && isEmpty());
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ", but " + host.probe(), e);
        }
    }

    private boolean isEmpty() throws IOException {
        return host.probe().equals(List.of("unbound 0", "detached 0"));
    }

    /** Begins with a host that has no sessions. */
    static Ends from(OpenfireHost host, SessionTable table) throws IOException {
        return new Ends(host, table);
    }

    private static long total(JsonObject status) {
        return status.getAsJsonObject("counts").get("total").getAsLong();
    }

    /** How many sessions began since. */
    long created() throws IOException {
        return created(table.status()) - created(before);
    }

    private static long created(JsonObject status) {
        return status.get("created").getAsLong();
    }

    /** How many sessions ended since, by cause. */
    Map<String, Long> counts() throws IOException {
        return counts(table.status());
    }

    private Map<String, Long> counts(JsonObject now) {
        Map<String, Long> counts = new TreeMap<>();
        for (String cause : now.getAsJsonObject("ended").keySet()) {
            long count = count(now, cause) - count(before, cause);
            if (count != 0) {
                counts.put(cause, count);
            }
        }
        return counts;
    }

    private static long count(JsonObject status, String cause) {
        return status.getAsJsonObject("ended").get(cause).getAsLong();
    }

    /** Waits until this many sessions have ended. */
    void await(long ended) {
        Await.until(ended + " sessions ended", LIMIT,
                () -> counts().values().stream().mapToLong(Long::longValue).sum() >= ended);
    }

    /** What the end of a session tells beside its cause: condition, text, who closed it, and what took its place. */
    String told(String id) throws IOException {
        // It is counted a moment before it is listed.
        Await.until("the end of " + id, LIMIT, () -> table.end(id) != null);
        JsonObject end = table.end(id);
        return Stream.of("condition", "text", "closed_by", "replaced_by").map(key -> SessionTable.text(end, key))
                .map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** Nothing is left, neither here nor in the host, each session ended once, and for these reasons. */
    void expect(String what, Map<String, Long> causes) throws IOException {
        awaitEmpty();
        JsonObject now = table.status();
        assertThat(counts(now)).as(what).isEqualTo(new TreeMap<>(causes));
        long ended = now.getAsJsonObject("ended").entrySet().stream().mapToLong(e -> e.getValue().getAsLong()).sum();
        assertThat(created(now) - ended).as("created without an end").isZero();
    }
}
