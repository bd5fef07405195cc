package io.github.sessionstate.it.probe;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

import org.jivesoftware.database.DbConnectionManager;

/** Works on the host's database, by connections of the host's pool. */
final class DatabaseProbe {
    /** One in a transaction that goes on, with the locks that it has. */
    private volatile Connection held;

    /** Executes a statement, and gives the rows: columns with tabs between. */
    List<String> execute(String sql) throws IOException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DbConnectionManager.getConnection();
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                ResultSet rows = statement.getResultSet();
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    StringJoiner row = new StringJoiner("\t");
                    for (int i = 1; i <= columns; i++) {
                        row.add(rows.getString(i));
                    }
                    found.add(row.toString());
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
        return found;
    }

    /** Begins a transaction with a statement. */
    void hold(String sql) throws IOException {
        try {
            held = DbConnectionManager.getConnection();
            held.setAutoCommit(false);
            try (Statement statement = held.createStatement()) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    /** Ends the transaction and gives the connection back. */
    void release() throws IOException {
        try {
            held.rollback();
            held.setAutoCommit(true);
            held.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
