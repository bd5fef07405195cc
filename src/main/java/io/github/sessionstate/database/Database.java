package io.github.sessionstate.database;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;

/** The server's database, with the tables of the plugin. Whoever uses it waits for nothing. Thread-safe. */
public interface Database {
    /**
     * Runs a piece of work on a thread of the plugin, in one transaction: it is committed if the work returns, and rolled
     * back if it throws. Never blocks its caller; what is chained to the result runs on the same threads, so it must be
     * quick.
     *
     * @param work is called once at most
     * @return what the work returned, once that is committed. Fails with {@link DatabaseException} if the database cannot
     *         be used now, is busy, refused a statement or the commit, or has not done it within four seconds; with what
     *         the work threw if that was anything but an {@link SQLException}. Failed work is not committed, unless the
     *         database failed in the very moment of the commit
     */
    <T> CompletableFuture<T> run(Work<T> work);

    /**
     * As {@link #run}, for long reads: one at a time, whoever asks, while some others wait. Each statement may take ten
     * seconds, and all of it twenty, the wait included. That it took too long is told to who asked, and is no sign that
     * the database cannot be used.
     */
    <T> CompletableFuture<T> ask(Work<T> work);

    /** Why the database cannot be used now, in English; null if it can, as far as is known. Never blocks. */
    String problem();

    /**
     * What is done in one transaction.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Work<T> {
        /**
         * Called on a thread that may wait for the database.
         *
         * @param transaction usable until this returns
         * @throws SQLException if a statement failed
         */
        T run(Transaction transaction) throws SQLException;
    }
}
