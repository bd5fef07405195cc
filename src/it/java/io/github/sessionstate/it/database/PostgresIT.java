package io.github.sessionstate.it.database;

import java.io.IOException;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on PostgreSQL. */
class PostgresIT extends ServerContract {
    private static DatabaseServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = started(PostgresServer.missing(), PostgresServer::new, "postgresql");
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
