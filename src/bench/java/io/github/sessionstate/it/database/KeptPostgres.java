package io.github.sessionstate.it.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.github.sessionstate.database.HostScript;

/** A PostgreSQL with the plugin's tables, for a measurement that may be repeated on the same data. */
public final class KeptPostgres implements AutoCloseable {
    private static final String MARK = "made";

    private final PostgresServer server;
    private final Path mark;
    private final boolean isNew;

    private KeptPostgres(PostgresServer server, Path mark, boolean isNew) {
        this.server = server;
        this.mark = mark;
        this.isNew = isNew;
    }

    /**
     * Starts it.
     *
     * @param directory where it is, or will be
     * @param settings  such as {@code work_mem=4MB}
     */
    public static KeptPostgres start(Path directory, List<String> settings) throws IOException, SQLException {
        Path mark = directory.resolve(MARK);
        boolean isNew = !Files.exists(mark);
        PostgresServer server = new PostgresServer(Files.createDirectories(directory), settings);
        if (!isNew) {
            server.start();
            return new KeptPostgres(server, mark, false);
        }
        server.create();
        try (Connection connection = server.connect()) {
            HostScript.prepare(connection);
            HostScript.run(connection, "postgresql");
        }
        return new KeptPostgres(server, mark, true);
    }

    /** Whether {@link #made} was not called yet, now or by an earlier program. */
    public boolean isNew() {
        return isNew;
    }

    /** Notes that its rows are there. */
    public void made() throws IOException {
        Files.createFile(mark);
    }

    /** A connection. */
    public Connection connect() throws SQLException {
        return server.connect();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
