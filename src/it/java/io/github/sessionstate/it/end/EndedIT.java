package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/** What is kept of sessions that ended, on a real host, which forgets all of it ({@code EndedSession}). */
@ExtendWith(EndsInHistory.class)
class EndedIT extends SharedHostTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    // The plugin lets go of the host's session after a second.
    private static final long LET_GO_MILLIS = 1500;

    private JsonObject ended(String id) {
        JsonObject[] found = new JsonObject[1];
        Await.until("ended " + id, LIMIT, () -> {
            found[0] = table.ended().stream().filter(row -> id.equals(SessionTable.text(row, "id"))).findFirst()
                    .orElse(null);
            return found[0] != null && SessionTable.text(found[0].getAsJsonObject("ended"), "cause") != null;
        });
        return found[0];
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aSessionIsKeptAsItWas(Way way) throws Exception {
        JsonObject alive;
        JsonObject details;
        try (StepClient client = way.open(host)) {
            client.authPlain("john", HostOptions.PASSWORD);
            client.openStream();
            client.bind("ended" + way);
            client.presence("<show>away</show><priority>5</priority>");
            client.sync();
            alive = table.byFullJid("john@example.org/ended" + way).get(0);
            details = table.details(SessionTable.text(alive, "id"));
            assertThat(SessionTable.text(alive, "sasl_mechanism"))
                    .isEqualTo(way.isTcp() || host.isAtLeast("4.8") ? "PLAIN" : null);
            Instant before = Instant.now();
            assertThat(SessionTable.text(table.close(SessionTable.text(alive, "id"), null, null), "outcome"))
                    .isEqualTo("closed");
            JsonObject row = ended(SessionTable.text(alive, "id"));
            Instant at = Instant.parse(SessionTable.text(row.getAsJsonObject("ended"), "at"));
            assertThat(at).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
            assertThat(SessionTable.text(row.getAsJsonObject("ended"), "cause")).isEqualTo("closed_by_admin");
            assertThat(SessionTable.text(row.getAsJsonObject("ended"), "closed_by")).isEqualTo("admin");
            assertThat(SessionTable.text(row.getAsJsonObject("ended"), "condition")).isNull();
        }
        Thread.sleep(LET_GO_MILLIS);

        JsonObject row = ended(SessionTable.text(alive, "id"));

        // Of presence nothing: the host takes it back first.
        for (String key : List.of("username", "resource", "type", "since", "conn", "client", "sasl_mechanism",
                "interested")) {
            assertThat(row.get(key)).as(key).isEqualTo(alive.get(key));
        }
        assertThat(row.get("stanzas_in").getAsLong()).isPositive();
        JsonObject then = table.details(SessionTable.text(alive, "id"));
        assertThat(then.getAsJsonObject("session").get("language"))
                .isEqualTo(details.getAsJsonObject("session").get("language"));
        assertThat(then.getAsJsonArray("timeline")).hasSizeGreaterThan(details.getAsJsonArray("timeline").size());
        assertThat(then.get("contacts").isJsonNull()).isTrue();
    }

    @Test
    void loginsThatFailAreOneEntryWithTheirEnd() throws Exception {
        RawClient client = host.connect();
        client.openStream();
        String id = SessionTable.text(table.promptly("open", client, session -> session != null), "id");
        assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
        assertThat(failures(id)).as("told of at once").containsExactly("null 1 PLAIN john not-authorized");
        assertThat(client.auth("jane", "wrong").getName()).isEqualTo("failure");
        assertThat(table.timeline(id)).containsExactly("created", "opened", "login_failed", "login_failed");
        client.close();

        ended(id);
        assertThat(failures(id)).containsExactly("auth_failed 2 PLAIN jane not-authorized");
        assertThat(table.ended()).filteredOn(row -> id.equals(SessionTable.text(row, "id"))).singleElement()
                .satisfies(row -> assertThat(SessionTable.text(row.getAsJsonObject("conn"), "ip"))
                        .isEqualTo("127.0.0.1"));
    }

    /** There the host shows how many there were, and nothing else. */
    @ParameterizedTest
    @EnumSource(value = Way.class, names = {"BOSH", "WEBSOCKET"})
    void loginsThatFailOnTheWebAreCounted(Way way) throws Exception {
        try (StepClient client = way.open(host)) {
            String id = onlyOne(way);
            assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
            Await.until("told of", LIMIT, () -> failures(id).equals(List.of("null 1 null null null")));
            for (int i = 0; i < 2; i++) {
                assertThat(client.auth("jane", "wrong").getName()).isEqualTo("failure");
            }
            JsonObject row = ended(id);
            assertThat(failures(id)).containsExactly("auth_failed 3 null null null");
            assertThat(SessionTable.text(row.getAsJsonObject("conn"), "ip")).isEqualTo("127.0.0.1");
        }
    }

    /** By XEP-0078, which hosts know only with a plugin. */
    @ParameterizedTest
    @EnumSource(value = Way.class, names = {"TCP", "BOSH", "WEBSOCKET"})
    void loginsOfOldAreToldOf(Way way) throws Exception {
        try (StepClient client = way.open(host)) {
            String id = onlyOne(way);
            client.send("<iq type='set' id='old'><query xmlns='jabber:iq:auth'><username>john</username><password>secret"
                    + "</password><resource>old</resource></query></iq>");
            if (way == Way.WEBSOCKET && !host.isAtLeast("4.8")) {
                // What comes before a login gets no further than to the host's WebSocket.
                client.awaitElement(answer -> "old".equals(answer.attributeValue("id")));
                client.closeStream();
                ended(id);
                assertThat(failures(id)).singleElement().asString().endsWith(" 0 null null null");
                return;
            }
            Await.until("told of", LIMIT, () -> failures(id).equals(List.of("null 1 XEP-0078 john null")));
            client.closeStream();
            ended(id);
            assertThat(failures(id)).containsExactly("auth_failed 1 XEP-0078 john null");
        }
    }

    private String onlyOne(Way way) throws Exception {
        List<JsonObject> open = new ArrayList<>();
        Await.until("the session is there", LIMIT, () -> {
            open.clear();
            table.all().stream().filter(row -> SessionTable.text(row, "type").equals("c2s_unauthed")
                    && SessionTable.text(row.getAsJsonObject("conn"), "transport").equals(way.transport())
                    && !SessionTable.is(row, "notopen")).forEach(open::add);
            return !open.isEmpty();
        });
        assertThat(open).hasSize(1);
        return SessionTable.text(open.get(0), "id");
    }

    private List<String> failures(String id) throws IOException {
        return table.ended().stream().filter(row -> id.equals(SessionTable.text(row, "id")))
                .map(row -> {
                    JsonElement end = row.get("ended");
                    return String.join(" ", String.valueOf(SessionTable.text(end.getAsJsonObject(), "cause")),
                            SessionTable.text(end.getAsJsonObject(), "failed_logins"),
                            SessionTable.text(end.getAsJsonObject(), "mechanism"),
                            SessionTable.text(row, "login_failed_username"),
                            SessionTable.text(row, "login_failed_condition"));
                }).toList();
    }
}
