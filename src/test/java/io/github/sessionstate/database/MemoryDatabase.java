package io.github.sessionstate.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/** An HSQLDB in memory, as Openfire has one in a file. */
public final class MemoryDatabase implements Connections, AutoCloseable {
    private final String url = "jdbc:hsqldb:mem:" + UUID.randomUUID();
    private final Connection keeper = DriverManager.getConnection(url);

    private MemoryDatabase() throws SQLException {
    }

    /** A database with nothing of the plugin in it, but the host's table of versions. */
    public static MemoryDatabase empty() throws SQLException {
        MemoryDatabase database = new MemoryDatabase();
        HostScript.prepare(database.keeper);
        return database;
    }

    /** A database in which the host has run the plugin's script. */
    public static MemoryDatabase withTables() throws IOException, SQLException {
        MemoryDatabase database = empty();
        database.runScript();
        return database;
    }

    /** Runs the plugin's script as the host does. */
    public void runScript() throws IOException, SQLException {
        HostScript.run(keeper, "hsqldb");
    }

    /** Executes a statement at once. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = keeper.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url);
    }

    @Override
    public void close() throws SQLException {
        execute("SHUTDOWN");
    }
}
