package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * Messages per second through a host with the plugin, and through one without. The two run side by side and take turns,
 * so that a machine whose speed drifts treats them alike; what counts is the ratio of each pair of turns,
 * once the JVMs have compiled what they run: on two cores that takes minutes, and the one with the plugin has more of it.
 */
public final class MessageRoundTrips {
    private static final int PAIRS = Integer.getInteger("pairs", 150);
    private static final int WARM_UP_PAIRS = Integer.getInteger("warm.up.pairs", 200);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(Integer.getInteger("turn.millis", 1000));
    /** On their way at a time, so that the server is never idle. */
    private static final int WINDOW = 20;

    private MessageRoundTrips() {
    }

    public static void main(String[] arguments) throws IOException {
        try (Pair with = new Pair(HostOptions.withPlugin());
                Pair without = new Pair(HostOptions.stock())) {
            for (int i = 0; i < WARM_UP_PAIRS; i++) {
                with.turn();
                without.turn();
            }
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                // Each begins as often as the other.
                double first = i % 2 == 0 ? with.turn() : without.turn();
                double second = i % 2 == 0 ? without.turn() : with.turn();
                double ratio = i % 2 == 0 ? first / second : second / first;
                ratios.add(ratio);
                System.out.printf(Locale.ROOT, "pair %d: %.0f and %.0f messages/s, with / without = %.3f%n", i + 1,
                        i % 2 == 0 ? first : second, i % 2 == 0 ? second : first, ratio);
            }
            double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(Locale.ROOT, "%s: with / without, median %.3f of %s%n", with.host.name(),
                    sorted[sorted.length / 2], Arrays.toString(sorted));
        }
    }

    /** A host and two clients, of which one writes to the other. */
    private static final class Pair implements AutoCloseable {
        private final OpenfireHost host;
        private final RawClient writer;
        private final RawClient reader;

        Pair(HostOptions options) throws IOException {
            // The reader answers no pings.
            host = OpenfireHost.start(options.property("xmpp.client.idle", "-1"));
            writer = host.connect();
            reader = host.connect();
            writer.login("john", HostOptions.PASSWORD, "writer");
            reader.login("jane", HostOptions.PASSWORD, "reader");
            reader.presence("");
            reader.sync();
        }

        /** Messages per second. */
        double turn() throws IOException {
            long start = System.nanoTime();
            int sent = 0;
            int read = 0;
            while (System.nanoTime() - start < TURN_NANOS || read < sent) {
                while (sent - read < WINDOW && System.nanoTime() - start < TURN_NANOS) {
                    writer.send("<message to='jane@example.org/reader' type='chat'><body>message</body></message>");
                    sent++;
                }
                if (read < sent) {
                    reader.awaitElement(element -> element.getName().equals("message"));
                    read++;
                }
            }
            return read / ((System.nanoTime() - start) / 1e9);
        }

        @Override
        public void close() throws IOException {
            writer.close();
            reader.close();
            host.close();
        }
    }
}
