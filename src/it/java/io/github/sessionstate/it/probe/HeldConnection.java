package io.github.sessionstate.it.probe;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jivesoftware.database.DbConnectionManager;

/** A connection of the host's pool in a transaction that goes on, with the locks that it has. */
final class HeldConnection {
    private final Connection connection = DbConnectionManager.getConnection();

    /** Begins a transaction with a statement. */
    HeldConnection(String sql) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends the transaction and gives the connection back. */
    void release() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
        connection.close();
    }
}
