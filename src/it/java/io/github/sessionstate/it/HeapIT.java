package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.xmpp.StepClient;

/** What the plugin keeps in the host's heap. */
@ExtendWith(SharedHost.class)
class HeapIT {
    private static final int SESSIONS = 600;
    private static final int WEB_SESSIONS = 10;
    private static final Duration LET_GO = Duration.ofSeconds(30);

    /** Logs and events of the plugin may hold its own sessions for long, but none of the host's. */
    @Test
    void sessionsThatHaveEndedAreLetGoOf(OpenfireHost host) throws Exception {
        List<StepClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < SESSIONS; i++) {
                Way way = i < WEB_SESSIONS ? Way.WEBSOCKET : i < 2 * WEB_SESSIONS ? Way.BOSH : Way.TCP;
                StepClient client = way.open(host);
                clients.add(client);
                client.authPlain("john", HostOptions.PASSWORD);
                client.openStream();
                client.bind("heap " + i);
                client.send("<presence><priority>-1</priority></presence>");
            }
            Await.until("all are in the table", LET_GO, () -> new SessionTable(host).status().getAsJsonObject("counts")
                    .get("available").getAsInt() >= SESSIONS);
            host.rememberSessions();
            assertThat(host.remembered()).isGreaterThanOrEqualTo(SESSIONS);
            for (StepClient client : clients) {
                client.closeStream();
            }
        } finally {
            for (StepClient client : clients) {
                client.close();
            }
        }
        Await.until("none is in the heap", LET_GO, () -> host.remembered() == 0);
    }
}
