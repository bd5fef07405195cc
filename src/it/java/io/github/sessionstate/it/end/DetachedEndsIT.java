package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/** The ways in which a session ends whose client may resume it: one end, with its cause, and nothing left. */
@ExtendWith(EndsInHistory.class)
class DetachedEndsIT extends SharedHostTest {
    /** Logs in with stream management (XEP-0198) and goes. Returns what it takes to resume. */
    private String leaveDetached() throws IOException {
        String previous;
        try (RawClient client = host.connect()) {
            Stage.AVAILABLE.reach(client);
            previous = client.enableStreamManagement();
            host.loseConnection(client);
        }
        Await.until("detached", Duration.ofSeconds(5), () -> {
            List<JsonObject> sessions = table.byFullJid(Stage.JID);
            return sessions.size() == 1 && SessionTable.is(sessions.get(0), "detached");
        });
        return previous;
    }

    @Test
    void detachedForTooLong() throws Exception {
        Ends ends = Ends.from(host, table);
        leaveDetached();
        assertThat(ends.counts()).as("detached is no end").isEmpty();
        host.sessions().expireDetached();
        ends.await(1);
        ends.expect("expired", Map.of("detach_expired", 1L));
    }

    @Test
    void detachedAndKicked() throws Exception {
        Ends ends = Ends.from(host, table);
        leaveDetached();
        String id = SessionTable.text(table.byFullJid(Stage.JID).get(0), "id");
        assertThat(SessionTable.text(table.close(id, "policy-violation", "go"), "outcome")).isEqualTo("closed");
        ends.expect("kicked", Map.of("closed_by_admin", 1L));
        assertThat(ends.told(id)).isEqualTo("policy-violation go admin null");
    }

    @Test
    void detachedAndReplaced() throws Exception {
        Ends ends = Ends.from(host, table);
        leaveDetached();
        String id = SessionTable.text(table.byFullJid(Stage.JID).get(0), "id");
        try (RawClient client = host.connect()) {
            Stage.BOUND.reach(client);
            ends.await(1);
            assertThat(ends.counts()).isEqualTo(Map.of("replaced", 1L));
            assertThat(ends.told(id)).as("no policy is asked").isEqualTo("conflict Replaced by new connection null "
                    + SessionTable.text(table.of(client), "id"));
            client.closeStream();
        }
    }

    @Test
    void resumedEndsTheCarrierOnly() throws Exception {
        Ends ends = Ends.from(host, table);
        String previous = leaveDetached();
        try (RawClient again = host.connect()) {
            Stage.RESTARTED.reach(again);
            String carrier = SessionTable.text(table.of(again), "id");
            assertThat(again.resume(previous).getName()).isEqualTo("resumed");
            ends.await(1);
            assertThat(ends.counts()).isEqualTo(Map.of("resumed", 1L));
            assertThat(ends.told(carrier))
                    .isEqualTo("null null null " + SessionTable.text(table.byFullJid(Stage.JID).get(0), "id"));
            again.closeStream();
        }
        ends.await(2);
        // What 4.2.0 keeps of the session that carried the resume.
        host.sessions().expireDetached();
        ends.expect("resumed", Map.of("resumed", 1L, "closed_by_client", 1L));
    }
}
