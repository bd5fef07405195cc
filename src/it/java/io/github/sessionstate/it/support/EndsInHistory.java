package io.github.sessionstate.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.host.SharedHost;

/**
 * Looks, once all tests of a class have run on the shared host, whether the history has a row of each session that ended
 * meanwhile, as the list of those that ended lately has it, and none of those that never logged in, or whose account was
 * deleted. What the list tells of an end is for the tests themselves to check.
 */
public final class EndsInHistory implements BeforeAllCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(EndsInHistory.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ALL = "?limit=2000";
    /** So many have their timelines looked at. */
    private static final int MOST_TIMELINES = 300;
    // As many as the list has of one kind.
    private static final int MOST_LISTED = 1_000;
    private static final List<String> SAME = List.of("username", "host", "resource", "full_jid", "type", "client",
            "user_agent", "sasl_mechanism", "language", "stanzas_in", "stanzas_out");
    private static final List<String> SAME_CONNECTION = List.of("transport", "ip", "port", "secure");
    private static final List<String> SAME_END = List.of("cause", "condition", "text", "closed_by", "replaced_by");

    private final OpenfireHost host;
    private final AdminClient admin;
    private final SessionTable table;
    private final List<JsonObject> listed = new ArrayList<>();
    private final Map<String, JsonObject> rows = new HashMap<>();

    /** For JUnit. */
    public EndsInHistory() {
        host = null;
        admin = null;
        table = null;
    }

    private EndsInHistory(OpenfireHost host) throws IOException {
        this.host = host;
        admin = host.adminLogin();
        table = new SessionTable(host);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put("since", Instant.now());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        OpenfireHost shared = SharedHost.running(context);
        if (shared != null) {
            new EndsInHistory(shared).check(context.getStore(NAMESPACE).get("since", Instant.class));
        }
    }

    /** Looks at all sessions since the start of a host with the probe. */
    public static void expectAll(OpenfireHost host) throws IOException {
        EndsInHistory ends = new EndsInHistory(host);
        ends.check(Instant.EPOCH);
        ends.expectNumbers();
    }

    private void check(Instant since) throws IOException {
        pages(PluginPaths.ENDED + ALL, "ended").stream().filter(row -> end(row).get("cause").isJsonPrimitive()
                && !at(row).isBefore(since)).forEach(listed::add);
        Await.until("nothing waits to be written", LIMIT, () ->
                admin.getJson(PluginPaths.STATUS).getAsJsonObject("history").get("queued_rows").getAsInt() == 0);
        pages(PluginPaths.HISTORY_SESSIONS + ALL + "&after=" + since, "sessions")
                .forEach(row -> assertThat(rows.put(SessionTable.text(row, "id"), row)).isNull());

        Set<String> accounts = Set.copyOf(host.database().execute("SELECT username FROM ofUser"));
        List<JsonObject> users = listed.stream().filter(ended -> !isStranger(ended)
                && accounts.contains(SessionTable.text(ended, "username"))).toList();
        Set<String> ids = users.stream().map(row -> SessionTable.text(row, "id")).collect(Collectors.toSet());
        Set<String> endedRows = rows.values().stream().filter(row -> row.get("ended").isJsonObject())
                .map(row -> SessionTable.text(row, "id")).collect(Collectors.toSet());
        if (users.size() < MOST_LISTED) {
            assertThat(endedRows).as("rows of sessions that ended").isEqualTo(ids);
        } else {
            assertThat(endedRows).as("rows of sessions that ended").containsAll(ids);
        }
        assertThat(listed.stream().filter(EndsInHistory::isStranger).map(row -> SessionTable.text(row, "id")))
                .as("sessions that never logged in").doesNotContainAnyElementsOf(rows.keySet());
        for (JsonObject ended : users) {
            expectRow(ended, rows.get(SessionTable.text(ended, "id")));
        }
        for (JsonObject ended : users.subList(0, Math.min(users.size(), MOST_TIMELINES))) {
            expectMoves(rows.get(SessionTable.text(ended, "id")));
        }
        rows.values().forEach(this::expectSuccessor);
    }

    private List<JsonObject> pages(String path, String key) throws IOException {
        List<JsonObject> all = new ArrayList<>();
        String from = "";
        while (from != null) {
            JsonObject page = admin.getJson(path + from);
            page.getAsJsonArray(key).forEach(row -> all.add(row.getAsJsonObject()));
            String next = SessionTable.text(page, "next");
            from = next == null ? null : "&from=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
        }
        return all;
    }

    private static JsonObject end(JsonObject row) {
        return row.getAsJsonObject("ended");
    }

    private static Instant at(JsonObject row) {
        return moment(end(row), "at");
    }

    // As databases have it.
    private static Instant moment(JsonObject object, String key) {
        String text = SessionTable.text(object, key);
        return text == null ? null : Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
    }

    private static boolean isStranger(JsonObject ended) {
        return "c2s_unauthed".equals(SessionTable.text(ended, "type"));
    }

    // ------------------------------------------------------------------ a row

    private static void expectRow(JsonObject ended, JsonObject row) {
        JsonObject history = row.getAsJsonObject("history");
        boolean hasMoved = history.get("detaches").getAsInt() > 0 || history.get("resumes").getAsInt() > 0;
        for (String key : hasMoved ? SAME : Stream.concat(SAME.stream(), SAME_CONNECTION.stream()).toList()) {
            assertThat(row.get(key)).as("%s of %s", key, row).isEqualTo(ended.get(key));
        }
        for (String key : SAME_END) {
            assertThat(end(row).get(key)).as("%s of %s", key, row).isEqualTo(end(ended).get(key));
        }
        assertThat(at(row)).as("%s", row).isEqualTo(at(ended));
        assertThat(moment(row, "since")).as("%s", row).isEqualTo(moment(ended, "since"));
        expectOrder(row, SessionTable.is(ended, "seeded"));
    }

    private static void expectOrder(JsonObject row, boolean isSeeded) {
        JsonObject history = row.getAsJsonObject("history");
        Instant authenticated = moment(history, "authenticated_at");
        Instant bound = moment(history, "bound_at");
        List<Instant> moments =
                Stream.of(moment(row, "since"), authenticated, bound, at(row)).filter(Objects::nonNull).toList();
        assertThat(moments).as("accept, login, bind, end of %s", row).isSorted();
        if (!isSeeded) {
            assertThat(authenticated).as("login of %s", row).isNotNull();
            assertThat(bound != null).as("bind of %s", row).isEqualTo(!row.get("resource").isJsonNull());
        }
    }

    /** How often it was detached and resumed, as its timeline has it. */
    private void expectMoves(JsonObject row) throws IOException {
        List<String> timeline = table.timeline(SessionTable.text(row, "id"));
        int detaches = 0;
        int resumes = 0;
        boolean isDetached = false;
        for (String kind : timeline) {
            if (kind.equals("detached")) {
                detaches++;
                isDetached = true;
            } else if (kind.equals("attached") && isDetached) {
                resumes++;
                isDetached = false;
            }
        }
        JsonObject history = row.getAsJsonObject("history");
        assertThat(List.of(history.get("detaches").getAsInt(), history.get("resumes").getAsInt()))
                .as("detaches and resumes of %s with %s", row, timeline).isEqualTo(List.of(detaches, resumes));
    }

    private void expectSuccessor(JsonObject row) {
        String id = row.get("ended").isJsonObject() ? SessionTable.text(end(row), "replaced_by") : null;
        if (id == null) {
            return;
        }
        JsonObject successor = rows.get(id);
        assertThat(successor).as("what took the place of %s", row).isNotNull();
        assertThat(SessionTable.text(successor, "username")).isEqualTo(SessionTable.text(row, "username"));
        if ("replaced".equals(SessionTable.text(end(row), "cause"))) {
            assertThat(SessionTable.text(successor, "full_jid")).isEqualTo(SessionTable.text(row, "full_jid"));
            assertThat(moment(successor.getAsJsonObject("history"), "bound_at")).as("%s before %s", row, successor)
                    .isAfterOrEqualTo(moment(row.getAsJsonObject("history"), "bound_at"));
        }
    }

    // ------------------------------------------------------------------ all

    /** However many there were: by cause, as the plugin has counted them. */
    private void expectNumbers() throws IOException {
        Map<String, Long> counted = new TreeMap<>();
        for (Map.Entry<String, JsonElement> cause : table.status().getAsJsonObject("ended").entrySet()) {
            long strangers = listed.stream().filter(EndsInHistory::isStranger)
                    .filter(row -> cause.getKey().equals(SessionTable.text(end(row), "cause"))).count();
            long users = cause.getValue().getAsLong() - strangers;
            if (users != 0) {
                counted.put(cause.getKey(), users);
            }
        }
        Map<String, Long> found = rows.values().stream().filter(row -> row.get("ended").isJsonObject())
                .collect(Collectors.groupingBy(row -> SessionTable.text(end(row), "cause"), TreeMap::new,
                        Collectors.counting()));
        assertThat(found).as("rows by cause").isEqualTo(counted);
    }
}
