package io.github.sessionstate.history;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import io.github.sessionstate.database.MemoryDatabase;

class HsqldbHistoryTablesTest extends HistoryContract {
    private static MemoryDatabase memory;

    @BeforeAll
    static void setUp() throws IOException, SQLException {
        memory = MemoryDatabase.withTables();
    }

    @AfterAll
    static void tearDown() throws SQLException {
        memory.close();
    }

    @Override
    protected Connection connect() throws SQLException {
        return memory.open();
    }

    @Override
    protected QueryPlans plans() {
        return new HsqldbPlans();
    }
}
