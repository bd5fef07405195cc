package io.github.sessionstate.it.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.database.HostScript;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.token.Issued;
import io.github.sessionstate.token.TokenTablesContract;

/** The contract on a database that is a process of its own: it may be locked, stop and hang. */
abstract class ServerContract extends TokenTablesContract {
    /** The time-out of a statement, and what it takes to act on it. */
    private static final Duration SLOW = Duration.ofMillis(3000);
    /** When whatever is not done is given up. */
    private static final Duration GIVEN_UP = Duration.ofMillis(4500);
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final Duration BACK = Duration.ofSeconds(10);

    /** Makes a server, which does nothing yet. */
    @FunctionalInterface
    interface Maker {
        DatabaseServer make() throws IOException;
    }

    /**
     * Starts a server with the plugin's tables, which were brought up to date from version 1, or skips the tests.
     *
     * @param missing why there is none on this machine; null if there is
     * @param script  the kind of database, as the host calls it
     */
    static DatabaseServer started(String missing, Maker maker, String script) throws IOException, SQLException {
        Assumptions.assumeTrue(missing == null, missing);
        DatabaseServer server = maker.make();
        try {
            server.create();
        } catch (IOException | AssertionError e) {
            server.close();
            Assumptions.abort("It does not start here: " + e.getMessage());
        }
        try (Connection connection = server.connect()) {
            HostScript.prepare(connection);
            HostScript.run(connection, script);
            List<String> made = PluginTables.describe(connection, server.indexes());
            PluginTables.drop(connection);
            HostScript.runVersion(connection, script, 1);
            HostScript.upgrade(connection, script, 2);
            assertThat(PluginTables.describe(connection, server.indexes())).as("upgraded").isEqualTo(made);
            // Once more, as after an upgrade that was cut short.
            HostScript.upgrade(connection, script, 2);
            // And as an administrator has it run who removed the version.
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM ofVersion");
            }
            HostScript.run(connection, script);
            assertThat(PluginTables.describe(connection, server.indexes())).as("run again").isEqualTo(made)
                    .hasSizeGreaterThan(60);
        } catch (IOException | SQLException | RuntimeException | AssertionError e) {
            server.close();
            throw e;
        }
        return server;
    }

    static void close(DatabaseServer server) throws IOException {
        if (server != null) {
            server.close();
        }
    }

    abstract DatabaseServer server();

    @Override
    protected final Connection connect() throws SQLException {
        return server().connect();
    }

    // ------------------------------------------------------------------ slow

    @Test
    void aLockedTableCostsTheTimeOutOfAStatement() throws Exception {
        Issued issued = make();

        expectToFailInTime(server().lock(), () -> grants.ofOwner("john"));
        assertThat(check(issued.token())).isNotNull();
    }

    @Test
    void aLockedRowCostsTheTimeOutOfAStatement() throws Exception {
        Issued issued = make();

        expectToFailInTime("UPDATE ofSessionStateGrant SET label = 'locked'",
                () -> grants.rotate("john", issued.grant().id(), null));
        assertThat(get(grants.rotate("john", issued.grant().id(), null)).number()).as("nothing was done").isEqualTo(2);
    }

    private <T> void expectToFailInTime(String lock, Supplier<CompletableFuture<T>> work) throws SQLException {
        try (Connection other = connect(); Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute(lock);
            expectToFail("the first", SLOW, work);
            // One looks whether it is better now; all others need not try.
            CompletableFuture<T> probe = work.get();
            expectToFail("while one looks", AT_ONCE, work);
            assertThatThrownBy(() -> get(probe)).isInstanceOf(DatabaseException.class);
            Await.until("no thread waits though it is still locked", SLOW, this::areThreadsFree);
            other.rollback();
        }
        Await.until("it works again", BACK, this::works);
    }

    private static void expectToFail(String what, Duration limit, Supplier<? extends CompletableFuture<?>> work) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> get(work.get())).as(what).isInstanceOf(DatabaseException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(Patience.of(limit));
    }

    private boolean works() {
        try {
            get(grants.ofOwner("john"));
            return true;
        } catch (DatabaseException e) {
            return false;
        }
    }

    // ------------------------------------------------------------------ down

    @Test
    void aStopIsToldAtOnceAndOverWithTheStart() throws Exception {
        Issued issued = make();

        server().stop();
        try {
            expectToFail("the first", GIVEN_UP, () -> grants.ofOwner("john"));
            assertThat(database.problem()).isNotNull();
            assertThat(works()).isFalse();
            Await.until("no thread waits", SLOW, this::areThreadsFree);
        } finally {
            server().start();
        }
        Await.until("it works again", BACK, this::works);
        assertThat(database.problem()).isNull();
        assertThat(check(issued.token())).isNotNull();
    }

    @Test
    void aServerThatHangsIsGivenUp() throws Exception {
        Issued issued = make();

        server().suspend();
        try {
            expectToFail("the first", GIVEN_UP, () -> grants.ofOwner("john"));
            grants.ofOwner("john");
            expectToFail("while one looks", AT_ONCE, () -> grants.ofOwner("john"));
        } finally {
            server().resume();
        }
        Await.until("it works again", BACK, this::works);
        Await.until("no thread waits", BACK, this::areThreadsFree);
        assertThat(check(issued.token())).isNotNull();
    }
}
