package io.github.sessionstate.openfire.database;

import java.sql.Connection;
import java.sql.SQLException;

import org.jivesoftware.database.DbConnectionManager;

import io.github.sessionstate.database.Connections;

/** Connections from the host's pool. While the database is down each attempt takes seconds: the host sleeps and retries. */
public final class OpenfireConnections implements Connections {
    @Override
    public Connection open() throws SQLException {
        return DbConnectionManager.getConnection();
    }
}
