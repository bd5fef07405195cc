package io.github.sessionstate.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a piece of work may do with its connection. For one thread. */
public final class Transaction {
    /** So long may a statement take, if nobody asked for long reads. */
    static final int QUERY_SECONDS = 2;

    private final Connection connection;
    private final int seconds;
    private final List<PreparedStatement> statements = new ArrayList<>();

    /** @param seconds so long may a statement take */
    Transaction(Connection connection, int seconds) {
        this.connection = connection;
        this.seconds = seconds;
    }

    /** What the database is, as its driver names it, such as {@code PostgreSQL}. */
    public String product() throws SQLException {
        return connection.getMetaData().getDatabaseProductName();
    }

    /**
     * Prepares a statement, which fails if it takes longer than two seconds, or ten in a long read. It is closed at the end
     * of the work.
     *
     * @param sql made of constants alone: what varies is set as a parameter
     * @throws SQLException if the database refuses it, or is gone
     */
    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.add(statement);
        statement.setQueryTimeout(seconds);
        return statement;
    }

    /** Closes all statements. */
    void close() {
        for (PreparedStatement statement : statements) {
            try {
                statement.close();
            } catch (SQLException e) {
                // What it did is done or not, which the commit tells.
            }
        }
    }
}
