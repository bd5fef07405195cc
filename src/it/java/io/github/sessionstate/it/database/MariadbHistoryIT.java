package io.github.sessionstate.it.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.github.sessionstate.history.HistoryContract;
import io.github.sessionstate.history.QueryPlans;

/** The history on MariaDB, by its own driver. */
class MariadbHistoryIT extends HistoryContract {
    private static final String URL = "jdbc:mariadb://127.0.0.1:PORT/openfire";

    private static DatabaseServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = ServerContract.started(MariadbServer.missing(), () -> new MariadbServer(URL), "mariadb");
    }

    @AfterAll
    static void stop() throws IOException {
        ServerContract.close(server);
    }

    @Override
    protected Connection connect() throws SQLException {
        return server.connect();
    }

    @Override
    protected QueryPlans plans() {
        return new MariadbPlans();
    }
}
