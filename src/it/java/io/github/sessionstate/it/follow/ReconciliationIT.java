package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** What the hooks missed is put right, counted and logged. */
class ReconciliationIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String REPAIRED = "^WARN io\\.github\\.sessionstate\\.openfire\\.Reconciliation - Repaired ";

    @Test
    void whatTheHooksMissedIsPutRight() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().probe());
                RawClient unseen = host.connect();
                RawClient lost = host.connect()) {
            SessionTable table = new SessionTable(host);
            lost.login("jane", HostOptions.PASSWORD, "lost");
            unseen.authenticate("john", HostOptions.PASSWORD);
            host.hooks().muteSessionEvents(true);
            unseen.bind("unseen");
            host.hooks().muteSessionEvents(false);
            host.sessions().removeRoute("jane@example.org/lost");
            assertThat(table.byFullJid("john@example.org/unseen")).as("missed").isEmpty();
            assertThat(host.probe()).doesNotContain("session jane@example.org/lost");

            Await.until("both are put right", LIMIT, () -> repairs(table, "missed_bind") == 1
                    && repairs(table, "lost_route") == 1);

            table.promptly("bound", unseen, s -> s != null
                    && "john@example.org/unseen".equals(SessionTable.text(s, "full_jid")));
            assertThat(host.probe()).contains("session jane@example.org/lost", "session john@example.org/unseen");
            unseen.sync();
            lost.sync();
            assertThat(table.status().getAsJsonObject("repairs").entrySet()).as("nothing else")
                    .filteredOn(repair -> repair.getValue().getAsInt() > 0)
                    .extracting(repair -> repair.getKey() + " " + repair.getValue())
                    .containsExactlyInAnyOrder("missed_bind 1", "lost_route 1");
            host.assertNoUnexpectedWarnings(REPAIRED);
        }
    }

    /** Sessions that stay in the host's routing table when their clients are gone, in our table as well or not. */
    @Test
    void whatTheHostLeftBehindIsRemoved() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().probe());
                RawClient alive = host.connect()) {
            SessionTable table = new SessionTable(host);
            RawClient known = host.connect();
            RawClient unknown = host.connect();
            alive.login("john", HostOptions.PASSWORD, "alive");
            known.login("john", HostOptions.PASSWORD, "known");
            unknown.login("john", HostOptions.PASSWORD, "unknown");
            host.sessions().keepRoute("john@example.org/known");
            host.sessions().keepRoute("john@example.org/unknown");
            host.hooks().muteSessionEvents(true);
            known.close();
            Await.until("one is removed", LIMIT, () -> repairs(table, "left_behind") == 1);
            host.hooks().muteSessionEvents(false);
            int connections = host.connections();
            unknown.close();

            Await.until("both are removed", LIMIT, () -> repairs(table, "left_behind") == 2);
            int removed = host.has(HostDefect.SILENT_ABOUT_ENDS) ? 0 : 1;
            assertThat(host.connections()).as("counted out once").isEqualTo(connections - removed);

            assertThat(host.probe()).doesNotContain("session john@example.org/known", "session john@example.org/unknown")
                    .contains("session john@example.org/alive");
            assertThat(table.all()).extracting(session -> SessionTable.text(session, "full_jid"))
                    .containsExactly("john@example.org/alive");
            alive.sync();
            host.assertNoUnexpectedWarnings(REPAIRED);
        }
    }

    private static int repairs(SessionTable table, String kind) throws IOException {
        JsonObject repairs = table.status().getAsJsonObject("repairs");
        return repairs.get(kind).getAsInt();
    }
}
