package io.github.sessionstate.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import io.github.sessionstate.database.Connections;
import io.github.sessionstate.database.HostScript;

/** An HSQLDB in files, as the host embeds one: with all that it comes with, but for the time in which the rows are made. */
final class EmbeddedDatabase implements Connections, AutoCloseable {
    private final String url;
    private final Path mark;

    private EmbeddedDatabase(Path directory) {
        url = "jdbc:hsqldb:file:" + directory.resolve("openfire");
        mark = directory.resolve("made");
    }

    /** Opens one that has the tables, and so many rows. */
    static EmbeddedDatabase open(Path directory, Sizes sizes) throws IOException, SQLException {
        EmbeddedDatabase database = new EmbeddedDatabase(Files.createDirectories(directory));
        if (!Files.exists(database.mark)) {
            database.make(sizes);
            Files.createFile(database.mark);
        }
        return database;
    }

    private void make(Sizes sizes) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection(url + ";hsqldb.cache_rows=2000000;hsqldb.cache_size=1000000",
                "sa", "")) {
            HostScript.prepare(connection);
            HostScript.run(connection, "hsqldb");
            execute(connection, "SET FILES LOG FALSE");
            new HsqldbRows(sizes).make(connection);
            execute(connection, "SET FILES LOG TRUE");
            // What it comes with.
            execute(connection, "SET FILES CACHE ROWS 50000");
            execute(connection, "SET FILES CACHE SIZE 10000");
            execute(connection, "SHUTDOWN");
        }
    }

    @Override
    public Connection open() throws SQLException {
        return DriverManager.getConnection(url, "sa", "");
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = open()) {
            execute(connection, "SHUTDOWN");
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
