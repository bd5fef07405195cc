package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.api.ApiDocument.Operation;
import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.RawHttp;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;

/** The running server answers as its OpenAPI document says, whatever it is asked. */
class OpenApiIT extends SharedHostTest {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 2_000);
    /** An address of which this much is taken by every server. */
    private static final int LONGEST = 8_000;
    private static final String ALL_SCOPES = "read history message close settings";

    private RawHttp http;
    private AdminClient admin;
    private ApiDocument document;

    @BeforeEach
    void readDocument() throws IOException {
        http = new RawHttp(host.console().url("/"), "127.0.0.77");
        admin = host.adminLogin();
        document = new ApiDocument(admin.get(PluginPaths.OPENAPI).body());
    }

    private RawHttp.Answer get(String target, String... headers) throws IOException {
        return http.send("GET", target, List.of(headers), new byte[0]);
    }

    @AfterEach
    void revoke() throws IOException {
        host.adminLogin().revokeGrants();
    }

    @Test
    void everyListAndTableIsAsTheDocumentSays() throws Exception {
        String token = "Authorization: Bearer " + admin.makeToken("document", "read", "history");
        assertThat(admin.getJson(PluginPaths.OPENAPI).getAsJsonObject("info").get("version").getAsString())
                .matches("\\d+\\..*");
        XMPPTCPConnection john = host.smack("john", "document");
        try {
            String id = SessionTable.text(table.byFullJid("john@example.org/document").get(0), "id");
            for (Operation operation : document.operations()) {
                if (!operation.method().equals("GET")) {
                    continue;
                }
                for (String query : queries(operation, id)) {
                    String target = operation.path() + query;
                    RawHttp.Answer answer = operation.path().equals(PluginPaths.TOKENS)
                            ? asAdministrator(target) : get(target, token);
                    assertThat(answer.status()).as("%s: %s", target, answer.body()).isEqualTo(200);
                    assertThat(document.complaint(operation, answer)).as("%s: %s", target, answer.body()).isNull();
                }
                for (String accept : List.of("text/csv", "application/openmetrics-text")) {
                    RawHttp.Answer answer = get(operation.path(), token, "Accept: " + accept);
                    assertThat(document.complaint(operation, answer)).as("%s as %s", operation.path(), accept).isNull();
                }
            }
            assertThat(get(PluginPaths.OPENAPI + "x", token).status()).isIn(302, 404);
        } finally {
            john.disconnect();
        }
    }

    private RawHttp.Answer asAdministrator(String target) throws IOException {
        return get(target, "Cookie: JSESSIONID=" + admin.sessionCookie());
    }

    private static List<String> queries(Operation operation, String id) {
        if (operation.path().endsWith("/details")) {
            return List.of("?id=" + id);
        }
        if (operation.path().equals(PluginPaths.HISTORY_EXPORT)) {
            return List.of("?username=john");
        }
        if (operation.path().equals(PluginPaths.HISTORY_COUNTS)) {
            return List.of("", "?after=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00Z");
        }
        return operation.path().equals(PluginPaths.SESSIONS)
                ? List.of("", "?fields=all", "?rows=arrays&fields=all", "?group=client", "?limit=0", "?id=" + id)
                : List.of("");
    }

    /** Of every operation with a token: nothing that is not in the document, and no failure. */
    @Test
    void nothingElseIsAnsweredToWhateverIsAsked() throws Exception {
        long seed = Long.getLong("fuzz.seed", new Random().nextLong());
        Random random = new Random(seed);
        String token = admin.makeToken("fuzz", ALL_SCOPES.split(" "));
        Map<String, Integer> statuses = new TreeMap<>();
        Map<String, TreeSet<String>> methods = new TreeMap<>();
        document.operations().forEach(operation ->
                methods.computeIfAbsent(operation.path(), path -> new TreeSet<>()).add(operation.method()));
        XMPPTCPConnection jane = host.smack("jane", "fuzz");
        try {
            List<String> ids = new ArrayList<>(List.of(UUID.randomUUID().toString(), "x", ""));
            ids.add(SessionTable.text(table.byFullJid("jane@example.org/fuzz").get(0), "id"));
            for (int i = 0; i < REQUESTS; i++) {
                FuzzedRequest request = FuzzedRequest.of(random, document.operations(), token, ids);
                RawHttp.Answer answer = send(seed, i, request);
                statuses.merge(request.operation().method() + ' ' + answer.status(), 1, Integer::sum);
                assertThat(complaint(methods, request, answer)).as("request %d of seed %d: %s %s %s %s%nanswer %d: %s", i,
                        seed, request.method(), request.target(), request.headers(),
                        new String(request.body(), StandardCharsets.UTF_8), answer.status(), answer.body()).isNull();
                assertThat(answer.headers()).doesNotContainKey("x-evil");
            }
        } finally {
            jane.disconnect();
            JsonObject values = new JsonObject();
            values.add("plugin.sessionstate.limit.per-user", JsonNull.INSTANCE);
            JsonObject body = new JsonObject();
            body.add("values", values);
            admin.sendTokenOf(PluginPaths.SETTINGS).postJson(PluginPaths.SETTINGS, body);
        }
        // What the server's own part has to say of such requests.
        host.assertNoUnexpectedWarnings("WARN org\\.eclipse\\.jetty\\..*");
        System.out.printf("fuzz: seed %d, %d requests, %s%n", seed, REQUESTS, statuses);
        assertThat(statuses).containsKeys("GET 200", "POST 200", "GET 400", "POST 400", "GET 401");
    }

    private RawHttp.Answer send(long seed, int number, FuzzedRequest request) {
        try {
            return http.send(request.method(), request.target(), request.headers(), request.body());
        } catch (IOException | RuntimeException e) {
            throw new AssertionError("request " + number + " of seed " + seed + ": " + request.method() + ' '
                    + request.target() + ' ' + request.headers(), e);
        }
    }

    private String complaint(Map<String, TreeSet<String>> methods, FuzzedRequest request, RawHttp.Answer answer) {
        if (request.target().length() > LONGEST && List.of(414, 431).contains(answer.status())) {
            // The server's own part, which the plugin is not asked by.
            return null;
        }
        Operation operation = request.operation();
        if (request.method().equals(operation.method())) {
            return document.complaint(operation, answer);
        }
        if (methods.get(operation.path()).contains(request.method())) {
            // Another operation of the path, with what is not its own.
            return answer.status() < 500 ? null : "status " + answer.status();
        }
        return List.of(401, 405, 429).contains(answer.status()) ? null : "status " + answer.status();
    }
}
