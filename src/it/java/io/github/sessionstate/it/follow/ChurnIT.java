package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** Many clients that come and go at random leave nothing behind, in the plugin or in the host. */
class ChurnIT {
    private static final int CLIENTS = 500;
    // Each client is one thread that mostly waits; more at once than this starve each other on a small machine.
    private static final int AT_ONCE = 100;
    private static final Duration HOW_LONG = Duration.ofSeconds(Integer.getInteger("churn.seconds", 30));
    private static final String[] USERS = {"john", "jane", "juan"};

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger binds = new AtomicInteger();

    @Test
    void randomClientsLeaveNothingBehind() throws Exception {
        long seed = Long.getLong("churn.seed", new Random().nextLong());
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().probe())) {
            SessionTable table = new SessionTable(host);
            ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);
            long end = System.nanoTime() + HOW_LONG.toNanos();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Random random = new Random(seed + i);
                // Five shifts of a hundred share the time, so that all five hundred get theirs.
                long shiftEnd = end - HOW_LONG.toNanos() / (CLIENTS / AT_ONCE) * (CLIENTS / AT_ONCE - 1 - i / AT_ONCE);
                running.add(clients.submit(() -> {
                    do {
                        live(host, random);
                    } while (System.nanoTime() < shiftEnd);
                    return null;
                }));
            }
            for (Future<?> client : running) {
                client.get(3, TimeUnit.MINUTES);
            }
            clients.shutdown();
            System.out.printf("churn: seed %d, %d connections, %d binds in %d s%n", seed, connections.get(),
                    binds.get(), HOW_LONG.toSeconds());
            assertThat(binds.get()).as("binds that succeeded").isGreaterThan(CLIENTS);

            Await.until("an empty table", Duration.ofSeconds(20), () -> total(table) == 0);
            JsonObject counts = table.status().getAsJsonObject("counts");
            counts.entrySet().forEach(count -> assertThat(count.getValue().getAsInt()).as(count.getKey()).isZero());
            assertThat(table.all()).isEmpty();
            assertThat(host.probe()).as("what the host's SessionManager holds").containsExactly("unbound 0", "detached 0");
            assertThat(table.status().getAsJsonArray("hooks"))
                    .allSatisfy(hook -> assertThat(SessionTable.text(hook.getAsJsonObject(), "state"))
                            .isEqualTo("installed"));
            host.assertNoUnexpectedWarnings();
        }
    }

    private static int total(SessionTable table) throws IOException {
        return table.status().getAsJsonObject("counts").get("total").getAsInt();
    }

    /** One short life: some of the stages, then one of the ends. */
    private void live(OpenfireHost host, Random random) throws IOException {
        int stages = random.nextInt(8);
        RawClient client = host.connect();
        connections.incrementAndGet();
        try {
            if (stages > 0) {
                client.openStream();
            }
            if (stages > 1) {
                String user = USERS[random.nextInt(USERS.length)];
                client.authPlain(user, HostOptions.PASSWORD);
                client.openStream();
            }
            if (stages > 2) {
                // A resource of its own: what becomes of sessions that replace each other is not this test's question.
                client.bind("churn-" + binds.incrementAndGet());
            }
            if (stages > 3) {
                client.presence("<priority>" + (random.nextInt(20) - 5) + "</priority>");
            }
            if (stages > 4) {
                client.rosterGet();
            }
            if (stages > 5) {
                client.unavailable();
            }
            end(client, random, stages);
        } finally {
            client.close();
        }
    }

    private static void end(RawClient client, Random random, int stages) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> client.dropReset();
            case 1 -> client.close();
            default -> {
                if (stages > 0) {
                    client.closeStream();
                }
            }
        }
    }
}
