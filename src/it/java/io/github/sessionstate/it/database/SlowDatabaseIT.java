package io.github.sessionstate.it.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.token.Token;

/**
 * Tokens and history while the database is slow that {@code OpenfireConnections} leads to, and tokens while somebody
 * guesses them.
 */
class SlowDatabaseIT {
    private static final Duration LOCKED = Duration.ofSeconds(Integer.getInteger("locked.seconds", 15));
    private static final Duration BESIDE = LOCKED.dividedBy(2);
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final int CLIENTS = 2;
    private static final double RATIO = 0.9;
    private static final int WRONG = 1000;
    private static final String OWNER = "admin@" + HostOptions.DOMAIN;
    private static final String UNAVAILABLE = "^WARN io\\.github\\.sessionstate\\.openfire\\.database\\.TablesHook - "
            + "Tokens and history are unavailable: ";
    private static final String NOT_WRITTEN = "^WARN io\\.github\\.sessionstate\\.history\\.HistoryWriter - "
            + "The history cannot be written; will retry every second: ";
    private static final Duration CATCH_UP = Duration.ofSeconds(20);
    private static final String PREFIX = "client-";

    private static OpenfireHost host;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger loggedIn = new AtomicInteger();
    private AdminClient admin;

    @BeforeAll
    static void start() throws IOException {
        host = OpenfireHost.start(HostOptions.withPlugin().probe());
    }

