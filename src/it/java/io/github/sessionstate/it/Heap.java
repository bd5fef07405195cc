package io.github.sessionstate.it;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.it.host.OpenfireHost;

/** The heap of a host's JVM. */
final class Heap {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private Heap() {
    }

    /** What is in use after a collection of garbage, in bytes. */
    static long used(OpenfireHost host) throws IOException, InterruptedException {
        host.jcmd("GC.run");
        // Of the young and the old generation; what comes behind them is no heap.
        return host.jcmd("GC.heap_info").lines().filter(line -> line.contains(" generation "))
                .map(USED::matcher).filter(Matcher::find).mapToLong(used -> Long.parseLong(used.group(1)) * 1024).sum();
    }
}
