package io.github.sessionstate.it.database;

import java.io.IOException;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on MariaDB, by its own driver, as Openfire 5.1 uses it. */
class MariadbIT extends ServerContract {
    private static final String URL = "jdbc:mariadb://127.0.0.1:PORT/openfire";

    private static DatabaseServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = started(MariadbServer.missing(), () -> new MariadbServer(URL), "mariadb");
    }

    @AfterAll
    static void end() throws IOException {
        close(server);
    }

    @Override
    DatabaseServer server() {
        return server;
    }
}
