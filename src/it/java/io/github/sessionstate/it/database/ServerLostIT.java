package io.github.sessionstate.it.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** A server that is killed: what its history says of its sessions once it is back. */
class ServerLostIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    /** Something is heard of a server every half minute. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(45);
    /** What is older than that is on the disk. */
    private static final Duration WRITTEN = Duration.ofSeconds(2);

    @Test
    void sessionsOfAServerThatWasKilledEndWhenItWasHeardOfLast() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().probe());
                RawClient client = host.connect();
                RawClient unbound = host.connect();
                RawClient late = host.connect()) {
            client.login("john", HostOptions.PASSWORD, "lost");
            unbound.authenticate("juan", HostOptions.PASSWORD);
            try (RawClient gone = host.connect()) {
                gone.login("jane", HostOptions.PASSWORD, "gone");
                gone.closeStream();
            }
            Await.until("the session is in the history", LIMIT, () -> row(host, "john", "lost") != null);
            JsonObject open = row(host, "john", "lost");
            assertThat(open.get("ended").isJsonNull()).isTrue();
            Instant bound = moment(open, "bound_at");
            String boot = SessionTable.text(open.getAsJsonObject("history"), "boot");
            Await.until("the server is heard of", HEARTBEAT, () -> heartbeat(host, boot).isAfter(bound));
            Instant heard = heartbeat(host, boot);
            late.login("jane", HostOptions.PASSWORD, "late");
            long since = System.nanoTime();
            try (RawClient detached = host.connect()) {
                detached.login("jane", HostOptions.PASSWORD, "detached");
                detached.enableStreamManagement();
                host.loseConnection(detached);
            }
            // The database writes a moment after it said that it had.
            Path log = host.home().resolve("embedded-db/openfire.log");
            Await.until("that is on the disk", LIMIT, () -> Files.readString(log, StandardCharsets.ISO_8859_1)
                    .contains(String.valueOf(heard.toEpochMilli())));
            Thread.sleep(Math.max(0, WRITTEN.minusNanos(System.nanoTime() - since).toMillis()));

            host.crashAndRestart();

            Await.until("the sessions have ended", LIMIT, () -> host.database().execute("SELECT id FROM"
                    + " ofSessionStateSession WHERE cause IS NULL AND boot = '" + boot + "'").isEmpty());
            assertThat(heartbeat(host, boot)).as("killed before the next").isEqualTo(heard);
            assertThat(host.database().execute("SELECT ended FROM ofSessionStateBoot WHERE id = '" + boot + "'"))
                    .containsExactly(String.valueOf(heard.toEpochMilli()));
            assertThat(expectLost(host, "john", "lost", heard)).isEqualTo(heard);
            assertThat(expectLost(host, "juan", null, heard)).isEqualTo(heard);
            assertThat(expectLost(host, "jane", "late", heard)).as("not before its bind")
                    .isEqualTo(moment(row(host, "jane", "late"), "bound_at"));
            expectLost(host, "jane", "detached", heard);
            JsonObject detached = row(host, "jane", "detached").getAsJsonObject("history");
            assertThat(detached.get("detaches").getAsInt()).isEqualTo(1);
            assertThat(SessionTable.text(row(host, "jane", "gone").getAsJsonObject("ended"), "cause"))
                    .isEqualTo("closed_by_client");
            assertThat(host.database().execute("SELECT slot, amount FROM ofSessionStateCount"
                    + " WHERE kind = 'end:server_lost' AND boot = '" + boot + "'"))
                    .containsExactly(heard.toEpochMilli() / 900_000 * 900_000 + "\t4");
            host.assertNoUnexpectedWarnings();
        }
    }

    /** The session ended with the server, and after all that is known of it; tells when. */
    private static Instant expectLost(OpenfireHost host, String username, String resource, Instant heard)
            throws IOException {
        JsonObject row = row(host, username, resource);
        JsonObject ended = row.getAsJsonObject("ended");
        assertThat(SessionTable.text(ended, "cause")).as("%s", row).isEqualTo("server_lost");
        for (String nobody : List.of("condition", "text", "closed_by", "replaced_by")) {
            assertThat(ended.get(nobody).isJsonNull()).as(nobody).isTrue();
        }
        Instant at = Instant.parse(SessionTable.text(ended, "at"));
        assertThat(Stream.of(Instant.parse(SessionTable.text(row, "since")), moment(row, "authenticated_at"),
                moment(row, "bound_at"), at).filter(Objects::nonNull)).as("%s", row).isSorted();
        assertThat(at).isAfterOrEqualTo(heard);
        return at;
    }

    private static Instant moment(JsonObject row, String key) {
        String text = SessionTable.text(row.getAsJsonObject("history"), key);
        return text == null ? null : Instant.parse(text);
    }

    /** What the history has of a user's session with this resource, or without one (null); null if nothing yet. */
    private static JsonObject row(OpenfireHost host, String username, String resource) throws IOException {
        JsonArray rows = host.adminLogin().getJson(PluginPaths.HISTORY_SESSIONS + "?q="
                + URLEncoder.encode("username:" + username + (resource == null ? "" : " resource:" + resource),
                StandardCharsets.UTF_8)).getAsJsonArray("sessions");
        assertThat(rows.size()).isLessThan(2);
        return rows.isEmpty() ? null : rows.get(0).getAsJsonObject();
    }

    private static Instant heartbeat(OpenfireHost host, String boot) throws IOException {
        List<String> rows = host.database()
                .execute("SELECT heartbeat FROM ofSessionStateBoot WHERE id = '" + boot + "'");
        return Instant.ofEpochMilli(Long.parseLong(rows.get(0)));
    }
}
