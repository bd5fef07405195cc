package io.github.sessionstate.it.support;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting for a condition by polling, never by a fixed time. */
public final class Await {
    private static final long INTERVAL_MS = 20;

    private Await() {
    }

    /**
     * Returns as soon as the condition holds.
     *
     * @param what  what is waited for, for the message
     * @param limit how long it may take; it scales with {@link Patience}
     * @throws AssertionError if it does not hold in time
     */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        Duration patience = Patience.of(limit);
        long end = System.nanoTime() + patience.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() >= end) {
                    throw new AssertionError("Not within " + patience.toMillis() + " ms: " + what);
                }
                Thread.sleep(INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting: " + what, e);
        } catch (Exception e) {
            throw new AssertionError("Failed while waiting: " + what, e);
        }
    }
}