    @AfterAll
    static void end() {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void logIn() throws IOException {
        admin = host.adminLogin();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        host.assertNoUnexpectedWarnings(UNAVAILABLE, NOT_WRITTEN);
    }

    // ------------------------------------------------------------------ slow

    @Test
    void lockedTablesHoldUpNothingButTokensAndTheHistory() throws Exception {
        String used = admin.makeToken("in use", "read");
        String unused = admin.makeToken("not in use", "read");
        long dropped = history().get("dropped").getAsLong();
        logins(WARM_UP);
        TokenRequests.awaitLetIn(admin, used);
        TokenRequests plain = TokenRequests.until(System.nanoTime() + BESIDE.toNanos(), () ->
                admin.get(PluginPaths.STATUS, used));
        assertThat(plain.statuses()).containsOnly(200);
        double before = logins(BESIDE);

        host.database().hold("LOCK TABLE ofSessionStateGrant WRITE, ofSessionStateToken WRITE,"
                + " ofSessionStateSession WRITE");
        double during;
        TokenRequests refused;
        TokenRequests console;
        try {
            long end = System.nanoTime() + LOCKED.toNanos();
            AdminClient script = host.console();
            AdminClient other = host.adminLogin();
            Future<TokenRequests> refusing = threads.submit(() -> TokenRequests.until(end, () ->
                    script.get(PluginPaths.STATUS, unused)));
            Future<TokenRequests> answering = threads.submit(() -> TokenRequests.until(end, () ->
                    other.get(PluginPaths.SESSIONS)));
            during = logins(Duration.ofNanos(end - System.nanoTime()));
            refused = refusing.get();
            console = answering.get();
            assertThat(script.get(PluginPaths.STATUS, used).statusCode()).as("no longer kept").isEqualTo(503);
            assertThat(history().get("queued_rows").getAsInt()).as("sessions wait").isPositive();
            expectNoThreadButThePluginsToWait();
        } finally {
            host.database().release();
        }
        double after = logins(BESIDE);
        double ratio = during / ((before + after) / 2);
        System.out.printf(Locale.ROOT, "%s, tables locked for %d s: logins/s %.1f before, %.1f during, %.1f after: ratio"
                + " %.3f; 200 with a token before: %s; 503 with one: %s; console logins: %s%n", host.name(),
                LOCKED.toSeconds(), before, during, after, ratio, plain, refused, console);

        refused.expectToBeRefusedAtOnce(plain);
        assertThat(console.statuses()).containsOnly(200);
        assertThat(ratio).isGreaterThan(RATIO / (Patience.of(LOCKED).toNanos() / (double) LOCKED.toNanos()));
        TokenRequests.awaitLetIn(admin, used);
        TokenRequests.awaitLetIn(admin, unused);
        Await.until("each session is in the history, or counted as dropped", CATCH_UP, () ->
                history().get("queued_rows").getAsInt() == 0
                        && endedInHistory() + history().get("dropped").getAsLong() - dropped == loggedIn.get());
    }

    private static void expectNoThreadButThePluginsToWait() throws Exception {
        String[] dump = host.jcmd("Thread.print").split("\n\n");
        assertThat(dump).anyMatch(thread -> thread.startsWith("\"sessionstate-database-")
                && thread.contains("io.github.sessionstate.database."));
        assertThat(Arrays.stream(dump).filter(thread -> !thread.startsWith("\"sessionstate-"))).noneMatch(thread ->
                thread.contains("io.github.sessionstate.database.") || thread.contains("io.github.sessionstate.web."));
    }

    /** How writing the history goes. */
    private JsonObject history() throws IOException {
        return admin.getJson(PluginPaths.STATUS).getAsJsonObject("history");
    }

    /** How many sessions of this test have ended in the history. */
    private long endedInHistory() throws IOException {
        long ended = 0;
        String from = "";
        while (from != null) {
            JsonObject page = admin.getJson(PluginPaths.HISTORY_SESSIONS + "?limit=2000&fields=id&q="
                    + URLEncoder.encode("resource:" + PREFIX + '*', StandardCharsets.UTF_8) + from);
            ended += page.getAsJsonArray("sessions").asList().stream()
                    .filter(row -> row.getAsJsonObject().get("ended").isJsonObject()).count();
            from = page.get("next").isJsonNull() ? null : "&from=" + page.get("next").getAsString();
        }
        return ended;
    }

    /** Logins per second, from the connection to the bound resource. */
    private double logins(Duration time) throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            running.add(threads.submit(() -> logIn(number, start + time.toNanos())));
        }
        int logins = 0;
        for (Future<Integer> one : running) {
            logins += one.get();
        }
        return logins / ((System.nanoTime() - start) / 1e9);
    }

    private int logIn(int number, long end) throws IOException {
        int logins = 0;
        while (System.nanoTime() < end) {
            try (RawClient client = host.connect()) {
                String username = number % 2 == 0 ? "john" : "jane";
                client.login(username, HostOptions.PASSWORD, PREFIX + number + "-" + logins++);
                loggedIn.incrementAndGet();
                client.closeStream();
            }
        }
        return logins;
    }

    // ------------------------------------------------------------------ guessed

    @Test
    void whoGuessesIsHeldUpAndNobodyElse() throws Exception {
        String right = admin.makeToken("right", "read");
        String unused = admin.makeToken("not used before", "read");
        InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
        SecureRandom random = new SecureRandom();
        AdminClient script = host.console();

        TokenRequests.awaitLetIn(script, right);
        long start = System.nanoTime();
        int refused = 0;
        int late = 0;
        for (int i = 0; i < WRONG; i++) {
            // Of no grant, and of one that there is.
            String id = i % 2 == 0 ? "AAAAAAAAAAAA" : Token.parse(right).id();
            HttpResponse<String> answer = script.get(PluginPaths.STATUS, Token.random(id, OWNER, random).text());
            if (answer.statusCode() == 401) {
                refused++;
                continue;
            }
            if (answer.statusCode() == 503) {
                late++;
                continue;
            }
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(answer.headers().firstValue("Retry-After").orElseThrow())).isBetween(1, 6);
            if (i % 50 == 0) {
                assertThat(script.get(PluginPaths.STATUS, right).statusCode()).as("the right one").isEqualTo(200);
                assertThat(status(elsewhere, right)).as("from elsewhere").isEqualTo(200);
            }
        }
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(Locale.ROOT, "%s: %d wrong tokens in %d s: %d times 401, %d times 503, else 429%n", host.name(),
                WRONG, taken.toSeconds(), refused, late);

        assertThat((long) refused).isBetween(10L, 11 + taken.toSeconds() / 6);
        assertThat(late).isLessThan(WRONG / 50);
        TokenRequests.awaitLetIn(script, unused);
        assertThat(status(elsewhere, Token.random("AAAAAAAAAAAA", OWNER, random).text())).isIn(401, 503);
        assertThat(admin.get(PluginPaths.STATUS).statusCode()).as("a console login").isEqualTo(200);
    }

    /** The status of a request with this token from this address. */
    private static int status(InetAddress from, String token) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), host.ports().console()));
            socket.setSoTimeout((int) Patience.ofSeconds(10).toMillis());
            socket.getOutputStream().write(("GET " + PluginPaths.STATUS + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Connection: close\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.split(" ")[1]);
        }
    }
}
