package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.HostDefect;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SessionTable;

/**
 * Random histories: many clients act at once, and whenever they rest the table keeps the model's invariants, has what
 * each client knows of itself, and equals what the host's SessionManager has. A history is replayed with
 * {@code -Dhistories.seed}; how the threads of client and server meet is not.
 */
class HistoriesIT {
    private static final int CLIENTS = 20;
    private static final int AT_ONCE = 10;
    private static final int ACTIONS = 4;
    private static final Duration HOW_LONG = Duration.ofSeconds(Integer.getInteger("histories.seconds", 60));
    // Under this load hosts log races of their own that nobody can list. A repair of the table is ours to log.
    private static final String NOT_OURS = "^(?!\\S+ io\\.github\\.sessionstate\\.)";
    // Where the host takes routes away, once in thousands of rounds the comparison has to put one back.
    private static final String ROUTE_TAKEN =
            " io\\.github\\.sessionstate\\.openfire\\.Reconciliation - Repaired lost_route: ";
    private static final int MOST_ROUTES_TAKEN = 2;
    private static final Duration SETTLED = Patience.ofSeconds(10);

    private final List<HistoryClient> clients = new ArrayList<>();
    private OpenfireHost host;
    private SessionTable table;

    @Test
    void theTableIsRightWheneverTheClientsRest() throws Exception {
        long seed = Long.getLong("histories.seed", new Random().nextLong());
        Random random = new Random(seed);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        int round = 0;
        int actions = 0;
        try (OpenfireHost started = OpenfireHost.start(HostOptions.withPlugin().probe()
                // Clients of one user take a resource from each other all the time.
                .property("plugin.sessionstate.conflict.war-threshold", "0"))) {
            host = started;
            table = new SessionTable(host);
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new HistoryClient(host, new SessionTable(host), i, new Random(random.nextLong())));
            }
            long end = System.nanoTime() + HOW_LONG.toNanos();
            while (System.nanoTime() < end) {
                round++;
                int inRound = 1 + random.nextInt(ACTIONS);
                Map<String, Long> holders = holders();
                actions += inRound * CLIENTS;
                List<Future<?>> running = clients.stream().<Future<?>>map(client -> threads.submit(() -> {
                    for (int i = 0; i < inRound; i++) {
                        client.act();
                    }
                    return null;
                })).collect(Collectors.toList());
                for (Future<?> client : running) {
                    client.get(1, TimeUnit.MINUTES);
                }
                noteContested(holders);
                closeOne(random);
                check();
                if (host.has(HostDefect.LATE_END_TAKES_ROUTE)) {
                    host.assertNoUnexpectedWarnings(NOT_OURS, ROUTE_TAKEN);
                } else {
                    host.assertNoUnexpectedWarnings(NOT_OURS);
                }
            }
            assertThat(table.status().getAsJsonObject("repairs").get("lost_route").getAsInt()).as("routes put back late")
                    .isLessThanOrEqualTo(MOST_ROUTES_TAKEN);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("Round " + round + ", replay with -Dhistories.seed=" + seed + ": " + e, e);
        } finally {
            threads.shutdownNow();
        }
        System.out.printf("histories: seed %d, %d rounds, %d actions of %d clients in %d s%n", seed, round, actions,
                CLIENTS, HOW_LONG.toSeconds());
    }

    /** How many clients hold the shared resource, by user. */
    private Map<String, Long> holders() {
        return clients.stream().filter(HistoryClient::holdsShared)
                .collect(Collectors.groupingBy(HistoryClient::user, Collectors.counting()));
    }

    private void noteContested(Map<String, Long> before) {
        Map<String, Integer> binds = new TreeMap<>();
        clients.forEach(client -> binds.merge(client.user(), client.takeSharedBinds(), Integer::sum));
        clients.stream().filter(HistoryClient::holdsShared)
                .filter(client -> binds.get(client.user()) > 0
                        && binds.get(client.user()) + before.getOrDefault(client.user(), 0L) > 1)
                .forEach(HistoryClient::contest);
    }

    /** The administrator closes a session, now and then. */
    private void closeOne(Random random) throws IOException {
        HistoryClient client = clients.get(random.nextInt(CLIENTS));
        if (random.nextInt(3) > 0) {
            return;
        }
        client.settle();
        if (client.left() != null) {
            assertThat(SessionTable.text(table.close(id(table.byFullJid(client.left().jid()).get(0)), null, null),
                    "outcome")).as("close what is left of %s", client).isEqualTo("closed");
            client.leftClosed();
            return;
        }
        JsonObject row = awaitRow(client);
        if (row != null) {
            assertThat(SessionTable.text(table.close(id(row), "policy-violation", "closed by a test"), "outcome"))
                    .as("close %s", client).isEqualTo("closed");
            client.closed();
        }
    }

    /** The row of a client; null if it turns out to be gone. The host may not have accepted it yet, or be ending it. */
    private JsonObject awaitRow(HistoryClient client) throws IOException {
        long end = System.nanoTime() + SETTLED.toNanos();
        while (client.stage() != HistoryClient.Stage.GONE) {
            Optional<JsonObject> row = table.all().stream().filter(s -> port(s) == client.port()).findFirst();
            if (row.isPresent() || System.nanoTime() > end) {
                return row.orElseThrow();
            }
            client.settle();
        }
        return null;
    }

    // ------------------------------------------------------------------ checks

    private void check() throws IOException {
        long end = System.nanoTime() + SETTLED.toNanos();
        while (true) {
            for (HistoryClient client : clients) {
                client.settle();
            }
            List<String> problems = problems();
            if (problems.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(String.join(System.lineSeparator(), problems));
            }
        }
    }

    private List<String> problems() throws IOException {
        JsonObject counts = table.status().getAsJsonObject("counts");
        List<JsonObject> rows = table.all();
        List<String> ofHost = host.probe();
        List<String> problems = new ArrayList<>();
        checkClients(rows, problems);
        rows.forEach(row -> checkInvariants(row, problems));
        same("full JIDs in the table, each once", rows.stream().map(row -> SessionTable.text(row, "full_jid"))
                .filter(Objects::nonNull).distinct().count(), rows.stream().filter(row -> SessionTable.is(row,
                "connected")).count(), problems);
        same("counts", counted(rows).toString(), read(counts).toString(), problems);
        same("bound sessions in the host", ofHost.stream().filter(line -> line.startsWith("session "))
                .map(line -> line.substring("session ".length())).sorted().toList(), rows.stream()
                .map(row -> SessionTable.text(row, "full_jid")).filter(Objects::nonNull).sorted().toList(), problems);
        same("unbound sessions in the host", ofHost.get(0), "unbound " + clients.stream().filter(client ->
                client.stage().compareTo(HistoryClient.Stage.OPENED) >= 0
                        && client.stage().compareTo(HistoryClient.Stage.BOUND) < 0).count(), problems);
        same("detached sessions in the host", ofHost.get(1), "detached " + rows.stream()
                .filter(row -> SessionTable.is(row, "detached")).count(), problems);
        return problems;
    }

    private void checkClients(List<JsonObject> rows, List<String> problems) {
        int expected = 0;
        for (HistoryClient client : clients) {
            if (client.stage() != HistoryClient.Stage.GONE) {
                expected++;
                List<JsonObject> own = rows.stream().filter(row -> port(row) == client.port()).toList();
                same(client + ": sessions", 1, own.size(), problems);
                own.forEach(row -> same(client.toString(), client.isContested() ? SessionTable.text(row, "full_jid")
                        : expected(client), client.isContested() ? client.jid() : seen(row), problems));
            }
            if (client.left() != null) {
                expected++;
                HistoryClient.Left left = client.left();
                List<JsonObject> own = rows.stream().filter(row -> left.jid().equals(SessionTable.text(row, "full_jid")))
                        .toList();
                same(client + ": left sessions", 1, own.size(), problems);
                own.stream().filter(row -> !left.contested()).forEach(row -> same(client + ", what it left",
                        row("c2s", false, left.jid(), left.available(), left.interested(), left.priority(), true),
                        seen(row), problems));
            }
        }
        if (expected != rows.size()) {
            problems.add("sessions: expected " + expected + ", but " + rows);
        }
    }

    private static String expected(HistoryClient client) {
        String type = switch (client.stage()) {
            case ACCEPTED, OPENED -> "c2s_unauthed";
            case AUTHENTICATED, RESTARTED -> "c2s_unbound";
            default -> "c2s";
        };
        boolean notOpen = client.stage() == HistoryClient.Stage.ACCEPTED
                || client.stage() == HistoryClient.Stage.AUTHENTICATED;
        return row(type, notOpen, client.jid() == null ? client.username() : client.jid(), client.isAvailable(),
                client.isInterested(), client.priority(), false);
    }

    private static String seen(JsonObject row) {
        String jid = SessionTable.text(row, "full_jid");
        return row(SessionTable.text(row, "type"), SessionTable.is(row, "notopen"),
                jid == null ? SessionTable.text(row, "username") : jid, SessionTable.is(row, "available"),
                SessionTable.is(row, "interested"), row.get("priority").getAsInt(), SessionTable.is(row, "detached"));
    }

    private static String row(String type, boolean notOpen, String name, boolean available, boolean interested,
                              int priority, boolean detached) {
        return type + (notOpen ? " notopen " : " ") + name + (available ? " available" : "")
                + (interested ? " interested" : "") + " priority " + priority + (detached ? " detached" : "");
    }

    private static void checkInvariants(JsonObject row, List<String> problems) {
        boolean connected = SessionTable.is(row, "connected");
        boolean available = SessionTable.is(row, "available");
        boolean isRight = (connected || !available && !SessionTable.is(row, "interested"))
                && connected == (SessionTable.text(row, "full_jid") != null)
                && connected == (SessionTable.text(row, "resource") != null)
                && connected == SessionTable.is(row, "roster_loaded")
                && available == (SessionTable.text(row, "presence") != null)
                && (available || row.get("priority").getAsInt() == 0)
                && SessionTable.is(row, "detached") == row.get("conn").isJsonNull();
        same("invariants of " + row, true, isRight, problems);
    }

    private static Map<String, Long> counted(List<JsonObject> rows) {
        Map<String, Long> counts = new TreeMap<>();
        counts.put("total", (long) rows.size());
        for (String flag : new String[] {"notopen", "connected", "available", "interested", "detached"}) {
            counts.put(flag, rows.stream().filter(row -> SessionTable.is(row, flag)).count());
        }
        for (String type : new String[] {"c2s_unauthed", "c2s_unbound"}) {
            counts.put(type, rows.stream().filter(row -> type.equals(SessionTable.text(row, "type"))).count());
        }
        return counts;
    }

    private static Map<String, Long> read(JsonObject counts) {
        Map<String, Long> read = new TreeMap<>();
        counts.entrySet().forEach(count -> read.put(count.getKey(), count.getValue().getAsLong()));
        return read;
    }

    private static void same(String what, Object expected, Object seen, List<String> problems) {
        if (!expected.equals(seen)) {
            problems.add(what + ": expected " + expected + ", but " + seen);
        }
    }

    private static String id(JsonObject row) {
        return SessionTable.text(row, "id");
    }

    private static int port(JsonObject row) {
        return row.get("conn").isJsonNull() ? -1 : row.getAsJsonObject("conn").get("port").getAsInt();
    }
}
