package io.github.sessionstate.it.measure;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import io.github.sessionstate.it.host.AdminClient;

/**
 * How long the console took to answer one request, asked again and again, one at a time.
 *
 * @param requests  how often it was measured
 * @param p50Millis what half of the answers took at most
 * @param p99Millis what 99 of a hundred answers took at most
 * @param bytes     the size of the last answer's body
 */
record Latencies(int requests, double p50Millis, double p99Millis, int bytes) {
    private static final int WARM_UP = 30;
    /** Fewer requests are made if they take longer than this, so that a slow host does not hold up the rest. */
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(22);

    /**
     * Asks for a path that must answer 200.
     *
     * @param requests how often at most, after the first ones, which do not count
     */
    static Latencies of(AdminClient admin, String path, int requests) throws IOException {
        take(admin, path, WARM_UP, LIMIT_NANOS / 4);
        return take(admin, path, requests, LIMIT_NANOS);
    }

    private static Latencies take(AdminClient admin, String path, int requests, long limitNanos) throws IOException {
        double[] millis = new double[requests];
        int bytes = 0;
        int count = 0;
        long begun = System.nanoTime();
        while (count < requests && System.nanoTime() - begun < limitNanos) {
            long start = System.nanoTime();
            HttpResponse<String> answer = admin.get(path);
            millis[count++] = (System.nanoTime() - start) / 1e6;
            if (answer.statusCode() != 200) {
                throw new IOException(path + " answered " + answer.statusCode());
            }
            bytes = answer.body().getBytes(StandardCharsets.UTF_8).length;
        }
        Arrays.sort(millis, 0, count);
        return new Latencies(count, millis[rank(count, 50)], millis[rank(count, 99)], bytes);
    }

    /** Where in so many sorted values the one stands that this percentage of them reaches at most. */
    static int rank(int count, int percent) {
        return (count * percent + 99) / 100 - 1;
    }
}
