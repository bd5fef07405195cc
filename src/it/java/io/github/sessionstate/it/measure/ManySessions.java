package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Simulation;

/**
 * What the list of sessions costs on a host that has many. They are simulated in the host before the plugin is
 * installed, so that it finds them there as it finds those of clients. Each request is timed while all is quiet and
 * while presence changes, and beside the host's own page of sessions, if it has one, and so is a scrape of the metrics;
 * then the page in a browser.
 */
public final class ManySessions {
    private static final int SESSIONS = Integer.getInteger("many.sessions", 50_000);
    private static final int CHANGES_PER_SECOND = Integer.getInteger("many.changes", 500);
    private static final int WARM_UP_ROUNDS = 3;
    private static final int REQUESTS = 100;
    private static final int OWN_PAGE_REQUESTS = 50;
    private static final int HEAP_MEGABYTES = 1024;
    private static final String OWN_PAGE = "/session-summary.jsp";
    /** Each way in which a page is found: by an index, and by what must be read of every session; and groups. */
    private static final List<String> QUERIES = List.of("limit=50", "sort=full_jid&limit=50",
            "q=presence:away&limit=50", "q=user0123&limit=50", "q=ip:10.0.128.0/17&limit=50", "q=idle:%3E1m&limit=50",
            "q=username:user01*&limit=50", "q=status:*meeting*&limit=50", "q=client:x*&limit=50",
            "q=stanzas_in:%3E1&limit=50", "sort=-priority&limit=50", "sort=resource&limit=50", "sort=conn&limit=50",
            "sort=-since&limit=50", "sort=idle_since&limit=50", "sort=-stanzas_out&limit=50",
            "sort=sasl_mechanism&limit=50", "sort=-id&limit=50", "sort=carbons&limit=50",
            "q=unacknowledged:%3E1&limit=50", "q=age:%3E1m&limit=50", "q=presence:away&sort=-priority&limit=50",
            "group=username&limit=50", "group=resource&limit=50", "group=client&limit=50", "group=ip&limit=50",
            "q=presence:away&group=username&limit=50");

    private final OpenfireHost host;
    private final AdminClient admin;

    private ManySessions(OpenfireHost host) throws IOException {
        this.host = host;
        admin = host.adminLogin();
    }

    public static void main(String[] arguments) throws IOException {
        // The plugin's default: test hosts have it compare itself with the host all the time.
        HostOptions options = HostOptions.stock().simulation().heap(HEAP_MEGABYTES)
                .property("plugin.sessionstate.reconcile.interval", "60");
        try (OpenfireHost host = OpenfireHost.start(options)) {
            Simulation simulation = new Simulation(host);
            double making = seconds(() -> simulation.make(SESSIONS));
            double installing = seconds(host::installPlugin);
            ManySessions measurement = new ManySessions(host);
            System.out.printf(Locale.ROOT, "%s: %d sessions made in %.1f s; the plugin installed and all taken in "
                    + "within %.1f s%n", host.name(), measurement.total(), making, installing);
            measurement.warmUp();
            measurement.table("quiet");
            simulation.change(CHANGES_PER_SECOND);
            long version = measurement.version();
            long start = System.nanoTime();
            measurement.table("while presence changes");
            double took = (System.nanoTime() - start) / 1e9;
            System.out.printf(Locale.ROOT, "%.0f changes of presence per second processed by the host, %.0f changes "
                    + "per second of the plugin's table%n", simulation.changes() / took,
                    (measurement.version() - version) / took);
            if (Browser.isInstalled()) {
                PageUnderLoad.print(host);
            } else {
                System.out.println(Browser.missing());
            }
            simulation.rest();
            host.assertNoUnexpectedWarnings();
        }
    }

    /** Something that takes its time. */
    private interface Step {
        void run() throws IOException;
    }

    private static double seconds(Step step) throws IOException {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private long total() throws IOException {
        long total = admin.getJson(PluginPaths.SESSIONS + "?limit=0").get("total").getAsLong();
        if (total != SESSIONS) {
            throw new IOException("The plugin has " + total + " sessions of " + SESSIONS);
        }
        return total;
    }

    private long version() throws IOException {
        return admin.getJson(PluginPaths.SESSIONS + "?limit=0").get("version").getAsLong();
    }

    /** Else the first of a table would be measured while the virtual machine compiles what all of them run. */
    private void warmUp() throws IOException {
        double longest = 0;
        for (String query : QUERIES) {
            longest = Math.max(longest, seconds(() -> admin.getJson(PluginPaths.SESSIONS + "?" + query)));
        }
        System.out.printf(Locale.ROOT, "The first request of each kind took at most %.0f ms%n", longest * 1_000);
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (String query : QUERIES) {
                Latencies.of(admin, PluginPaths.SESSIONS + "?" + query, 1);
            }
        }
    }

    private void table(String title) throws IOException {
        System.out.printf("%n%-48s %8s %8s %8s %8s %10s%n", title, "requests", "p50 ms", "p99 ms", "bytes",
                "own / this");
        Latencies own = null;
        if (host.hasConsoleFrame()) {
            if (!admin.get(OWN_PAGE).body().contains("<b>" + SESSIONS + "</b>")) {
                throw new IOException("The host's own page does not tell of " + SESSIONS + " sessions");
            }
            own = Latencies.of(admin, OWN_PAGE, OWN_PAGE_REQUESTS);
            row(OWN_PAGE, own, own);
        } else {
            System.out.printf("%-48s not there%n", OWN_PAGE);
        }
        row("metrics", Latencies.of(admin, PluginPaths.METRICS, REQUESTS), own);
        for (String query : QUERIES) {
            row("sessions?" + query, Latencies.of(admin, PluginPaths.SESSIONS + "?" + query, REQUESTS), own);
        }
    }

    /** @param own the host's own page, which the last column compares with; null if there is none */
    private static void row(String what, Latencies latencies, Latencies own) {
        System.out.printf(Locale.ROOT, "%-48s %8d %8.1f %8.1f %8d %10s%n", what, latencies.requests(),
                latencies.p50Millis(), latencies.p99Millis(), latencies.bytes(), own == null ? "-"
                        : String.format(Locale.ROOT, "%.1f", own.p50Millis() / latencies.p50Millis()));
    }
}
