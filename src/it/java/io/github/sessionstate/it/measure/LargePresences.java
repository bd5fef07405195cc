package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.gson.JsonParser;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * What a list of sessions costs the host whose clients have each sent presence of one megabyte, one of them again every
 * second: the heap that is in use, with an administrator who waits for news as the page does and with none, and how much
 * that one gets with each answer.
 */
public final class LargePresences {
    private static final int CLIENTS = 100;
    private static final int SAMPLES = 15;
    private static final String STATUS = "it's ".repeat(200_000);
    private static final String LIST = PluginPaths.SESSIONS + "?limit=50&sort=full_jid";

    private final OpenfireHost host;
    private final List<RawClient> clients = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile int largest;
    private volatile boolean isOpen;
    private int changes;

    private LargePresences(OpenfireHost host) {
        this.host = host;
    }

    public static void main(String[] arguments) throws Exception {
        HostOptions options = HostOptions.withPlugin().heap(1024);
        for (int i = 0; i < CLIENTS; i++) {
            options.user("user" + i, HostOptions.PASSWORD);
        }
        try (OpenfireHost host = OpenfireHost.start(options)) {
            new LargePresences(host).run();
        }
    }

    private void run() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            RawClient client = host.connect();
            client.login("user" + i, HostOptions.PASSWORD, "large");
            clients.add(client);
            change(client);
        }
        long without = most();
        isOpen = true;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> page = thread.submit(() -> {
            watch();
            return null;
        });
        long with = most();
        isOpen = false;
        change(clients.get(0));
        page.get();
        thread.shutdown();
        System.out.printf(Locale.ROOT, "%d clients with presence of %d characters: %.1f MB of heap at most with the list "
                        + "open, %.1f MB without, the list %.1f MB; %d answers, the largest of %d bytes%n", CLIENTS,
                STATUS.length(), with / 1048576.0, without / 1048576.0, (with - without) / 1048576.0, answers.get(),
                largest);
        for (RawClient client : clients) {
            client.close();
        }
    }

    /** The most that was in use, of several looks, one second and one change after the other. */
    private long most() throws Exception {
        long most = 0;
        for (int i = 0; i < SAMPLES; i++) {
            change(clients.get(i));
            Thread.sleep(1000);
            most = Math.max(most, Heap.used(host));
        }
        return most;
    }

    private void change(RawClient client) throws IOException {
        client.presence("<priority>" + changes++ % 100 + "</priority><status>" + STATUS + "</status>");
        client.sync();
    }

    private void watch() throws IOException {
        AdminClient admin = host.adminLogin();
        long version = 0;
        while (isOpen) {
            HttpResponse<String> answer = admin.get(LIST + "&wait=5&since=" + version);
            if (answer.statusCode() != 200) {
                throw new IOException("The list answered " + answer.statusCode());
            }
            answers.incrementAndGet();
            largest = Math.max(largest, answer.body().getBytes(StandardCharsets.UTF_8).length);
            version = JsonParser.parseString(answer.body()).getAsJsonObject().get("version").getAsLong();
        }
    }
}
