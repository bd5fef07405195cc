package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sessionstate.database.Transaction;

/**
 * One table: its statements, and how its rows are written. The columns of the key come last, so that an insert and an
 * update take the same values.
 *
 * @param <R> the rows
 */
abstract class RowTable<R> {
    private final String select;
    private final String keys;
    private final String insert;
    private final String update;
    private final String find;
    private final String remove;

    /**
     * @param columns all but those of the key
     * @param key     the columns that tell a row from others
     */
    RowTable(String name, List<String> columns, List<String> key) {
        List<String> all = Stream.concat(columns.stream(), key.stream()).toList();
        String isKey = key.stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
        select = "SELECT " + String.join(", ", all) + " FROM " + name;
        keys = "SELECT " + String.join(", ", key) + " FROM " + name;
        insert = "INSERT INTO " + name + " (" + String.join(", ", all) + ") VALUES ("
                + String.join(", ", Collections.nCopies(all.size(), "?")) + ')';
        update = "UPDATE " + name + " SET " + String.join(" = ?, ", columns) + " = ? WHERE " + isKey;
        find = keys + " WHERE " + isKey;
        remove = "DELETE FROM " + name + " WHERE " + isKey;
    }

    /** Begins a question for whole rows: their columns, then those of the key. */
    final Question rows() {
        return new Question(select);
    }

    /** Begins a question for keys. */
    final Question keys() {
        return new Question(keys);
    }

    /** The statement that adds a row; see {@link #set}. */
    final String insert() {
        return insert;
    }

    /** The statement that removes a row; see {@link #setKey}. */
    final String remove() {
        return remove;
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
