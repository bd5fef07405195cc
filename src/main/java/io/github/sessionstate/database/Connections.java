package io.github.sessionstate.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections to the database come from: a pool, so that closing one gives it back. */
@FunctionalInterface
public interface Connections {
    /**
     * A connection that nobody else uses; the caller closes it. May block for long, as a pool that retries does.
     *
     * @throws SQLException if there is none
     */
    Connection open() throws SQLException;
}
