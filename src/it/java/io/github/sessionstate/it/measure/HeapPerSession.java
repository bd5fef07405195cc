package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * How much heap the plugin takes for each session of a TCP client, five sessions of each user: the difference that its
 * removal makes while they are there, less the difference that it makes while there are none. Once for sessions that are
 * bound, and once for those whose clients have asked for the roster and sent presence as well. And how much it takes for
 * each session of which it keeps what it was when it ended: the difference once those have ended.
 */
public final class HeapPerSession {
    private static final int SESSIONS = Integer.getInteger("heap.sessions", 5000);
    private static final int RESOURCES = 5;
    // As many of them as are kept.
    private static final int ENDED = 1000;
    private static final int HEAP_MEGABYTES = 1024;
    private static final int CLIENTS = 4;
    // What the host does late, and the second for which the plugin holds what has ended.
    private static final long SETTLE_MILLIS = 5000;

    private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);

    private HeapPerSession() {
    }

    public static void main(String[] arguments) throws Exception {
        HeapPerSession measurement = new HeapPerSession();
        try {
            System.out.printf(Locale.ROOT, "%d sessions, bytes of heap that the plugin takes for each: bound %.0f, "
                            + "available and interested %.0f%n", SESSIONS, measurement.bytes(false),
                    measurement.bytes(true));
        } finally {
            measurement.threads.shutdownNow();
        }
    }

    private double bytes(boolean areAvailable) throws Exception {
        HostOptions options = HostOptions.withPlugin().heap(HEAP_MEGABYTES);
        for (int i = 0; i < SESSIONS / RESOURCES; i++) {
            options.user("user" + i, HostOptions.PASSWORD);
        }
        try (OpenfireHost host = OpenfireHost.start(options)) {
            // What the host keeps of users, and what all sessions share, is there before.
            closeAll(beAvailable(bind(host, SESSIONS / RESOURCES)));
            // It would keep what those were.
            host.removePlugin();
            host.installPlugin();
            Thread.sleep(SETTLE_MILLIS);
            long alone = freedByRemoval(host);
            host.installPlugin();
            List<RawClient> clients = bind(host, SESSIONS);
            if (areAvailable) {
                beAvailable(clients);
            }
            Thread.sleep(SETTLE_MILLIS);
            long withSessions = freedByRemoval(host);
            closeAll(clients);
            if (areAvailable) {
                measureEnded(host, alone);
            }
            System.out.printf("freed by the plugin's removal: %d bytes without sessions, %d with them%n", alone,
                    withSessions);
            return (double) (withSessions - alone) / SESSIONS;
        }
    }

    private void measureEnded(OpenfireHost host, long alone) throws Exception {
        host.installPlugin();
        closeAll(beAvailable(bind(host, SESSIONS)));
        Thread.sleep(SETTLE_MILLIS);
        System.out.printf(Locale.ROOT, "for each session that ended lately: %.0f%n",
                (double) (freedByRemoval(host) - alone) / ENDED);
    }

    private static long freedByRemoval(OpenfireHost host) throws IOException, InterruptedException {
        long before = Heap.used(host);
        host.removePlugin();
        Thread.sleep(SETTLE_MILLIS);
        return before - Heap.used(host);
    }

    private List<RawClient> bind(OpenfireHost host, int sessions) throws Exception {
        return all(IntStream.range(0, sessions).mapToObj(number -> () -> {
            RawClient client = host.connect();
            client.login("user" + number % (SESSIONS / RESOURCES), HostOptions.PASSWORD,
                    "resource" + number / (SESSIONS / RESOURCES));
            return client;
        }));
    }

    private List<RawClient> beAvailable(List<RawClient> clients) throws Exception {
        each(clients, client -> {
            client.rosterGet();
            client.presence("<priority>1</priority>");
            client.sync();
        });
        return clients;
    }

    private void closeAll(List<RawClient> clients) throws Exception {
        each(clients, client -> {
            client.closeStream();
            client.close();
        });
    }

    /** Something that a client does. */
    private interface Step {
        void take(RawClient client) throws IOException;
    }

    private void each(List<RawClient> clients, Step step) throws Exception {
        all(clients.stream().map(client -> () -> {
            step.take(client);
            return client;
        }));
    }

    /** Takes the steps on several threads; what each gave, in their order. */
    private List<RawClient> all(Stream<Callable<RawClient>> steps) throws Exception {
        List<RawClient> results = new ArrayList<>();
        for (Future<RawClient> one : threads.invokeAll(steps.toList())) {
            results.add(one.get());
        }
        return results;
    }
}
