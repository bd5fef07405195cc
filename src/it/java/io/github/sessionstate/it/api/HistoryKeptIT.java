package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/** What the history must not keep, read from its tables on a real host, and to whom it must not tell anything. */
class HistoryKeptIT extends SharedHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SETTING = "plugin.sessionstate.history.";

    private final String mark = UUID.randomUUID().toString();
    private AdminClient admin;
    private Instant start;

    @BeforeEach
    void logIn() throws IOException {
        admin = host.adminLogin();
        start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    @AfterEach
    void asBefore() throws IOException {
        for (String name : List.of("counts-only", "session-days", "login-days")) {
            host.setProperty(SETTING + name, null);
        }
        admin.revokeGrants();
    }

    private void awaitWritten() {
        Await.until("all is written", LIMIT, () -> admin.getJson(PluginPaths.STATUS).getAsJsonObject("history")
                .get("queued_rows").getAsInt() == 0);
    }

    // ------------------------------------------------------------------ tables

    @Test
    void whatIsNotToBeKeptIsInNoTable() throws Exception {
        host.setProperty(SETTING + "counts-only", "true");
        leave();
        Await.until("there are rows", LIMIT, () -> !read("Session", "began").isEmpty()
                && !read("Login", "lastAt").isEmpty());
        awaitWritten();
        List<String> rows = read("Session", "began");
        rows.addAll(read("Login", "lastAt"));
        assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row).contains("127.0.0.1").doesNotContain("john", mark));

        host.setProperty(SETTING + "counts-only", null);
        host.setProperty(SETTING + "session-days", "0");
        host.setProperty(SETTING + "login-days", "0");
        leave();
        awaitWritten();
        List<String> after = read("Session", "began");
        after.addAll(read("Login", "lastAt"));
        assertThat(after).as("as before").isEqualTo(rows);
    }

    private void leave() throws IOException {
        try (RawClient client = host.connect()) {
            client.openStream();
            assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
            client.authPlain("john", HostOptions.PASSWORD);
            client.openStream();
            client.bind(mark);
            client.presence("<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' ver='x' node='https://gajim.org'/>");
            client.sync();
            client.closeStream();
        }
        Await.until("it has ended", LIMIT, () -> table.byFullJid("john@" + HostOptions.DOMAIN + '/' + mark).isEmpty());
    }

    // Of this test's time.
    private List<String> read(String what, String time) throws IOException {
        return new ArrayList<>(host.database().execute("SELECT * FROM ofSessionState" + what + " WHERE " + time + " >= "
                + start.toEpochMilli()));
    }

    // ------------------------------------------------------------------ access

    @Test
    void noPathIsOpenToWhoHasNoLoginAndNotTheScope() throws Exception {
        String others = admin.makeToken("all but history", "read", "message", "close", "settings");
        ApiDocument document = new ApiDocument(admin.get(PluginPaths.OPENAPI).body());
        List<ApiDocument.Operation> operations = document.operations().stream()
                .filter(operation -> operation.path().startsWith(PluginPaths.API + "history/")).toList();
        assertThat(operations).hasSizeGreaterThanOrEqualTo(3);
        AdminClient nobody = host.console();
        for (ApiDocument.Operation operation : operations) {
            String path = operation.path() + "?username=john";
            for (String credentials : new String[] {null, "Bearer " + others, "Bearer x", "Basic YWRtaW46YWRtaW4="}) {
                HttpRequest.Builder request = nobody.request(path).header("Content-Type", "application/json");
                if (credentials != null) {
                    request.header("Authorization", credentials);
                }
                HttpResponse<String> answer = nobody.send(operation.method().equals("GET") ? request.GET()
                        : request.method(operation.method(), BodyPublishers.ofString("{\"username\":\"" + mark + "\"}")));

                assertThat(answer.statusCode()).as("%s %s with %s: %s", operation.method(), path, credentials,
                        answer.body()).isIn(401, 403, 429);
                assertThat(answer.body()).doesNotContain("john");
                if (credentials != null && credentials.endsWith(others)) {
                    assertThat(answer.body()).contains("scope_missing");
                }
            }
        }
    }
}
