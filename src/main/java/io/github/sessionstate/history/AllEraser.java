package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.text.Log;

/** Erases all that is kept, some hundred rows at a time, which may take long. Thread-safe. */
final class AllEraser {
    private static final Log LOG = Log.of(AllEraser.class);

    private final Steps steps;
    private final PendingRows pending;
    private final FailedLogins logins;
    private final Knocks knocks;
    private final HistoryWriter writer;
    private final ScheduledExecutorService executor;
    // Guarded by this.
    private Run running;

    /** @param executor one of its threads is in use as long as it takes */
    AllEraser(Steps steps, PendingRows pending, FailedLogins logins, Knocks knocks, HistoryWriter writer,
              ScheduledExecutorService executor) {
        this.steps = steps;
        this.pending = pending;
        this.logins = logins;
        this.knocks = knocks;
        this.writer = writer;
        this.executor = executor;
    }

    /**
     * Begins, unless it is at it, and goes on until nothing is left.
     *
     * @param patience when to tell how far it has come, if that is not the end
     * @return fails with {@link DatabaseException} if it ended before that
     */
    CompletableFuture<ErasedAll> erase(Duration patience) {
        try {
            Run run = run();
            CompletableFuture<ErasedAll> told = run.end.copy();
            executor.schedule(() -> told.complete(run.told(false)), patience.toMillis(), TimeUnit.MILLISECONDS);
            return told;
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new DatabaseException("The plugin was stopped", e));
        }
    }

    private synchronized Run run() {
        if (running == null || running.end.isDone()) {
            Run run = new Run();
            executor.execute(run);
            running = run;
        }
        return running;
    }

    private final class Run implements Runnable {
        private final CompletableFuture<ErasedAll> end = new CompletableFuture<>();
        private final AtomicLong ofSessions = new AtomicLong();
        private final AtomicLong ofLogins = new AtomicLong();
        private final AtomicLong ofKnocks = new AtomicLong();
        private final AtomicLong ofCounts = new AtomicLong();
        private volatile int queued;

        ErasedAll told(boolean isDone) {
            return new ErasedAll(isDone, ofSessions.get(), ofLogins.get(), ofKnocks.get(), ofCounts.get(), queued);
        }

        @Override
        public void run() {
            try {
                logins.forgetAll();
                knocks.forgetAll();
                // No row that was taken for writing comes after it.
                queued = writer.whileIdle(pending::clear);
                remove(SessionRows.TABLE, "ended, id", ofSessions);
                remove(LoginRows.TABLE, "lastAt, id", ofLogins);
                remove(KnockRows.TABLE, "atMinute, ip, boot", KnockRows::read, ofKnocks);
                remove(CountRows.TABLE, "slot, kind, boot", CountRows::read, ofCounts);
                ErasedAll all = told(!steps.isStopped());
                end.complete(all);
                LOG.info("Erased {} the history: {} sessions, {} failed logins", all.done() ? "all of" : "a part of",
                        all.sessions(), all.logins());
            } catch (RuntimeException | Error e) {
                LOG.warn("The whole history was to be erased, and part of it is left: {}", e.getMessage());
                end.completeExceptionally(e);
            }
        }

        private void remove(RowTable<?> table, String order, AtomicLong count) {
            steps.change(table::keys, order, row -> row.getString(1), (transaction, ids) -> {
                PreparedStatement remove = transaction.prepare(table.remove());
                for (String id : ids) {
                    remove.setString(1, id);
                    remove.addBatch();
                }
                remove.executeBatch();
                count.addAndGet(ids.size());
            });
        }

        private <R> void remove(RowTable<R> table, String order, Steps.Reader<R> reader, AtomicLong count) {
            steps.change(table::rows, order, reader, (transaction, rows) -> {
                PreparedStatement remove = transaction.prepare(table.remove());
                for (R row : rows) {
                    table.setKey(remove, 1, row);
                    remove.addBatch();
                }
                remove.executeBatch();
                count.addAndGet(rows.size());
            });
        }
    }
}
