package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.github.sessionstate.database.Connections;
import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.RosterContact;
import io.github.sessionstate.session.RosterView;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.XmppSession;

/** Histories of sessions of the real model, in a database with the tables of the plugin. */
public abstract class HistoryFixture {
    static final Duration MINUTE = Duration.ofMinutes(1);
    static final Duration DAY = Duration.ofDays(1);

    static final Instant START = StubClock.START;
    static final HistoryPolicy POLICY =
            new HistoryPolicy(Duration.ofDays(90), Duration.ofDays(7), Duration.ofDays(14), Duration.ofDays(400), false,
                    false);

    final StubClock clock = new StubClock();
    final AskedStatements asked = new AskedStatements();
    final AtomicLong nanos = new AtomicLong();
    final Set<String> accounts = ConcurrentHashMap.newKeySet();
    final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(4, new DaemonThreads("test-history-"));
    final GuardedDatabase database =
            new GuardedDatabase(connections(), new DaemonThreads("test-database-"), executor);
    final SessionRegistry registry = new SessionRegistry(new NoRosters(), clock);
    volatile HistoryPolicy policy = POLICY;
    volatile boolean isDirectoryDown;
    volatile boolean isDown;
    final History history = history("one");
    private int port;

    /** No user has contacts. */
    static final class NoRosters implements RosterView {
        @Override
        public List<String> contacts(String username) {
            return List.of();
        }

        @Override
        public List<RosterContact> items(String username) {
            return List.of();
        }
    }

    /** Another connection to the database, which has the tables. */
    protected abstract Connection connect() throws SQLException;

    final Connections connections() {
        return () -> {
            if (isDown) {
                throw new SQLException("for the test", "08001");
            }
            return asked.noted(connect());
        };
    }

    final History history(String node) {
        return history(node, false);
    }

    final History history(String node, boolean isAlone) {
        return new History(database, () -> policy, this::isAccount, node, isAlone, clock, executor, nanos::get);
    }

    final boolean isAccount(String name) {
        if (isDirectoryDown) {
            throw new IllegalStateException("for the test");
        }
        return accounts.contains(name);
    }

    @BeforeEach
    final void begin() throws SQLException {
        for (String table : List.of("Boot", "Session", "Login", "Knock", "Count")) {
            execute("DELETE FROM ofSessionState" + table);
        }
        accounts.add("john");
        accounts.add("jane");
        registry.addListener(history);
    }

    @AfterEach
    final void end() {
        isDown = false;
        history.stop(false);
        database.stop();
        executor.shutdownNow();
    }

    final void execute(String sql) throws SQLException {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What a query tells in its first column and row. */
    final String ask(String sql) {
        try (Connection connection = connect(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    final int count(String table) {
        return Integer.parseInt(ask("SELECT COUNT(*) FROM ofSessionState" + table));
    }

    /** Each row of these tables of the plugin's, with all of its columns. */
    final List<String> rows(String... tables) {
        List<String> all = new ArrayList<>();
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM ofSessionState" + table)) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        StringBuilder row = new StringBuilder(table);
                        for (int i = 1; i <= columns; i++) {
                            row.append('|').append(rows.getString(i));
                        }
                        all.add(row.toString());
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }

    static <T> T get(CompletableFuture<T> result) {
        try {
            return result.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    // ------------------------------------------------------------------ sessions

    final void after(Duration time) {
        clock.set(START.plus(time));
    }

    final XmppSession connected() {
        return connected(new StubHost());
    }

    final XmppSession connected(StubHost host) {
        XmppSession session = registry.accepted(host, new StubConnection(++port));
        session.opened("example.org");
        return session;
    }

    final XmppSession loggedIn(String username, String resource) {
        XmppSession session = connected();
        session.authenticated(username, false);
        session.bound(username, "example.org", resource, true);
        return session;
    }

    /** A session of these beginning and end, in seconds since the start. */
    final String past(String username, long began, long ended) {
        clock.set(START.plusSeconds(began));
        XmppSession session = loggedIn(username, "phone");
        clock.set(START.plusSeconds(ended));
        session.destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));
        return session.id();
    }

    // ------------------------------------------------------------------ questions

    static PastQuery all(int limit) {
        return new PastQuery(null, null, null, null, null, null, null, limit);
    }

    static PastQuery of(String username) {
        return new PastQuery(username, null, null, null, null, null, null, 100);
    }

    static PastQuery onlineAt(Instant moment) {
        return new PastQuery(null, null, null, null, null, moment, null, 100);
    }

    final List<String> ids(PastQuery query) {
        return get(history.sessions(query)).stream().map(PastSession::id).toList();
    }

    final PastSession only() {
        List<PastSession> all = get(history.sessions(all(10)));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    final PastLogin onlyLogin() {
        List<PastLogin> all = get(history.logins(new LoginQuery(null, null, null, null, null, 10)));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** Until somebody has found that it works again. */
    final void awaitDatabase() throws InterruptedException {
        for (int i = 0; i < 1000 && database.isDown(); i++) {
            database.run(transaction -> null);
            Thread.sleep(5);
        }
    }

    /** Until nothing waits: what is many is written by another thread already. */
    final void awaitWritten() throws InterruptedException {
        awaitWritten(history);
    }

    static void awaitWritten(History its) throws InterruptedException {
        for (int i = 0; i < 1000 && its.status().queuedRows() > 0; i++) {
            its.write();
            Thread.sleep(5);
        }
    }
}
