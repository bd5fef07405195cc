package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.PluginAdministration;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.StepClient;
import io.github.sessionstate.it.xmpp.StreamEndedException;

/**
 * Many short sessions for a long time ({@code -Dsoak.minutes}, 30 if not given): on TCP, WebSocket and BOSH, or by the
 * {@link Way}s in {@code -Dsoak.ways} alone; with stream management and without, with wrong passwords, closed and written
 * to by an administrator who reloads the plugin every two minutes. Fails if something had to be repaired, a close failed,
 * more than one end in a hundred has no cause, or more is left than at the start.
 */
public final class Soak {
    private static final long MINUTES = Long.getLong("soak.minutes", 30);
    private static final Duration WARM_UP = Duration.ofMinutes(1);
    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_RELOADS = Duration.ofMinutes(2);
    private static final Duration BETWEEN_COMMANDS = Duration.ofMillis(200);
    // What waits for a client that does not come back costs the host more with each presence of another.
    private static final Duration BETWEEN_EXPIRIES = Duration.ofSeconds(10);
    // How long a bind may be under way.
    private static final Duration CONFLICT = Duration.ofSeconds(5);
    private static final int CLIENTS = 16;
    // Without rest they are all that a small machine can do: how the host fares then is not the question.
    private static final int MOST_REST_MILLIS = 1000;
    private static final long MOST_BYTES_MORE = 10L << 20;
    private static final int MOST_HANDLES_MORE = 5;
    // One in so many.
    private static final int MOST_CLOSED = 100;
    // Without contacts: each presence goes to the user's other sessions alone. With few users most begin a session while
    // another of theirs does: 5.1.1, even without the plugin, then reads what waits for them twice, stores all that a
    // BOSH client left unread again, each message on a thread of its own, and comes to thousands of threads.
    private static final int USERS = 30;
    private static final Way[] WAYS = ways();

    private final OpenfireHost host;
    private SessionTable table;
    // Without the plugin 5.1.1 counts a connection more for each session that another has replaced, and keeps to it.
    private volatile boolean mayConflict = true;
    private final AtomicInteger lives = new AtomicInteger();
    // By transport, as those without an answer.
    private final Map<String, Integer> sessions = new ConcurrentSkipListMap<>();
    private final Map<String, Long> ends = new TreeMap<>();
    private final Map<String, Long> repairs = new TreeMap<>();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<String, Integer> unanswered = new ConcurrentSkipListMap<>();

    private Soak(OpenfireHost host) throws IOException {
        this.host = host;
        this.table = new SessionTable(host);
    }

    public static void main(String[] arguments) throws Exception {
        HostOptions options = HostOptions.withPlugin().probe().withoutVersionQueries()
                .property("plugin.sessionstate.conflict.war-threshold", "0");
        for (int i = 0; i < USERS; i++) {
            options.user("soak" + i, HostOptions.PASSWORD);
        }
        try (OpenfireHost host = OpenfireHost.start(options)) {
            new Soak(host).run();
        }
    }

    private static Way[] ways() {
        String chosen = System.getProperty("soak.ways");
        return chosen == null ? Way.values() : Stream.of(chosen.split(",")).map(Way::valueOf).toArray(Way[]::new);
    }

    private static String user(Random random) {
        return "soak" + random.nextInt(USERS);
    }

