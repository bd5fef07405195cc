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

    @Test
    void sessionsOfAServerThatWasKilledEndWhenItWasHeardOfLast() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().probe());
                RawClient client = host.connect()) {
            client.login("john", HostOptions.PASSWORD, "lost");
            Await.until("the session is in the history", LIMIT, () -> row(host) != null);
            JsonObject open = row(host);
            assertThat(open.get("ended").isJsonNull()).isTrue();
            Instant bound = Instant.parse(SessionTable.text(open.getAsJsonObject("history"), "bound_at"));
            String boot = SessionTable.text(open.getAsJsonObject("history"), "boot");
            Await.until("the server is heard of", HEARTBEAT, () -> heartbeat(host, boot).isAfter(bound));
            Instant heard = heartbeat(host, boot);
            // The database writes a moment after it said that it had.
            Path log = host.home().resolve("embedded-db/openfire.log");
            Await.until("that is on the disk", LIMIT, () -> Files.readString(log, StandardCharsets.ISO_8859_1)
                    .contains(String.valueOf(heard.toEpochMilli())));

            host.crashAndRestart();

            Await.until("the session has ended", LIMIT, () -> row(host).get("ended").isJsonObject());
            JsonObject ended = row(host).getAsJsonObject("ended");
            assertThat(SessionTable.text(ended, "cause")).isEqualTo("server_lost");
            assertThat(Instant.parse(SessionTable.text(ended, "at"))).isEqualTo(heard);
            host.assertNoUnexpectedWarnings();
        }
    }

    /** What the history has of the session; null if nothing yet. */
    private static JsonObject row(OpenfireHost host) throws IOException {
        JsonArray rows = host.adminLogin().getJson(PluginPaths.HISTORY_SESSIONS + "?q="
                + URLEncoder.encode("full_jid:john@" + HostOptions.DOMAIN + "/lost", StandardCharsets.UTF_8))
                .getAsJsonArray("sessions");
        assertThat(rows.size()).isLessThan(2);
        return rows.isEmpty() ? null : rows.get(0).getAsJsonObject();
    }

    private static Instant heartbeat(OpenfireHost host, String boot) throws IOException {
        List<String> rows = host.database()
                .execute("SELECT heartbeat FROM ofSessionStateBoot WHERE id = '" + boot + "'");
        return Instant.ofEpochMilli(Long.parseLong(rows.get(0)));
    }
}
