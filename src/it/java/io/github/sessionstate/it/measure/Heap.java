package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.it.host.OpenfireHost;

/** The heap of a host's JVM. */
final class Heap {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern OF_ALL_CLASSES = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern OF_CHARACTERS = Pattern.compile("(?m)^ *\\d+: +\\d+ +(\\d+) +\\[C(?: |$)");

    private Heap() {
    }

    /** What is in use after a collection of garbage, in bytes. */
    static long used(OpenfireHost host) throws IOException, InterruptedException {
        host.jcmd("GC.run");
        // Of the young and the old generation; what comes behind them is no heap.
        return host.jcmd("GC.heap_info").lines().filter(line -> line.contains(" generation "))
                .map(USED::matcher).filter(Matcher::find).mapToLong(used -> Long.parseLong(used.group(1)) * 1024).sum();
    }

    /**
     * What can be reached but for arrays of characters, in bytes. Those are buffers of XML readers mostly: on BOSH the host
     * makes one for each request, and each thread keeps some of them by chance.
     */
    static long withoutReaders(OpenfireHost host) throws IOException, InterruptedException {
        String histogram = host.jcmd("GC.class_histogram");
        return bytes(OF_ALL_CLASSES, histogram) - bytes(OF_CHARACTERS, histogram);
    }

    private static long bytes(Pattern line, String histogram) {
        Matcher found = line.matcher(histogram);
        if (!found.find()) {
            throw new IllegalStateException("No such line: " + line);
        }
        return Long.parseLong(found.group(1));
    }
}