    /** What the host's process holds. */
    private record Held(long heap, long threads, long handles) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f MB of heap without XML readers, %d threads of the plugin, %d handles",
                    heap / 1048576.0, threads, handles);
        }
    }

    private void run() throws Exception {
        long seed = Long.getLong("soak.seed", new Random().nextLong());
        load(WARM_UP, seed, false);
        settle();
        Held before = held();
        System.out.println("soak: seed " + seed + ", at the start " + before);

        load(Duration.ofMinutes(MINUTES), seed + 1, true);
        settle();
        note();
        Held after = held();
        System.out.printf("soak: %s, %d minutes, sessions %s, ended %s, commands %s, unanswered %s, repairs %s%n"
                + "soak: at the end %s%n", host.name(), MINUTES, sessions, ends, outcomes, unanswered, repairs, after);
        List<String> problems = new ArrayList<>();
        expect("connections that the host counts", 0, host.connections(), problems);
        expect("repairs", 0, repairs.values().stream().mapToLong(Long::longValue).sum(), problems);
        // To send fails as it should while the stream is not open.
        expect("failed closes", 0, outcomes.getOrDefault("close failed", 0), problems);
        long closed = ends.getOrDefault("closed", 0L);
        // Of each transport, even if they were all of one. Before 5.1 the host shows few causes on WebSocket.
        if (host.isAtLeast("5.1") && closed * MOST_CLOSED > Collections.min(sessions.values())) {
            problems.add("nobody knows why " + closed + " sessions ended");
        }
        expect("threads of the plugin", before.threads(), after.threads(), problems);
        if (after.heap() > before.heap() + MOST_BYTES_MORE || after.handles() > before.handles() + MOST_HANDLES_MORE) {
            problems.add("more is held: " + before + ", then " + after);
        }
        if (!problems.isEmpty()) {
            throw new AssertionError(String.join("; ", problems));
        }
    }

    private static void expect(String what, long expected, long found, List<String> problems) {
        if (expected != found) {
            problems.add(what + ": " + found + " instead of " + expected);
        }
    }

    // ------------------------------------------------------------------ load

    private void load(Duration howLong, long seed, boolean reloads) throws Exception {
        long end = System.nanoTime() + howLong.toNanos();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS, task -> {
            Thread client = new Thread(task);
            // Does not outlive a soak that has failed.
            client.setDaemon(true);
            return client;
        });
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(seed + i);
            running.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    live(random);
                    Thread.sleep(random.nextInt(MOST_REST_MILLIS));
                }
                return null;
            }));
        }
        administer(new Random(seed - 1), end, reloads);
        for (Future<?> client : running) {
            client.get(2, TimeUnit.MINUTES);
        }
        threads.shutdown();
    }

    /** One session, ended in one of the ways that sessions end. */
    private void live(Random random) {
        Way way = WAYS[random.nextInt(WAYS.length)];
        String user = user(random);
        int number = lives.incrementAndGet();
        sessions.merge(way.transport(), 1, Integer::sum);
        try (StepClient client = way.open(host)) {
            if (random.nextInt(10) == 0) {
                client.auth(user, "wrong");
                return;
            }
            client.authPlain(user, HostOptions.PASSWORD);
            client.openStream();
            // Now and then one that another has.
            client.bind(mayConflict && random.nextInt(4) == 0 ? "shared" : "soak-" + number);
            boolean isManaged = way.isTcp() && random.nextInt(3) == 0;
            if (isManaged) {
                client.enableStreamManagement();
            }
            client.presence("<priority>" + random.nextInt(5) + "</priority>");
            client.rosterGet();
            client.send("<message to='" + user(random) + "@example.org' type='chat'><body>" + number
                    + "</body></message>");
            client.sync();
            if (random.nextInt(3) > 0) {
                // As clients on BOSH mostly do.
                client.keepWaiting();
                client.closeStream();
            } else if (isManaged || !way.isTcp()) {
                // Stays for an administrator, or until its time is over.
                host.loseConnection(client);
            }
        } catch (StreamEndedException | SocketException e) {
            // Closed or replaced.
        } catch (IOException e) {
            // Of a client that is thrown out meanwhile a request may stay unanswered.
            unanswered.merge(way.transport(), 1, Integer::sum);
        }
    }

    private void administer(Random random, long end, boolean reloads) throws Exception {
        PluginAdministration plugin = new PluginAdministration(host);
        long reload = System.nanoTime() + BETWEEN_RELOADS.toNanos();
        long expiry = System.nanoTime() + BETWEEN_EXPIRIES.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(BETWEEN_COMMANDS.toMillis());
            if (reloads && System.nanoTime() > reload) {
                mayConflict = false;
                Thread.sleep(CONFLICT.toMillis());
                note();
                plugin.reload();
                mayConflict = true;
                // With a login and a token of its own.
                table = new SessionTable(host);
                reload = System.nanoTime() + BETWEEN_RELOADS.toNanos();
            }
            if (System.nanoTime() > expiry) {
                host.sessions().expireDetached();
                expiry = System.nanoTime() + BETWEEN_EXPIRIES.toNanos();
            }
            List<JsonObject> sessions = table.all();
            if (!sessions.isEmpty()) {
                String id = SessionTable.text(sessions.get(random.nextInt(sessions.size())), "id");
                boolean isClose = random.nextBoolean();
                JsonObject result = isClose ? table.close(id, "policy-violation", "closed by the soak")
                        : table.send(id, "<message type='chat'><body>from the server</body></message>");
                outcomes.merge((isClose ? "close " : "send ") + SessionTable.text(result, "outcome"), 1, Integer::sum);
            }
        }
    }

    /** Adds what the plugin has counted since it was loaded. */
    private void note() throws IOException {
        JsonObject status = table.status();
        add(status.getAsJsonObject("ended"), ends);
        add(status.getAsJsonObject("repairs"), repairs);
    }

    private static void add(JsonObject counted, Map<String, Long> sums) {
        counted.entrySet().stream().filter(one -> one.getValue().getAsLong() > 0)
                .forEach(one -> sums.merge(one.getKey(), one.getValue().getAsLong(), Long::sum));
    }

    /** Waits until nobody is left, and some time more. */
    private void settle() throws Exception {
        host.sessions().expireDetached();
        long end = System.nanoTime() + IDLE.toNanos();
        while (System.nanoTime() < end) {
            Thread.sleep(1000);
            for (JsonObject left : table.all()) {
                // Those on BOSH would stay for a minute.
                table.close(SessionTable.text(left, "id"), null, null);
            }
        }
        Await.until("nobody is left", Duration.ofSeconds(30), () -> table.all().isEmpty());
    }

    private Held held() throws IOException, InterruptedException {
        long heap = Heap.withoutReaders(host);
        long threads = host.jcmd("Thread.print").lines().filter(line -> line.startsWith("\"sessionstate-")).count();
        try (Stream<Path> handles = Files.list(Path.of("/proc", String.valueOf(host.pid()), "fd"))) {
            return new Held(heap, threads, handles.count());
        }
    }
}
