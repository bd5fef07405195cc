package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.SmackClient;
import io.github.sessionstate.it.xmpp.SwallowingProxy;

/**
 * Two clients of one user with one resource, both of which come back whenever they are thrown out; and clients that
 * only come back because they were gone, which are at war with nobody.
 */
class ReconnectWarIT {
    /** More than the kicks that make a war. */
    private static final int COMES_BACK = 7;
    /** Within which the two must have settled once the war was detected. */
    private static final Duration PEACE = Duration.ofSeconds(10);
    /** How long nothing may change then. */
    private static final Duration QUIET = Duration.ofSeconds(2);
    /** Two seconds for the client, and some for the server. */
    private static final Duration CLOSED = Duration.ofSeconds(4);
    private static final Duration BETWEEN_LOSSES = Duration.ofMillis(500);

    private static OpenfireHost host;
    private static SessionTable table;

    private final ScheduledExecutorService comingBack = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger thrownOut = new AtomicInteger();

    @BeforeAll
    static void start() throws IOException {
        host = OpenfireHost.start(HostOptions.withPlugin().probe());
        table = new SessionTable(host);
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {200, 500, 5000})
    void twoClientsThatComeBackSettle(long comeBackMillis) throws Exception {
        String resource = "laptop-" + comeBackMillis;
        String fullJid = "john@example.org/" + resource;
        Decisions before = Decisions.of(table);
        XMPPTCPConnection first = comesBack(host.smack("john", resource), comeBackMillis);
        XMPPTCPConnection second = comesBack(host.smack("john", resource), comeBackMillis);
        try {
            Await.until("the war is detected", Duration.ofSeconds(60), () -> wars().contains(fullJid));
            long detected = System.nanoTime();
            assertThat(thrownOut.get()).as("kicks before").isEqualTo(4);

            Await.until("both are connected", PEACE, () -> first.isAuthenticated() && second.isAuthenticated()
                    && jids().size() == 2);
            assertThat(Duration.ofNanos(System.nanoTime() - detected)).isLessThan(Patience.of(PEACE));
            Set<String> jids = jids();
            assertThat(jids).contains(fullJid);
            Thread.sleep(QUIET.toMillis());
            assertThat(jids()).as("and stay").isEqualTo(jids);
            assertThat(thrownOut.get()).isEqualTo(4);
            assertThat(Decisions.of(table).since(before)).isEqualTo(new Decisions(4, 1));
        } finally {
            comingBack.shutdownNow();
            SmackClient.disconnect(first);
            SmackClient.disconnect(second);
        }
        expectNobody();
        host.assertNoUnexpectedWarnings("Clients keep taking " + fullJid + " from each other");
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    void aPhoneThatWasGoneIsAtWarWithNobody(Loss loss) throws Exception {
        String resource = "phone-" + loss;
        String fullJid = "john@example.org/" + resource;
        boolean isEndedByFin = host.has(HostDefect.FIN_ENDS_RESUMABLE_SESSION);
        Decisions before = Decisions.of(table);
        List<SwallowingProxy> networks = new ArrayList<>();
        List<RawClient> phones = new ArrayList<>();
        try {
            for (int i = 0; i < COMES_BACK; i++) {
                SwallowingProxy network = new SwallowingProxy(host.clientAddress());
                networks.add(network);
                RawClient phone = RawClient.connect(network.address(), HostOptions.DOMAIN);
                phones.add(phone);
                assertThat(phone.login("john", HostOptions.PASSWORD, resource)).as("login %d", i).isEqualTo(fullJid);
                phone.presence("");
                if (loss.isManaged) {
                    phone.enableStreamManagement();
                }
                phone.sync();
                loss.happensTo(phone, network);
                if (loss == Loss.KILLED && !isEndedByFin) {
                    Await.until("detached", PEACE, () -> host.probe().contains("detached 1"));
                }
                Thread.sleep(BETWEEN_LOSSES.toMillis());
            }
            Set<String> one = loss == Loss.KILLED && isEndedByFin ? Set.of() : Set.of(fullJid);
            assertThat(jids()).isEqualTo(one);
            assertThat(host.probe().stream().filter(line -> line.startsWith("session ")).count()).isEqualTo(one.size());
            assertThat(wars()).doesNotContain(fullJid);
            assertThat(Decisions.of(table).since(before)).isEqualTo(new Decisions(one.size() * (COMES_BACK - 1), 0));
            if (loss == Loss.FROZEN || loss == Loss.FROZEN_MANAGED) {
                assertThat(phones.get(COMES_BACK - 2).awaitConnectionEnd(Patience.of(CLOSED))).as("closed for it").isTrue();
            }
        } finally {
            for (SwallowingProxy network : networks) {
                network.close();
            }
            for (RawClient phone : phones) {
                phone.close();
            }
            for (JsonObject left : table.byFullJid(fullJid)) {
                table.close(SessionTable.text(left, "id"), null, null);
            }
        }
        expectNobody();
        host.assertNoUnexpectedWarnings();
    }

    private static void expectNobody() throws Exception {
        Await.until("nobody is left", PEACE, () -> table.all().isEmpty());
    }

    /** What policies decided about binds. */
    private record Decisions(int conflicts, int wars) {
        static Decisions of(SessionTable table) throws IOException {
            JsonObject counted = table.status().getAsJsonObject("bind_decisions");
            return new Decisions(counted.get("conflict").getAsInt(), counted.get("war").getAsInt());
        }

        Decisions since(Decisions before) {
            return new Decisions(conflicts - before.conflicts, wars - before.wars);
        }
    }

    /** How a client is lost, as the server sees it. */
    private enum Loss {
        /** Its process ends: the system closes the connection, and the client could resume. */
        KILLED(true),
        /** The network is gone, and says nothing. */
        NO_NETWORK(false), NO_NETWORK_MANAGED(true),
        /** Its process is stopped (SIGSTOP): the system takes what arrives, and nobody reads it. */
        FROZEN(false), FROZEN_MANAGED(true);

        private final boolean isManaged;

        Loss(boolean isManaged) {
            this.isManaged = isManaged;
        }

        void happensTo(RawClient client, SwallowingProxy network) throws IOException {
            switch (this) {
                case KILLED -> client.close();
                case NO_NETWORK, NO_NETWORK_MANAGED -> network.lose();
                default -> {
                    // Nobody reads from now on.
                }
            }
        }
    }

    // Smack's own manager of reconnections gives up on a conflict; other clients do not.
    private XMPPTCPConnection comesBack(XMPPTCPConnection connection, long afterMillis) {
        connection.addConnectionListener(new ConnectionListener() {
            @Override
            public void connectionClosedOnError(Exception e) {
                thrownOut.incrementAndGet();
                comingBack.schedule(() -> comeBack(connection, afterMillis), afterMillis, TimeUnit.MILLISECONDS);
            }
        });
        return connection;
    }

    private void comeBack(XMPPTCPConnection connection, long afterMillis) {
        try {
            connection.connect().login();
        } catch (XMPPException | SmackException | IOException e) {
            comingBack.schedule(() -> comeBack(connection, afterMillis), afterMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> wars() throws IOException {
        return table.status().getAsJsonArray("wars").asList().stream()
                .map(war -> SessionTable.text(war.getAsJsonObject(), "full_jid")).toList();
    }

    private static Set<String> jids() throws IOException {
        return table.all().stream().filter(session -> SessionTable.is(session, "connected"))
                .map(session -> SessionTable.text(session, "full_jid")).collect(Collectors.toSet());
    }
}
