package io.github.sessionstate.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.function.BooleanSupplier;

/**
 * One piece of work on one connection, in a transaction.
 *
 * @param <T> what comes of it
 */
final class Attempt<T> {
    private final Connections connections;
    private final Database.Work<T> work;
    private final int seconds;
    private final BooleanSupplier isGivenUp;

    /**
     * @param seconds   so long may a statement take
     * @param isGivenUp whether nobody counts on the work any more: it is not committed then
     */
    Attempt(Connections connections, Database.Work<T> work, int seconds, BooleanSupplier isGivenUp) {
        this.connections = connections;
        this.work = work;
        this.seconds = seconds;
        this.isGivenUp = isGivenUp;
    }

    /**
     * Runs it, and gives the connection back as it was.
     *
     * @return what the work returned, once it is committed
     * @throws SQLException    if the database refused a statement or the commit
     * @throws BrokenException if there is no connection, or it is of no use any more
     */
    T run() throws SQLException, BrokenException {
        Connection connection = open();
        try {
            return run(connection);
        } finally {
            close(connection);
        }
    }

    private Connection open() throws BrokenException {
        Connection connection;
        try {
            connection = connections.open();
        } catch (SQLException | RuntimeException e) {
            throw new BrokenException(e);
        }
        if (connection == null) {
            throw new BrokenException(new SQLException("there is no connection"));
        }
        return connection;
    }

    private T run(Connection connection) throws SQLException, BrokenException {
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            throw new BrokenException(e);
        }
        T value;
        try {
            value = work(connection);
            if (isGivenUp.getAsBoolean()) {
                throw new SQLException("It was given up meanwhile");
            }
            connection.commit();
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(connection, e);
            throw e;
        }
        reset(connection);
        return value;
    }

    private T work(Connection connection) throws SQLException {
        Transaction transaction = new Transaction(connection, seconds);
        try {
            return work.run(transaction);
        } finally {
            transaction.close();
        }
    }

    /** A connection that cannot even do this is broken, whatever the database says of itself. */
    private static void rollBack(Connection connection, Throwable cause) throws BrokenException {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // Not set to commit by itself any more: that could commit half of the work. The pool drops it, or resets it.
            throw new BrokenException(cause instanceof SQLException ? cause : e);
        }
        if (isOfConnection(cause)) {
            throw new BrokenException(cause);
        }
    }

    private static boolean isOfConnection(Throwable cause) {
        return cause instanceof SQLNonTransientConnectionException || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLRecoverableException
                || cause instanceof SQLException e && e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    // Whoever has it next expects each statement to be committed by itself, and not every pool sees to that.
    private static void reset(Connection connection) {
        try {
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The work is done; the next one finds out.
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It was of no use any more.
        }
    }
}
