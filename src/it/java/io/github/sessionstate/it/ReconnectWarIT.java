package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;
import org.jivesoftware.smack.ConnectionListener;
import org.jivesoftware.smack.SmackException;
import org.jivesoftware.smack.XMPPException;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.SmackClient;

/** Two clients of one user with one resource, both of which come back whenever they are thrown out. */
class ReconnectWarIT {
    private static final String FULL_JID = "john@example.org/laptop";
    private static final long COMES_BACK_MS = 200;
    /** Within which the two must have settled once the war was detected. */
    private static final Duration PEACE = Duration.ofSeconds(10);
    /** How long nothing may change then. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final ScheduledExecutorService comingBack = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger thrownOut = new AtomicInteger();

    @Test
    void twoClientsThatComeBackSettle() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin())) {
            SessionTable table = new SessionTable(host);
            XMPPTCPConnection first = comesBack(host.smack("john", "laptop"));
            XMPPTCPConnection second = comesBack(host.smack("john", "laptop"));
            try {
                Await.until("the war is detected", Duration.ofSeconds(30), () -> !wars(table).isEmpty());
                long detected = System.nanoTime();
                assertThat(thrownOut.get()).as("kicks before").isEqualTo(4);
                JsonObject war = table.status().getAsJsonArray("wars").get(0).getAsJsonObject();
                assertThat(war.get("full_jid").getAsString()).isEqualTo(FULL_JID);

                Await.until("both are connected", PEACE, () -> first.isAuthenticated() && second.isAuthenticated()
                        && jids(table).size() == 2);
                assertThat(Duration.ofNanos(System.nanoTime() - detected)).isLessThan(PEACE);
                Set<String> jids = jids(table);
                assertThat(jids).contains(FULL_JID);
                Thread.sleep(QUIET.toMillis());
                assertThat(jids(table)).as("and stay").isEqualTo(jids);
                assertThat(thrownOut.get()).isEqualTo(4);

                assertThat(table.status().getAsJsonObject("bind_decisions").toString())
                        .isEqualTo("{\"conflict\":4,\"limit\":0,\"war\":1}");
                host.assertNoUnexpectedWarnings("Clients keep taking " + FULL_JID + " from each other");
            } finally {
                comingBack.shutdownNow();
                SmackClient.disconnect(first);
                SmackClient.disconnect(second);
            }
        }
    }

    // Smack's own manager of reconnections gives up on a conflict; other clients do not.
    private XMPPTCPConnection comesBack(XMPPTCPConnection connection) {
        connection.addConnectionListener(new ConnectionListener() {
            @Override
            public void connectionClosedOnError(Exception e) {
                thrownOut.incrementAndGet();
                comingBack.schedule(() -> comeBack(connection), COMES_BACK_MS, TimeUnit.MILLISECONDS);
            }
        });
        return connection;
    }

    private void comeBack(XMPPTCPConnection connection) {
        try {
            connection.connect().login();
        } catch (XMPPException | SmackException | IOException e) {
            comingBack.schedule(() -> comeBack(connection), COMES_BACK_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<?> wars(SessionTable table) throws IOException {
        return table.status().getAsJsonArray("wars").asList();
    }

    private static Set<String> jids(SessionTable table) throws IOException {
        return table.all().stream().filter(session -> SessionTable.is(session, "connected"))
                .map(session -> SessionTable.text(session, "full_jid")).collect(Collectors.toSet());
    }
}
