package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * Logins per second, from the connection to the bound resource, on a host with the plugin and on one without. The two
 * run side by side and take turns, so that a machine whose speed drifts treats them alike; what counts is the ratio of
 * each pair of turns, once the JVMs have compiled what they run: on two cores that takes minutes, and the one with the
 * plugin has more of it.
 */
public final class LoginRate {
    private static final int PAIRS = Integer.getInteger("pairs", 150);
    private static final int WARM_UP_PAIRS = Integer.getInteger("warm.up.pairs", 200);
    private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(Integer.getInteger("turn.millis", 1000));
    private static final int CLIENTS = 4;
    private static final String[] USERS = {"john", "jane", "juan"};

    private LoginRate() {
    }

    public static void main(String[] arguments) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (OpenfireHost with = OpenfireHost.start(HostOptions.withPlugin());
                OpenfireHost without = OpenfireHost.start(HostOptions.stock())) {
            for (int i = 0; i < WARM_UP_PAIRS; i++) {
                turn(with, threads);
                turn(without, threads);
            }
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                // Each begins as often as the other.
                double first = turn(i % 2 == 0 ? with : without, threads);
                double second = turn(i % 2 == 0 ? without : with, threads);
                double ratio = i % 2 == 0 ? first / second : second / first;
                ratios.add(ratio);
                System.out.printf(Locale.ROOT, "pair %d: %.0f and %.0f logins/s, with / without = %.3f%n", i + 1,
                        i % 2 == 0 ? first : second, i % 2 == 0 ? second : first, ratio);
            }
            double[] sorted = ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            System.out.printf(Locale.ROOT, "%s: with / without, median %.3f of %s%n", with.name(),
                    sorted[sorted.length / 2], Arrays.toString(sorted));
        } finally {
            threads.shutdownNow();
        }
    }

    /** Logins per second. */
    private static double turn(OpenfireHost host, ExecutorService threads) throws InterruptedException,
            ExecutionException {
        long start = System.nanoTime();
        List<Future<Integer>> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            running.add(threads.submit(() -> logIn(host, number, start + TURN_NANOS)));
        }
        int logins = 0;
        for (Future<Integer> one : running) {
            logins += one.get();
        }
        return logins / ((System.nanoTime() - start) / 1e9);
    }

    private static int logIn(OpenfireHost host, int number, long end) throws IOException {
        int logins = 0;
        while (System.nanoTime() < end) {
            try (RawClient client = host.connect()) {
                client.login(USERS[number % USERS.length], HostOptions.PASSWORD, "client-" + number + "-" + logins++);
                client.closeStream();
            }
        }
        return logins;
    }
}
