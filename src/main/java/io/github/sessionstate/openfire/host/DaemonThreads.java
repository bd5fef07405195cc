package io.github.sessionstate.openfire.host;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that do not keep the server from ending, named by a prefix and their number. */
public final class DaemonThreads implements ThreadFactory {
    private final String prefix;
    private final AtomicInteger number = new AtomicInteger();

    public DaemonThreads(String prefix) {
        this.prefix = prefix;
    }

    /** A pool of so many threads at most; those that are idle for ten seconds end. */
    public static ThreadPoolExecutor pool(String prefix, int most) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                new DaemonThreads(prefix));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, prefix + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
