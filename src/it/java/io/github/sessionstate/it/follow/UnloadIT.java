package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.junit.jupiter.api.Test;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.PluginAdministration;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** Installed into a running server, reloaded, and deleted: no session is lost and nothing is left behind. */
class UnloadIT {
    private static final int CLIENTS = 4;
    private static final long MOST_BYTES = 5_000_000;

    private final AtomicInteger logins = new AtomicInteger();
    private final AtomicBoolean stop = new AtomicBoolean();

    @Test
    void theJarIsSmallAndHoldsNothingOfTheTests() throws Exception {
        Path plugin = Path.of(System.getProperty("plugin.jar"));
        Path testClasses = Path.of(getClass().getProtectionDomain().getCodeSource().getLocation().toURI());

        assertThat(plugin).isRegularFile();
        assertThat(Files.size(plugin)).isLessThan(MOST_BYTES);
        List<String> classes = new ArrayList<>();
        try (InputStream in = Files.newInputStream(plugin)) {
            addClasses(in, classes);
        }
        assertThat(classes).contains("io/github/sessionstate/SessionStatePlugin.class")
                .noneMatch(name -> name.contains("/it/") || Files.exists(testClasses.resolve(name)));
    }

    // The classes are in jars within the jar.
    private static void addClasses(InputStream jar, List<String> classes) throws IOException {
        ZipInputStream entries = new ZipInputStream(jar);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (entry.getName().endsWith(".jar")) {
                addClasses(entries, classes);
            } else if (entry.getName().endsWith(".class")) {
                classes.add(entry.getName());
            }
        }
    }

    @Test
    void comesAndGoesWhileClientsLogIn() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.stock());
                RawClient silent = host.connect();
                RawClient opened = host.connect();
                RawClient unbound = host.connect();
                RawClient available = host.connect()) {
            opened.openStream();
            unbound.authenticate("jane", HostOptions.PASSWORD);
            available.login("john", HostOptions.PASSWORD, "before");
            available.presence("<priority>7</priority>");
            available.sync();
            leaveDetached(host);

            PluginAdministration plugins = new PluginAdministration(host);
            plugins.install();
            expectSettingsOnConsolePage(host, host.hasConsoleFrame());

            SessionTable table = new SessionTable(host);
            expectSeeded(table, silent, opened, unbound, available);
            // The host gives every session its stage; ours goes on from there.
            unbound.bind("after");
            table.promptly("bound after the load", unbound, s -> s != null && SessionTable.is(s, "connected"));

            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            List<Future<?>> running = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(n -> clients.submit(() -> logInAndOut(host, n))).toList();
            try {
                plugins.reload();
                table = new SessionTable(host);
                expectSeeded(table, silent, opened, unbound, available);
                plugins.reload();
                CompletableFuture<JsonObject> ping = new SessionTable(host).asking(
                        SessionTable.text(table.promptly("there", available, s -> s != null), "id"), null);
                available.awaitElement(element -> element.element("ping") != null);
                plugins.delete();
                assertThat(SessionTable.text(ping.join(), "detail")).contains("the plugin was stopped");
            } finally {
                stop.set(true);
                clients.shutdown();
                for (Future<?> client : running) {
                    client.get(30, TimeUnit.SECONDS);
                }
            }
            assertThat(logins.get()).as("logins meanwhile").isGreaterThan(CLIENTS);

            unbound.sync();
            available.sync();
            assertThat(remains(host)).as("what is left of the plugin in the host's heap").isEmpty();
            assertThat(host.jcmd("Thread.print")).doesNotContain("\"sessionstate-");
            expectSettingsOnConsolePage(host, false);
            // The path that was exempt from the console's login is guarded again.
            assertThat(host.console().get(PluginPaths.SESSIONS).statusCode()).isEqualTo(302);

            plugins.install();
            expectSeeded(new SessionTable(host), silent, opened, unbound, available);
            silent.openStream();
            opened.authPlain("john", HostOptions.PASSWORD);
            expectPast(host);
            host.assertNoUnexpectedWarnings();
        }
    }

    /** Each time that the plugin went the session ended in its history, and it goes on since the plugin is back. */
    private static void expectPast(OpenfireHost host) throws IOException {
        AdminClient admin = host.adminLogin();
        Await.until("all are written", Duration.ofSeconds(10), () -> causes(admin).size() == 4);
        assertThat(causes(admin)).containsExactly("", "tracking_stopped", "tracking_stopped", "tracking_stopped");
    }

    private static List<String> causes(AdminClient admin) throws IOException {
        List<String> causes = new ArrayList<>();
        for (JsonElement row : admin.getJson(PluginPaths.HISTORY_SESSIONS + "?q=full_jid:john@example.org/before")
                .getAsJsonArray("sessions")) {
            JsonElement ended = row.getAsJsonObject().get("ended");
            causes.add(ended.isJsonNull() ? "" : SessionTable.text(ended.getAsJsonObject(), "cause"));
        }
        return causes;
    }

    /** The console's own page of {@code SystemProperties}, which only the real console has. */
    private static void expectSettingsOnConsolePage(OpenfireHost host, boolean there) throws IOException {
        if (host.hasConsoleFrame()) {
            String page = host.adminLogin().get("/server-properties.jsp?searchName=plugin.sessionstate.").body();
            assertThat(page).contains("searchName");
            assertThat(page.contains("Send roster pushes, and presence that answers")).as("settings are shown").isEqualTo(there);
        }
    }

    private static void leaveDetached(OpenfireHost host) throws IOException {
        try (RawClient managed = host.connect()) {
            managed.login("juan", HostOptions.PASSWORD, "managed");
            managed.enableStreamManagement();
            host.loseConnection(managed);
        }
    }

    private static void expectSeeded(SessionTable table, RawClient silent, RawClient opened, RawClient unbound,
                                     RawClient available) throws IOException {
        table.promptly("without a stream", silent, s -> s != null && SessionTable.is(s, "seeded")
                && SessionTable.is(s, "notopen"));
        table.promptly("unauthenticated", opened, s -> s != null && SessionTable.is(s, "seeded")
                && !SessionTable.is(s, "notopen") && "c2s_unauthed".equals(SessionTable.text(s, "type")));
        table.promptly("authenticated", unbound, s -> s != null && SessionTable.is(s, "seeded")
                && "jane".equals(SessionTable.text(s, "username")));
        JsonObject bound = table.promptly("available", available, s -> s != null && SessionTable.is(s, "seeded")
                && SessionTable.is(s, "available"));
        assertThat(bound.get("priority").getAsInt()).isEqualTo(7);
        assertThat(SessionTable.is(bound, "interested")).as("taken as interested").isTrue();
        Await.until("detached", Duration.ofSeconds(5), () -> {
            List<JsonObject> managed = table.byFullJid("juan@example.org/managed");
            return managed.size() == 1 && SessionTable.is(managed.get(0), "detached");
        });
    }

    private Void logInAndOut(OpenfireHost host, int number) throws IOException {
        while (!stop.get()) {
            try (RawClient client = host.connect()) {
                // A resource of its own: 4.2.0 may take the route of a session away with the end of its predecessor.
                client.login("jane", HostOptions.PASSWORD, "login-" + number + "-" + logins.incrementAndGet());
                client.presence("");
                client.rosterGet();
                client.closeStream();
            }
        }
        return null;
    }

    /** The plugin's objects in the host's heap, after as many full collections as it takes within half a minute. */
    private static List<String> remains(OpenfireHost host) throws IOException, InterruptedException {
        long end = System.nanoTime() + Patience.ofSeconds(30).toNanos();
        List<String> remains = histogram(host);
        while (!remains.isEmpty() && System.nanoTime() < end) {
            remains = histogram(host);
        }
        return remains;
    }

    private static List<String> histogram(OpenfireHost host) throws IOException, InterruptedException {
        return host.jcmd("GC.class_histogram").lines()
                .filter(line -> line.contains("io.github.sessionstate.") && !line.contains("sessionstate.it."))
                .toList();
    }
}
