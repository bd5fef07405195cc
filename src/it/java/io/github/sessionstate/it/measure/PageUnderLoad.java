package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import com.google.gson.Gson;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.SessionsView;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;

/** What the page costs in a browser: until its first rows, and while sessions change. */
final class PageUnderLoad {
    private static final int NAVIGATIONS = 20;
    private static final Duration WATCHED = Duration.ofSeconds(Integer.getInteger("many.watched", 60));
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> VIEWS = List.of("sort=full_jid", "q=user0000&sort=full_jid",
            "q=presence:away&sort=full_jid");

    /**
     * Notes when the first row was painted, as milliseconds since the navigation, on the plugin's page and the host's.
     * While {@code watching}: how old each change of a row that was in sight already was once it was painted, and each
     * task that held the main thread for 50 ms or longer. A message that is sent within a frame comes after its painting.
     */
    private static final String NOTES = """
            window.notes = { firstRow: null, watching: false, ages: [], longTasks: [] };
            (() => {
                let known = new Map();
                const painted = then => requestAnimationFrame(() => {
                    const channel = new MessageChannel();
                    channel.port1.onmessage = then;
                    channel.port2.postMessage(null);
                });
                const look = () => {
                    if (notes.firstRow === null
                            && document.querySelector('#ss-rows tr, .jive-table a[href^="session-details.jsp"]')) {
                        notes.firstRow = 0;
                        painted(() => { notes.firstRow = performance.now(); });
                    }
                    const now = new Map();
                    for (const row of document.querySelectorAll('#ss-rows tr')) {
                        const { id } = row.dataset;
                        const moment = /since (\\d{13})/.exec(row.querySelector('[data-column=show]').textContent)?.[1];
                        now.set(id, moment);
                        if (moment !== undefined && known.has(id) && known.get(id) !== moment && notes.watching) {
                            painted(() => notes.ages.push(Date.now() - moment));
                        }
                    }
                    known = now;
                };
                new MutationObserver(look).observe(document, { childList: true, characterData: true, subtree: true });
                new PerformanceObserver(list => notes.watching
                    && list.getEntries().forEach(task => notes.longTasks.push(task.duration)))
                    .observe({ type: 'longtask' });
            })();
            """;
    private static final String BEGIN = """
            performance.setResourceTimingBufferSize(100000);
            performance.clearResourceTimings();
            notes.ages = [];
            notes.longTasks = [];
            notes.watching = true;
            """;
    private static final String BYTES =
            "return performance.getEntriesByType('resource').reduce((sum, one) => sum + one.transferSize, 0)";

    private final OpenfireHost host;
    private final Browser browser;
    private final SessionsView page;

    private PageUnderLoad(OpenfireHost host, Browser browser) {
        this.host = host;
        this.browser = browser;
        page = new SessionsView(browser, host);
    }

    /** Measures and prints it. Sessions are to change meanwhile. */
    static void print(OpenfireHost host) throws IOException {
        try (Browser browser = Browser.start()) {
            PageUnderLoad measurement = new PageUnderLoad(host, browser);
            browser.runInEveryPage(NOTES);
            measurement.page.open();
            measurement.firstRows();
            System.out.printf("%n%-32s %8s %8s %8s %10s %12s %10s %8s%n", "page while presence changes", "changes",
                    "p50 ms", "p95 ms", "kB per s", "main thread", "long tasks", "longest");
            for (String view : VIEWS) {
                measurement.watch(view);
            }
        }
    }

    private void firstRows() {
        System.out.printf("%n%-48s %8s %8s %8s%n", "from navigation to the first rows", "times", "p50 ms", "most ms");
        for (String path : host.hasConsoleFrame() ? List.of(PluginPaths.PAGE, "/session-summary.jsp")
                : List.of(PluginPaths.PAGE)) {
            double[] millis = new double[NAVIGATIONS];
            for (int i = 0; i < NAVIGATIONS; i++) {
                browser.open(host.console().url(path));
                Await.until("the first row of " + path, LIMIT, () -> number("return notes.firstRow") > 0);
                millis[i] = number("return notes.firstRow");
            }
            Arrays.sort(millis);
            System.out.printf(Locale.ROOT, "%-48s %8d %8.0f %8.0f%n", path, NAVIGATIONS,
                    millis[Latencies.rank(NAVIGATIONS, 50)], millis[NAVIGATIONS - 1]);
        }
    }

    private void watch(String view) throws IOException {
        browser.open(host.console().url(PluginPaths.PAGE + "?" + view));
        page.awaitLive();
        // What a page costs at its beginning is another matter.
        pause(Duration.ofSeconds(5));
        browser.run(BEGIN);
        double busy = browser.busySeconds();
        long start = System.nanoTime();
        pause(WATCHED);
        double seconds = (System.nanoTime() - start) / 1e9;
        busy = browser.busySeconds() - busy;
        double bytes = number(BYTES);
        double[] ages = numbers("return JSON.stringify(notes.ages)");
        double[] longTasks = numbers("return JSON.stringify(notes.longTasks)");
        System.out.printf(Locale.ROOT, "%-32s %8d %8s %8s %10.1f %10.1f %% %10d %8.0f%n",
                view, ages.length, rank(ages, 50), rank(ages, 95),
                bytes / seconds / 1000, 100 * busy / seconds, longTasks.length,
                longTasks.length == 0 ? 0 : longTasks[longTasks.length - 1]);
    }

    private double number(String script) {
        Object value = browser.run(script);
        return value == null ? -1 : ((Number) value).doubleValue();
    }

    private double[] numbers(String script) {
        double[] numbers = new Gson().fromJson((String) browser.run(script), double[].class);
        Arrays.sort(numbers);
        return numbers;
    }

    private static String rank(double[] sorted, int percent) {
        return sorted.length == 0 ? "-"
                : String.format(Locale.ROOT, "%.0f", sorted[Latencies.rank(sorted.length, percent)]);
    }

    private static void pause(Duration duration) throws IOException {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
