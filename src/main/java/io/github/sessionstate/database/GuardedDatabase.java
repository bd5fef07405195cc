package io.github.sessionstate.database;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps what is wrong with a database from those who use it, and the database from them: {@value #THREADS} threads with
 * a connection each, and a bounded queue. Once a connection failed, or a statement took too long, one piece of work at a
 * time is tried; all else fails at once until one succeeds.
 */
public final class GuardedDatabase implements Database {
    /** So many connections are in use at most. */
    static final int THREADS = 3;
    /** So many pieces of work may wait. */
    static final int QUEUE = 200;

    private static final int IDLE_SECONDS = 10;
    private static final int STOP_SECONDS = 4;
    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(Transaction.QUERY_SECONDS);
    // HSQLDB heeds no time-out while it waits for a lock, and no driver does while a commit waits for the network.
    private static final long GIVEN_UP_MILLIS = TimeUnit.SECONDS.toMillis(2L * Transaction.QUERY_SECONDS);
    private static final String NO_ANSWER = "The database does not answer";

    private final Connections connections;
    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(QUEUE);
    private final ThreadPoolExecutor threads;
    private final ScheduledExecutorService executor;
    private final LongReads longReads;
    private final long givenUpMillis;
    /** Held by the one piece of work that is tried while the database is down. */
    private final AtomicBoolean isProbing = new AtomicBoolean();
    /** Why the database is down; null if it is up, as far as is known. */
    private volatile String down;
    private volatile String unusable;

    /**
     * @param connections are asked on threads of this
     * @param factory     makes them; they should be daemons
     * @param executor    gives up what is not done in time
     */
    public GuardedDatabase(Connections connections, ThreadFactory factory, ScheduledExecutorService executor) {
        this(connections, factory, executor, GIVEN_UP_MILLIS);
    }

    GuardedDatabase(Connections connections, ThreadFactory factory, ScheduledExecutorService executor, long givenUpMillis) {
        this.connections = connections;
        this.givenUpMillis = givenUpMillis;
        this.executor = executor;
        threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, queue, factory);
        threads.allowCoreThreadTimeOut(true);
        longReads = new LongReads(connections, threads, executor);
    }

    @Override
    public <T> CompletableFuture<T> run(Work<T> work) {
        String why = unusable;
        return why == null ? look(work) : CompletableFuture.failedFuture(new DatabaseException(why, null));
    }

    @Override
    public <T> CompletableFuture<T> ask(Work<T> work) {
        String why = problem();
        return why == null ? longReads.ask(work) : CompletableFuture.failedFuture(new DatabaseException(why, null));
    }

    /** As {@link #run}, but also while the database is marked as unusable: for the work that looks whether it is. */
    public <T> CompletableFuture<T> look(Work<T> work) {
        String why = down;
        boolean isProbe = why != null && isProbing.compareAndSet(false, true);
        if (why != null && !isProbe) {
            return CompletableFuture.failedFuture(new DatabaseException(why, null));
        }
        Job<T> job = new Job<>(work, isProbe);
        try {
            job.limit = executor.schedule(job::giveUp, givenUpMillis, TimeUnit.MILLISECONDS);
            threads.execute(job);
        } catch (RejectedExecutionException e) {
            job.fail(threads.isShutdown() ? DatabaseException.stopped()
                    : new DatabaseException("Too much waits for the database", null));
        }
        return job.result;
    }

    /**
     * Marks the database as unusable: all but {@link #look} fails at once.
     *
     * @param why in English, such as that tables are missing; null if it is usable
     */
    public void unusable(String why) {
        unusable = why;
    }

    /** Whether it did not answer the last time; if so, what it said of anything is no more than that. */
    public boolean isDown() {
        return down != null;
    }

    @Override
    public String problem() {
        String why = down;
        return why == null ? unusable : why;
    }

    /**
     * Ends it: what waits fails at once, and what is begun has a few seconds for its end. Never interrupts it: an
     * embedded database shares its files with the whole server, and an interrupt closes them.
     *
     * @return whether all threads have ended
     */
    public boolean stop() {
        threads.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        waiting.forEach(job -> ((Task) job).leftOut());
        longReads.stop();
        try {
            return threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A piece of work and what comes of it. */
    private final class Job<T> implements Task {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Work<T> work;
        private final boolean isProbe;
        private final AtomicBoolean hasLease = new AtomicBoolean(true);
        private volatile Future<?> limit;

        Job(Work<T> work, boolean isProbe) {
            this.work = work;
            this.isProbe = isProbe;
        }

        @Override
        public void run() {
            String why = down;
            if (why != null && !isProbe) {
                fail(new DatabaseException(why, null));
                return;
            }
            long begun = System.nanoTime();
            try {
                T value = new Attempt<>(connections, work, Transaction.QUERY_SECONDS, result::isDone).run();
                down = null;
                release();
                result.complete(value);
            } catch (BrokenException e) {
                down = e.getMessage();
                fail(new DatabaseException(down, e.getCause()));
            } catch (SQLException e) {
                // One that was given up has come to its end: whatever it waited for is there again.
                boolean isSlow = !result.isDone() && System.nanoTime() - begun >= SLOW_NANOS;
                down = isSlow ? "The database is too slow: " + e.getMessage() : null;
                fail(DatabaseException.refused(e));
            } catch (RuntimeException | Error e) {
                // Of the work itself: the connection did its part.
                down = null;
                release();
                result.completeExceptionally(e);
            }
        }

        @Override
        public void leftOut() {
            fail(DatabaseException.stopped());
        }

        /** Its thread stays with it; what it did until now is not committed. */
        void giveUp() {
            if (!result.isDone()) {
                queue.remove(this);
                down = NO_ANSWER;
                fail(new DatabaseException(NO_ANSWER, null));
            }
        }

        private void fail(DatabaseException why) {
            release();
            result.completeExceptionally(why);
        }

        // Before the result: whoever waits for it may try next.
        private void release() {
            if (limit != null) {
                limit.cancel(false);
            }
            if (isProbe && hasLease.compareAndSet(true, false)) {
                isProbing.set(false);
            }
        }
    }
}
