package io.github.sessionstate.database;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jivesoftware.database.SchemaManager;

/** Runs the plugin's scripts by the host's own code, which leaves out comments and cuts the statements. */
public final class HostScript {
    private static final Path SCRIPTS = Path.of("src/database");

    private HostScript() {
    }

    /**
     * Runs the script that makes the plugin's tables.
     *
     * @param database the kind of database, as the host calls it
     */
    public static void run(Connection connection, String database) throws IOException, SQLException {
        execute(connection, script(SCRIPTS, database));
    }

    /** Makes the tables as an older version of the plugin did. */
    public static void runVersion(Connection connection, String database, int version)
            throws IOException, SQLException {
        execute(connection, script(Path.of("src/test/resources/tables/" + version), database));
    }

    /** Runs the script that brings the tables to this version from the one before. */
    public static void upgrade(Connection connection, String database, int version) throws IOException, SQLException {
        execute(connection, script(SCRIPTS.resolve("upgrade/" + version), database));
    }

    private static Path script(Path directory, String database) {
        return directory.resolve("sessionstate_" + database + ".sql");
    }

    private static void execute(Connection connection, Path script) throws IOException, SQLException {
        try (InputStream in = Files.newInputStream(script)) {
            Method execute = SchemaManager.class.getDeclaredMethod("executeSQLScript", Connection.class,
                    InputStream.class, Boolean.class);
            execute.setAccessible(true);
            execute.invoke(null, connection, in, true);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes the host's table in which the scripts note their version. */
    public static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE ofVersion (name VARCHAR(50) PRIMARY KEY, version INTEGER NOT NULL)");
        }
    }
}
