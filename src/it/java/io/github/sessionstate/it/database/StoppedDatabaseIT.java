package io.github.sessionstate.it.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** An Openfire whose database, a PostgreSQL, stops and starts again while clients are connected and scripts ask. */
class StoppedDatabaseIT {
    private static final Duration STOPPED = Duration.ofSeconds(Integer.getInteger("stopped.seconds", 10));

    private static final Duration KEPT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String RESOURCE = "stopped";

    private static PostgresServer server;
    private static OpenfireHost host;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void start() throws IOException {
        Assumptions.assumeTrue(PostgresServer.missing() == null, PostgresServer.missing());
        server = new PostgresServer();
        server.create();
        host = OpenfireHost.start(HostOptions.withPlugin().postgres(server.url()));
    }

    @AfterAll
    static void end() throws IOException {
        if (host != null) {
            host.close();
        }
        ServerContract.close(server);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void sessionsGoOnAndTokensAreRefusedUntilItIsBack() throws Exception {
        AdminClient admin = host.adminLogin();
        AdminClient script = host.console();
        String token = admin.makeToken("in use", "read");
        TokenRequests.awaitLetIn(script, token);
        TokenRequests plain = TokenRequests.until(System.nanoTime() + STOPPED.toNanos() / 2, () ->
                script.get(PluginPaths.STATUS, token));
        assertThat(plain.statuses()).containsOnly(200);

        try (RawClient john = login("john"); RawClient jane = login("jane")) {
            TokenRequests refused;
            TokenRequests console;
            int messages = 0;
            server.stop();
            try {
                Await.until("what is known of the token is not kept any more", KEPT, () ->
                        script.get(PluginPaths.STATUS, token).statusCode() == 503);
                long end = System.nanoTime() + STOPPED.toNanos();
                Future<TokenRequests> refusing = threads.submit(() -> TokenRequests.until(end, () ->
                        script.get(PluginPaths.STATUS, token)));
                Future<TokenRequests> answering = threads.submit(() -> TokenRequests.until(end, () ->
                        admin.get(PluginPaths.SESSIONS)));
                while (System.nanoTime() < end) {
                    expectMessage(john, jane, "message " + messages++);
                    Thread.sleep(PAUSE.toMillis());
                }
                refused = refusing.get();
                console = answering.get();
            } finally {
                server.start();
            }
            System.out.printf(Locale.ROOT, "%s, database stopped for %d s: 200 with a token before: %s;"
                    + " 503 with it: %s; console logins: %s; %d messages from client to client%n", host.name(),
                    STOPPED.toSeconds(), plain, refused, console, messages);

            refused.expectToBeRefusedAtOnce(plain);
            assertThat(console.statuses()).containsOnly(200);
            TokenRequests.awaitLetIn(script, token);
            expectMessage(john, jane, "still connected");
        }
        login("juan").close();
    }

    private static RawClient login(String username) throws IOException {
        RawClient client = host.connect();
        client.login(username, HostOptions.PASSWORD, RESOURCE);
        client.presence("");
        return client;
    }

    private static void expectMessage(RawClient from, RawClient to, String text) throws IOException {
        from.send("<message to='jane@" + HostOptions.DOMAIN + '/' + RESOURCE + "' type='chat'><body>" + text
                + "</body></message>");
        to.awaitElement(element -> text.equals(element.elementText("body")));
    }
}
