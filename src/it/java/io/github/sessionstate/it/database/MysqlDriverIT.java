package io.github.sessionstate.it.database;

import java.io.IOException;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract on MariaDB, by the driver of MySQL in Openfire 4.2.0, for which it is a MySQL. */
class MysqlDriverIT extends ServerContract {
    private static final String URL = "jdbc:mysql://127.0.0.1:PORT/openfire?useSSL=false";

    private static DatabaseServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = started(MariadbServer.missing(), () -> new MariadbServer(URL), "mysql");
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
