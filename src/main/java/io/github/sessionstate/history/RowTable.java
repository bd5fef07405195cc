package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.github.sessionstate.database.Transaction;

/**
 * Writes the rows of one table. Its statements have the columns of the key last, so that an insert and an update take the
 * same values.
 *
 * @param <R> the rows
 */
abstract class RowTable<R> {
    private final String insert;
    private final String update;
    private final String find;

    /**
     * @param insert a row
     * @param update a row, by its key
     * @param find   whether there is a row of this key
     */
    RowTable(String insert, String update, String find) {
        this.insert = insert;
        this.update = update;
        this.find = find;
    }

    /** Sets the values of all columns. */
    abstract void set(PreparedStatement statement, R row) throws SQLException;

    /** Sets the values of the key. */
    abstract void setKey(PreparedStatement statement, int at, R row) throws SQLException;

    /**
     * Writes rows, each of its own key.
     *
     * @param added   are not there yet
     * @param changed may be there or not
     */
    final void write(Transaction transaction, List<R> added, List<R> changed) throws SQLException {
        List<R> missing = new ArrayList<>(added);
        if (!changed.isEmpty()) {
            int[] counts = execute(transaction, update, changed);
            for (int i = 0; i < counts.length; i++) {
                // Some drivers do not tell what a batch changed, and some count only what is not as it was before.
                if (counts[i] <= 0 && !isThere(transaction, changed.get(i))) {
                    missing.add(changed.get(i));
                }
            }
        }
        if (!missing.isEmpty()) {
            execute(transaction, insert, missing);
        }
    }

    private int[] execute(Transaction transaction, String sql, List<R> rows) throws SQLException {
        PreparedStatement statement = transaction.prepare(sql);
        for (R row : rows) {
            set(statement, row);
            statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        for (int count : counts) {
            if (count == Statement.EXECUTE_FAILED) {
                throw new SQLException("a row was refused");
            }
        }
        return counts;
    }

    private boolean isThere(Transaction transaction, R row) throws SQLException {
        try (PreparedStatement statement = transaction.prepare(find)) {
            setKey(statement, 1, row);
            return statement.executeQuery().next();
        }
    }
}
