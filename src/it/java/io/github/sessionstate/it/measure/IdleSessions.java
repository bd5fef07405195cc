package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Simulation;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * What the plugin's threads cost on a host with many sessions on which nothing happens. They are simulated in the host
 * before the plugin is installed, and as those on WebSocket no accept hook follows them. The comparison with the host's
 * tables, once a minute, is within.
 */
public final class IdleSessions {
    private static final int SESSIONS = Integer.getInteger("idle.sessions", 50_000);
    private static final int HEAP_MEGABYTES = 1024;
    private static final long SETTLE_MILLIS = 15_000;
    private static final long MEASURED_MILLIS = 120_000;
    private static final Pattern CPU = Pattern.compile("^\"sessionstate-.* cpu=([0-9.]+)ms");

    private IdleSessions() {
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // The plugin's default: test hosts have it compare itself with the host all the time.
        HostOptions options = HostOptions.stock().simulation().heap(HEAP_MEGABYTES)
                .property("plugin.sessionstate.reconcile.interval", "60");
        try (OpenfireHost host = OpenfireHost.start(options)) {
            new Simulation(host).make(SESSIONS);
            host.installPlugin();
            // Until the host has told of an end, it may be one that never does.
            try (RawClient john = host.connect()) {
                john.login("john", HostOptions.PASSWORD, "once");
                john.closeStream();
            }
            Thread.sleep(SETTLE_MILLIS);
            double before = cpuMillis(host);
            Thread.sleep(MEASURED_MILLIS);
            System.out.printf(Locale.ROOT, "%s: the plugin's threads take %.2f %% of a core with %d idle sessions%n",
                    host.name(), (cpuMillis(host) - before) / MEASURED_MILLIS * 100, SESSIONS);
        }
    }

    private static double cpuMillis(OpenfireHost host) throws IOException, InterruptedException {
        return host.jcmd("Thread.print").lines().map(CPU::matcher).filter(Matcher::find)
                .mapToDouble(line -> Double.parseDouble(line.group(1))).sum();
    }
}
