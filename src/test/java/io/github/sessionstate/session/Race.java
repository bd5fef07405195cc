package io.github.sessionstate.session;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that start into the same moment, again and again. */
public final class Race implements AutoCloseable {
    // Only a deadlock ever takes this long.
    private static final int DEADLOCK_SECONDS = 60;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** Runs all of them at once, and returns what each returned. What one throws is thrown here. */
    public <T> List<T> run(List<Callable<T>> contenders) {
        AtomicInteger missing = new AtomicInteger(contenders.size());
        List<Future<T>> running = contenders.stream().map(contender -> threads.submit(() -> {
            // Spinning, as threads that were parked come back too far apart to meet.
            missing.decrementAndGet();
            while (missing.get() > 0) {
                Thread.yield();
            }
            return contender.call();
        })).toList();
        return running.stream().map(Race::result).toList();
    }

    private static <T> T result(Future<T> future) {
        try {
            return future.get(DEADLOCK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("a contender does not end", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
