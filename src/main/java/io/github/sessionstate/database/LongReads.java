package io.github.sessionstate.database;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Reads that may take long: one at a time, so that all others go on having threads and connections. What comes of them
 * tells nothing about the database.
 */
final class LongReads {
    /** So many may wait. */
    static final int QUEUE = 20;
    /** So long may a statement of one take. */
    static final int QUERY_SECONDS = 10;

    private static final long GIVEN_UP_MILLIS = TimeUnit.SECONDS.toMillis(2L * QUERY_SECONDS);

    private final Connections connections;
    private final Executor threads;
    private final ScheduledExecutorService executor;
    // Guarded by this.
    private final Deque<Read<?>> waiting = new ArrayDeque<>();
    private boolean isBusy;
    private boolean isStopped;

    /**
     * @param threads  where they run
     * @param executor gives up what is not done in time
     */
    LongReads(Connections connections, Executor threads, ScheduledExecutorService executor) {
        this.connections = connections;
        this.threads = threads;
        this.executor = executor;
    }

    <T> CompletableFuture<T> ask(Database.Work<T> work) {
        Read<T> read = new Read<>(work);
        DatabaseException refusal = enter(read);
        if (refusal != null) {
            return CompletableFuture.failedFuture(refusal);
        }
        try {
            read.limit = executor.schedule(read::giveUp, GIVEN_UP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            read.leftOut();
        }
        next();
        return read.result;
    }

    /** Has it wait for its turn; tells why it must not, else null. */
    private synchronized DatabaseException enter(Read<?> read) {
        if (isStopped) {
            return DatabaseException.stopped();
        }
        if (waiting.size() >= QUEUE) {
            return new DatabaseException("Too many questions wait for the database", null);
        }
        waiting.add(read);
        return null;
    }

    private void next() {
        Read<?> read = begin();
        while (read != null) {
            try {
                threads.execute(read);
                return;
            } catch (RejectedExecutionException e) {
                read.result.completeExceptionally(new DatabaseException("Too much waits for the database", e));
                done();
                read = begin();
            }
        }
    }

    private synchronized Read<?> begin() {
        if (isBusy) {
            return null;
        }
        Read<?> read = waiting.poll();
        while (read != null && read.result.isDone()) {
            read = waiting.poll();
        }
        isBusy = read != null;
        return read;
    }

    private synchronized void done() {
        isBusy = false;
    }

    private synchronized void forget(Read<?> read) {
        waiting.remove(read);
    }

    /** Has all fail that wait. */
    void stop() {
        List<Read<?>> left;
        synchronized (this) {
            isStopped = true;
            left = new ArrayList<>(waiting);
            waiting.clear();
        }
        left.forEach(Read::leftOut);
    }

    private final class Read<T> implements Task {
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final Database.Work<T> work;
        private volatile Future<?> limit;

        Read(Database.Work<T> work) {
            this.work = work;
        }

        @Override
        public void run() {
            T value = null;
            Throwable failure = null;
            try {
                if (!result.isDone()) {
                    value = new Attempt<>(connections, work, QUERY_SECONDS, result::isDone).run();
                }
            } catch (BrokenException e) {
                failure = new DatabaseException(e.getMessage(), e.getCause());
            } catch (SQLException e) {
                failure = DatabaseException.refused(e);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
            // Before the result: whoever waits for it may ask next.
            done();
            finish(value, failure);
            next();
        }

        @Override
        public void leftOut() {
            finish(null, DatabaseException.stopped());
        }

        /** Its thread stays with it, and no other is begun. */
        void giveUp() {
            forget(this);
            finish(null, new DatabaseException("The database took too long", null));
        }

        private void finish(T value, Throwable failure) {
            if (limit != null) {
                limit.cancel(false);
            }
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        }
    }
}
