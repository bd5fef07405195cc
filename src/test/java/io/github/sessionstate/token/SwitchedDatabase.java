package io.github.sessionstate.token;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.sessionstate.database.Database;
import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.database.MemoryDatabase;
import io.github.sessionstate.openfire.host.DaemonThreads;

/** A database with the tables of the plugin, which can be taken away, and whose answers can be held. */
final class SwitchedDatabase implements Database, AutoCloseable {
    /** How many pieces of work were to be run. */
    final AtomicInteger runs = new AtomicInteger();
    volatile boolean isDown;

    private final MemoryDatabase memory;
    private final GuardedDatabase guarded;
    private volatile Hold hold;

    SwitchedDatabase(ScheduledExecutorService executor) {
        try {
            memory = MemoryDatabase.withTables();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
        guarded = new GuardedDatabase(this::open, new DaemonThreads("test-database-"), executor);
    }

    /**
     * Keeps what came of a piece of work.
     *
     * @param read    done once that is known
     * @param release has it told
     */
    record Hold(CompletableFuture<Void> read, CompletableFuture<Void> release) {
    }

    /** Has the next piece of work held once it is done. */
    Hold holdNext() {
        hold = new Hold(new CompletableFuture<>(), new CompletableFuture<>());
        return hold;
    }

    private Connection open() throws SQLException {
        if (isDown) {
            throw new SQLException("for the test");
        }
        return memory.open();
    }

    /** Does what another hand would do. */
    void execute(String sql) {
        try {
            memory.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a query tells in its only column and first row. */
    String ask(String sql) {
        try (Connection connection = memory.open(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public <T> CompletableFuture<T> run(Work<T> work) {
        runs.incrementAndGet();
        Hold held = hold;
        hold = null;
        CompletableFuture<T> result = guarded.run(work);
        if (held == null) {
            return result;
        }
        result.whenComplete((value, failure) -> held.read().complete(null));
        // What follows runs in the thread that releases it, and is done once that goes on.
        return held.release().thenCompose(go -> result);
    }

    @Override
    public <T> CompletableFuture<T> ask(Work<T> work) {
        return guarded.ask(work);
    }

    @Override
    public String problem() {
        return guarded.problem();
    }

    @Override
    public void close() {
        guarded.stop();
        try {
            memory.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
