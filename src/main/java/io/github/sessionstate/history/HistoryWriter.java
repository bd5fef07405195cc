package io.github.sessionstate.history;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.database.Transaction;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.text.Log;

/** Writes what waits: in one transaction at a time, of some hundred rows. */
final class HistoryWriter {
    /** So many rows are written at once. */
    static final int BATCH = 500;

    private static final Log LOG = Log.of(HistoryWriter.class);

    private final PendingRows pending;
    private final Waiting database;
    private final Function<Session, SessionRow> openRow;
    private final Clock clock;
    /** Held while rows are on their way. */
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long written;
    private volatile String lastError;
    private volatile Instant lastErrorAt;
    private boolean isFailing;

    /** @param openRow makes the row of a session that goes on; null if there is nothing to write of it */
    HistoryWriter(PendingRows pending, Waiting database, Function<Session, SessionRow> openRow, Clock clock) {
        this.pending = pending;
        this.database = database;
        this.openRow = openRow;
        this.clock = clock;
    }

    long written() {
        return written;
    }

    String lastError() {
        return lastError;
    }

    Instant lastErrorAt() {
        return lastErrorAt;
    }

    /** Writes what waits, if nobody does. */
    void write() {
        if (lock.tryLock()) {
            try {
                writeAll(() -> true);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Writes what waits until this moment, by {@link System#nanoTime}. */
    void writeUntil(long nanos) throws InterruptedException {
        if (lock.tryLock(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
            try {
                while (pending.size() > 0 && writeAll(() -> nanos - System.nanoTime() > 0)) {
                    // Until nothing is left.
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Does something while no row is on its way. */
    <T> T whileIdle(Supplier<T> step) {
        lock.lock();
        try {
            return step.get();
        } finally {
            lock.unlock();
        }
    }

    /** Tells whether it goes on: the database takes it, and it is not too late. */
    private boolean writeAll(BooleanSupplier isTime) {
        boolean isTaken;
        do {
            List<Pending> batch = pending.oldest(BATCH);
            isTaken = isTime.getAsBoolean() && (batch.isEmpty() || write(batch));
        } while (isTaken && pending.size() >= BATCH);
        return isTaken;
    }

    /** Tells whether the database took it, but for what it refuses. */
    private boolean write(List<Pending> batch) {
        Rows all = new Rows();
        batch.forEach(all::add);
        try {
            database.run(transaction -> all.write(transaction, true));
            done(batch, all.count());
            return true;
        } catch (RuntimeException e) {
            failed(e);
            return database.isRefusal(e) && batch.stream().allMatch(this::writeAlone);
        }
    }

    private boolean writeAlone(Pending one) {
        Rows alone = new Rows();
        alone.add(one);
        try {
            database.run(transaction -> alone.write(transaction, false));
            done(List.of(one), alone.count());
            return true;
        } catch (RuntimeException e) {
            failed(e);
            if (!database.isRefusal(e)) {
                return false;
            }
            // What the database says may quote the row.
            LOG.warn("The history goes without a row that the database refuses: {}", lastError);
            LOG.debug("The refused row", e);
            pending.refused(one);
            return true;
        }
    }

    private void done(List<Pending> batch, int count) {
        pending.written(batch, clock.millis());
        written += count;
        if (isFailing) {
            isFailing = false;
            LOG.info("The history is written again; {} rows wait, {} were dropped since the start", pending.size(),
                    pending.dropped());
        }
    }

    private void failed(RuntimeException e) {
        lastErrorAt = clock.instant();
        lastError = e instanceof DatabaseException said ? said.kind() : e.getClass().getSimpleName();
        if (!isFailing && !database.isRefusal(e)) {
            isFailing = true;
            LOG.warn("The history cannot be written; will retry every second: {}", e.getMessage());
        }
    }

    /** Rows by their tables. */
    private final class Rows {
        private final List<SessionRow> newSessions = new ArrayList<>();
        private final List<SessionRow> changedSessions = new ArrayList<>();
        private final List<PastLogin> newLogins = new ArrayList<>();
        private final List<PastLogin> changedLogins = new ArrayList<>();
        private final List<Knock> newKnocks = new ArrayList<>();

        void add(Pending row) {
            if (row.content() instanceof Session session) {
                SessionRow made = openRow.apply(session);
                if (made != null) {
                    (row.isNew() ? newSessions : changedSessions).add(made);
                }
            } else if (row.content() instanceof SessionRow ended) {
                (row.isNew() ? newSessions : changedSessions).add(ended);
            } else if (row.content() instanceof PastLogin login) {
                (row.isNew() ? newLogins : changedLogins).add(login);
            } else {
                newKnocks.add((Knock) row.content());
            }
        }

        int count() {
            return newSessions.size() + changedSessions.size() + newLogins.size() + changedLogins.size()
                    + newKnocks.size();
        }

        /** @param isSure whether new rows are taken to be new: a commit may have come through that nobody was told of */
        Void write(Transaction transaction, boolean isSure) throws SQLException {
            write(SessionRows.TABLE, transaction, newSessions, changedSessions, isSure);
            write(LoginRows.TABLE, transaction, newLogins, changedLogins, isSure);
            write(KnockRows.TABLE, transaction, newKnocks, List.of(), isSure);
            return null;
        }

        private static <R> void write(RowTable<R> table, Transaction transaction, List<R> added, List<R> changed,
                                      boolean isSure) throws SQLException {
            if (isSure) {
                table.write(transaction, added, changed);
            } else {
                List<R> all = new ArrayList<>(added);
                all.addAll(changed);
                table.write(transaction, List.of(), all);
            }
        }
    }
}
