package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.StepClient;

/** What the plugin keeps in the host's heap. */
@ExtendWith(SharedHost.class)
class HeapIT {
    private static final int SESSIONS = 200;
    private static final int WEB_SESSIONS = 20;
    private static final Duration LET_GO = Duration.ofSeconds(30);
    private static final Duration PINGS = Duration.ofSeconds(90);

    /** Logs and events of the plugin may hold its own sessions for long, but none of the host's. */
    @Test
    void sessionsThatHaveEndedAreLetGoOf(OpenfireHost host) throws Exception {
        comeAndGo(host, Way.TCP, SESSIONS);

        AtomicInteger left = new AtomicInteger(SESSIONS);
        try {
            Await.until("none is in the heap", LET_GO, () -> {
                left.set(host.sessions().remembered());
                return left.get() == 0;
            });
        } catch (AssertionError e) {
            throw new AssertionError(left + " are in the heap yet", e);
        }
    }

    /** Hosts keep those on WebSocket themselves, until their timers for pings come to them. */
    @Test
    void ofThoseOnWebSocketNoMoreAreKeptThanWithoutThePlugin(OpenfireHost host) throws Exception {
        try (OpenfireHost stock = OpenfireHost.start(HostOptions.stock().probe())) {
            comeAndGo(host, Way.WEBSOCKET, WEB_SESSIONS);
            comeAndGo(stock, Way.WEBSOCKET, WEB_SESSIONS);

            Thread.sleep(LET_GO.toMillis());
            int kept = host.sessions().remembered();
            int keptWithout = stock.sessions().remembered();
            System.out.printf("%s: of %d sessions on WebSocket that have ended %d are in the heap with the plugin, %d "
                    + "without%n", host.name(), WEB_SESSIONS, kept, keptWithout);
            // One of the two hosts lets go of one a little earlier.
            Await.until("no more are kept than without the plugin", PINGS,
                    () -> host.sessions().remembered() <= stock.sessions().remembered());
        }
    }

    private static void comeAndGo(OpenfireHost host, Way way, int number) throws IOException {
        List<StepClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < number; i++) {
                StepClient client = way.open(host);
                clients.add(client);
                client.authPlain("john", HostOptions.PASSWORD);
                client.openStream();
                client.bind("heap " + i);
                client.send("<presence><priority>-1</priority></presence>");
                client.sync();
            }
            host.sessions().remember();
            assertThat(host.sessions().remembered()).isGreaterThanOrEqualTo(number);
            for (StepClient client : clients) {
                client.closeStream();
            }
        } finally {
            for (StepClient client : clients) {
                client.close();
            }
        }
    }
}
