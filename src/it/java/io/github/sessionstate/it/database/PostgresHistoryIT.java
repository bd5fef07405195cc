package io.github.sessionstate.it.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.github.sessionstate.history.HistoryContract;
import io.github.sessionstate.history.QueryPlans;

/** The history on PostgreSQL. */
class PostgresHistoryIT extends HistoryContract {
    private static DatabaseServer server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = ServerContract.started(PostgresServer.missing(), PostgresServer::new, "postgresql");
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
        return new PostgresPlans();
    }
}
