package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.SmackClient;

/** What the database keeps of sessions and failed logins ({@code History}), as the API tells it, on a real host. */
class HistoryIT extends SharedHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SESSIONS = PluginPaths.HISTORY_SESSIONS + "?q=";

    // The resource of no other test.
    private final String resource = "history-" + UUID.randomUUID();
    private AdminClient admin;

    @BeforeEach
    void logIn() throws IOException {
        admin = host.adminLogin();
        admin.sendTokenOf(PluginPaths.STATUS);
    }

    @AfterEach
    void revoke() throws IOException {
        host.adminLogin().revokeGrants();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<JsonObject> rows(JsonObject page, String key) {
        return page.getAsJsonArray(key).asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    private List<JsonObject> find(String filter) throws IOException {
        return rows(admin.getJson(SESSIONS + encode(filter)), "sessions");
    }

    /** The one row that a filter finds, once it is as expected. */
    private JsonObject await(String filter, Predicate<JsonObject> expected) {
        AtomicReference<List<JsonObject>> last = new AtomicReference<>();
        try {
            Await.until("a row of " + filter, LIMIT, () -> {
                last.set(find(filter));
                return last.get().size() == 1 && expected.test(last.get().get(0));
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": " + last.get(), e);
        }
        return last.get().get(0);
    }

    private static boolean hasEnded(JsonObject row) {
        return row.get("ended").isJsonObject();
    }

    private String jid(String username) {
        return username + '@' + HostOptions.DOMAIN + '/' + resource;
    }

    @Test
    void aSessionIsThereWhileItGoesOnAndAfterAnAdministratorClosedIt() throws Exception {
        XMPPTCPConnection john = host.smack("john", resource);
        String ofJohn = "full_jid:" + jid("john");
        Instant online;
        String id;
        try {
            id = SessionTable.text(table.byFullJid(jid("john")).get(0), "id");
            JsonObject open = await(ofJohn, row -> !hasEnded(row));
            assertThat(SessionTable.text(open, "id")).isEqualTo(id);
            assertThat(SessionTable.text(open, "ip")).isEqualTo("127.0.0.1");
            assertThat(open.getAsJsonObject("history").get("bound_at").isJsonNull()).isFalse();
            online = Instant.now();
            assertThat(SessionTable.text(table.close(id, "policy-violation", "too loud"), "outcome"))
                    .isEqualTo("closed");
        } finally {
            SmackClient.disconnect(john);
        }

        JsonObject row = await(ofJohn + " cause:closed_by_admin", HistoryIT::hasEnded);

        JsonObject ended = row.getAsJsonObject("ended");
        assertThat(SessionTable.text(row, "id")).isEqualTo(id);
        assertThat(SessionTable.text(ended, "condition")).isEqualTo("policy-violation");
        assertThat(SessionTable.text(ended, "text")).isEqualTo("too loud");
        assertThat(SessionTable.text(ended, "closed_by")).isEqualTo("admin");
        assertThat(find(ofJohn + " cause:none")).isEmpty();
        assertThat(rows(admin.getJson(SESSIONS + encode(resource) + "&at=" + online), "sessions")).hasSize(1);
        assertThat(rows(admin.getJson(SESSIONS + encode(resource) + "&at="
                + Instant.parse(SessionTable.text(ended, "at")).plusSeconds(1)), "sessions")).isEmpty();
        assertThat(AuditEntry.with(resource + " cause:none", host)).singleElement()
                .satisfies(entry -> assertThat(entry.summary()).isEqualTo("Session State: look into the history"));
    }

    @Test
    void aSessionNamesTheOneThatTookItsPlace() throws Exception {
        try (RawClient first = host.connect(); RawClient second = host.connect()) {
            first.login("john", HostOptions.PASSWORD, resource);
            String id = SessionTable.text(table.byFullJid(jid("john")).get(0), "id");
            second.login("john", HostOptions.PASSWORD, resource);

            JsonObject replaced = await("id:" + id + " username:john", HistoryIT::hasEnded);

            JsonObject ended = replaced.getAsJsonObject("ended");
            assertThat(SessionTable.text(ended, "cause")).isEqualTo("replaced");
            JsonObject other = await("full_jid:" + jid("john") + " cause:none", row -> true);
            assertThat(SessionTable.text(ended, "replaced_by")).isEqualTo(SessionTable.text(other, "id"));
        }
    }

    @Test
    void failedLoginsAreThereWithTheirNumber() throws Exception {
        Instant before = Instant.now().minusSeconds(1);
        String path = PluginPaths.HISTORY_LOGINS + "?username=john&after=" + before;
        try (RawClient client = host.connect()) {
            client.openStream();
            assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
            assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
        }

        Await.until("both are told", LIMIT, () -> rows(admin.getJson(path), "logins").stream()
                .mapToInt(row -> row.get("attempts").getAsInt()).sum() == 2);

        assertThat(rows(admin.getJson(path), "logins")).allSatisfy(row -> {
            assertThat(SessionTable.text(row, "ip")).isEqualTo("127.0.0.1");
            assertThat(SessionTable.text(row, "mechanism")).isEqualTo("PLAIN");
            assertThat(SessionTable.text(row, "failure")).isEqualTo("not-authorized");
        });
    }

    @Test
    void whatHappenedIsCountedWithoutNames() throws Exception {
        Counted before = counted();
        try (RawClient stranger = host.connect(); RawClient john = host.connect()) {
            stranger.openStream();
            assertThat(stranger.auth("john", "wrong").getName()).isEqualTo("failure");
            john.login("john", HostOptions.PASSWORD, resource);
            String id = SessionTable.text(table.byFullJid(jid("john")).get(0), "id");
            assertThat(SessionTable.text(table.close(id, "policy-violation", "too loud"), "outcome"))
                    .isEqualTo("closed");
        }

        Await.until("all is counted", LIMIT, () -> {
            Counted now = counted();
            return now.logins() > before.logins() && now.failedLogins() > before.failedLogins()
                    && now.closedByAdmin() > before.closedByAdmin() && now.mostSessions() > 0;
        });

        assertThat(admin.getJson(PluginPaths.HISTORY_COUNTS).toString()).doesNotContain("john", resource, "127.0.0.1");
        assertThat(host.database().execute("SELECT kind FROM ofSessionStateCount"))
                .allMatch(kind -> kind.matches("logins|failed_logins|most_sessions|end:[a-z_]+"));
    }

    /** Of the last day. */
    private record Counted(long logins, long failedLogins, long closedByAdmin, long mostSessions) {
    }

    private Counted counted() throws IOException {
        List<JsonObject> slots = rows(admin.getJson(PluginPaths.HISTORY_COUNTS), "counts");
        assertThat(slots).allSatisfy(slot ->
                assertThat(Instant.parse(SessionTable.text(slot, "at")).getEpochSecond() % 900).isZero());
        return new Counted(sum(slots, "logins"), sum(slots, "failed_logins"),
                sum(slots.stream().map(slot -> slot.getAsJsonObject("ends")).toList(), "closed_by_admin"),
                sum(slots, "most_sessions"));
    }

    private static long sum(List<JsonObject> slots, String key) {
        return slots.stream().filter(slot -> slot.has(key)).mapToLong(slot -> slot.get(key).getAsLong()).sum();
    }

    @Test
    void tokensNeedTheScope() throws Exception {
        String history = admin.makeToken("history", "history");
        String read = admin.makeToken("read", "read", "settings");
        AdminClient nobody = host.console();

        for (String path : List.of(PluginPaths.HISTORY_SESSIONS, PluginPaths.HISTORY_LOGINS,
                PluginPaths.HISTORY_EXPORT + "?username=nobody")) {
            assertThat(nobody.get(path, history).statusCode()).as(path).isEqualTo(200);
            HttpResponse<String> refused = nobody.get(path, read);
            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(refused.body()).contains("scope_missing");
            assertThat(nobody.get(path).statusCode()).as(path).isEqualTo(401);
        }
        for (String token : List.of(history, read)) {
            assertThat(erase(token).body()).contains("scope_missing");
        }
        assertThat(erase(admin.makeToken("erase", "history", "settings")).statusCode()).isEqualTo(200);
    }

    // Of a user that there is not.
    private HttpResponse<String> erase(String token) throws IOException {
        return host.console().header("Authorization", "Bearer " + token)
                .post(PluginPaths.HISTORY_ERASE, "{\"username\":\"" + resource + "\"}");
    }

    @Test
    void onePersonsDataAndAllAsCsvComeWhole() throws Exception {
        String user = "taken" + System.nanoTime();
        host.directory().createAccount(user);
        try (RawClient stays = host.connect(); RawClient failing = host.connect()) {
            stays.login(user, HostOptions.PASSWORD, "stays");
            failing.openStream();
            assertThat(failing.auth(user, "wrong").getName()).isEqualTo("failure");
            SmackClient.disconnect(host.smack(user, "gone"));
            await("username:" + user + " resource:gone", HistoryIT::hasEnded);
            await("username:" + user + " resource:stays", row -> !hasEnded(row));

            HttpResponse<String> answer = admin.get(PluginPaths.HISTORY_EXPORT + "?username=" + user);
            JsonObject export = JsonParser.parseString(answer.body()).getAsJsonObject();

            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .contains("attachment; filename=\"history-" + user + ".json\"");
            assertThat(rows(export, "sessions")).extracting(row -> SessionTable.text(row, "resource"))
                    .containsExactly("stays", "gone");
            assertThat(rows(export, "logins")).singleElement()
                    .satisfies(row -> assertThat(SessionTable.text(row, "username")).isEqualTo(user));
            assertThat(rows(export, "ended")).extracting(row -> SessionTable.text(row, "resource"))
                    .contains("gone").doesNotContain("stays");
            assertThat(AuditEntry.with("username: " + user, host)).singleElement().satisfies(entry ->
                    assertThat(entry.summary()).isEqualTo("Session State: export from the history"));

            String csv = admin.send(admin.request(SESSIONS + "username:" + user + "&fields=username,resource")
                    .header("Accept", "text/csv").GET()).body();
            assertThat(csv.lines().skip(1)).hasSize(2).allSatisfy(line -> assertThat(line).contains("," + user + ","));
            String all = admin.send(admin.request(PluginPaths.HISTORY_SESSIONS + "?fields=username,resource")
                    .header("Accept", "text/csv").GET()).body();
            assertThat(all).startsWith(csv.lines().findFirst().orElseThrow()).contains("," + user + ",gone,");
        } finally {
            host.directory().deleteAccount(user);
        }
    }

    @Test
    void erasingLeavesNothingButWhatGoesOn() throws Exception {
        String user = "past" + System.nanoTime();
        host.directory().createAccount(user);
        try (RawClient stays = host.connect()) {
            stays.login(user, HostOptions.PASSWORD, "stays");
            SmackClient.disconnect(host.smack(user, "gone"));
            await("username:" + user + " resource:gone", HistoryIT::hasEnded);
            String stayed = SessionTable.text(await("username:" + user + " resource:stays", row -> !hasEnded(row)), "id");
            JsonObject wanted = new JsonObject();
            wanted.addProperty("username", user);

            JsonObject erased = admin.postJson(PluginPaths.HISTORY_ERASE, wanted);

            assertThat(erased.get("sessions").getAsInt()).isOne();
            assertThat(erased.get("open_sessions").getAsInt()).isOne();
            assertThat(erased.getAsJsonArray("open_ids").get(0).getAsString()).isEqualTo(stayed);
            assertThat(erased.get("ended_list").getAsInt()).isOne();
            assertThat(erased.get("events").getAsInt()).isPositive();
            assertThat(table.ended()).noneMatch(row -> user.equals(SessionTable.text(row, "username")));
            assertThat(find("username:" + user)).singleElement()
                    .satisfies(row -> assertThat(SessionTable.text(row, "resource")).isEqualTo("stays"));
            assertThat(AuditEntry.with("username: " + user, host)).singleElement()
                    .satisfies(entry -> assertThat(entry.summary()).isEqualTo("Session State: erase from the history"));
        } finally {
            host.directory().deleteAccount(user);
        }
    }

    @Test
    void pagesHaveEachRowOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            SmackClient.disconnect(host.smack("jane", resource));
        }
        String query = SESSIONS + encode("username:jane resource:" + resource);
        Await.until("all three", LIMIT, () -> rows(admin.getJson(query), "sessions").stream()
                .filter(HistoryIT::hasEnded).count() == 3);

        JsonObject page = admin.getJson(query + "&limit=2");
        JsonObject rest = admin.getJson(query + "&limit=2&from=" + SessionTable.text(page, "next"));

        List<String> ids = rows(admin.getJson(query), "sessions").stream()
                .map(row -> SessionTable.text(row, "id")).toList();
        assertThat(rows(page, "sessions")).extracting(row -> SessionTable.text(row, "id"))
                .isEqualTo(ids.subList(0, 2));
        assertThat(rows(rest, "sessions")).extracting(row -> SessionTable.text(row, "id"))
                .isEqualTo(ids.subList(2, 3));
        assertThat(rest.get("next").isJsonNull()).isTrue();
    }
}
