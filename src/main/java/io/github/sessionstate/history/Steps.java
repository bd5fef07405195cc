package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.sessionstate.database.Transaction;

/** Changes many rows, some hundred at a time, so that nothing else waits for long. */
final class Steps {
    /** So many rows are changed in a transaction. */
    static final int BATCH = 500;

    private final Waiting database;
    private volatile boolean isStopped;

    Steps(Waiting database) {
        this.database = database;
    }

    /**
     * Reads what identifies a row, and what its change is made of.
     *
     * @param <K> that
     */
    @FunctionalInterface
    interface Reader<K> {
        K read(ResultSet row) throws SQLException;
    }

    /**
     * Sets the parameters of the change of a row.
     *
     * @param <K> what was read of it
     */
    @FunctionalInterface
    interface Binder<K> {
        void bind(PreparedStatement statement, K key) throws SQLException;
    }

    /**
     * Changes rows in a transaction of some hundred.
     *
     * @param <K> what was read of each
     */
    @FunctionalInterface
    interface Change<K> {
        void apply(Transaction transaction, List<K> keys) throws SQLException;
    }

    /** Ends it after the step that it is at. */
    void stop() {
        isStopped = true;
    }

    /** Whether it was stopped. */
    boolean isStopped() {
        return isStopped;
    }

    /**
     * Changes all rows that are found, and looks again until there are none. What is changed must not be found again.
     *
     * @param which made anew each time
     * @param order of what is found, as SQL has it
     * @param change takes what was read of one row
     * @return how many rows there were
     */
    <K> long change(Supplier<Question> which, String order, Reader<K> reader, String change, Binder<K> binder) {
        return change(which, order, reader, (transaction, keys) -> {
            PreparedStatement statement = transaction.prepare(change);
            for (K key : keys) {
                binder.bind(statement, key);
                statement.addBatch();
            }
            statement.executeBatch();
        });
    }

    /** The same by more than one statement. */
    <K> long change(Supplier<Question> which, String order, Reader<K> reader, Change<K> change) {
        long all = 0;
        List<K> found;
        do {
            found = database.ask(transaction -> {
                List<K> keys = new ArrayList<>();
                try (ResultSet rows = which.get().prepare(transaction, order, BATCH).executeQuery()) {
                    while (rows.next()) {
                        keys.add(reader.read(rows));
                    }
                }
                return keys;
            });
            List<K> keys = found;
            if (!keys.isEmpty()) {
                database.run(transaction -> {
                    change.apply(transaction, keys);
                    return keys.size();
                });
            }
            all += keys.size();
        } while (found.size() == BATCH && !isStopped);
        return all;
    }

    /** The same with rows that have a text as their key, which the query and the change name first. */
    long change(Supplier<Question> which, String order, String change) {
        return change(which, order, row -> row.getString(1), change, (statement, id) -> statement.setString(1, id));
    }
}
