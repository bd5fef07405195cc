package io.github.sessionstate.openfire.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.database.Transaction;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.text.Log;

/**
 * Looks, again and again, whether the plugin's tables are there, in the version that this plugin knows: the host loads a
 * plugin even if it has no script for its database, or the script failed.
 */
public final class TablesHook extends Hook {
    private static final Log LOG = Log.of(TablesHook.class);
    // As in plugin.xml.
    static final String KEY = "sessionstate";
    static final int VERSION = 2;

    private static final long CHECK_SECONDS = 10;
    private static final String WITHOUT = "Tokens and history are unavailable: ";

    private static final String FIND_VERSION = "SELECT version FROM ofVersion WHERE name = ?";
    /** Find nothing, but fail if a table or a column is missing. */
    private static final List<String> TABLES = List.of(
            "SELECT id, owner, label, scopes, purpose, addresses, created, expires FROM ofSessionStateGrant WHERE 1 = 0",
            "SELECT grantId, tokenNumber, hash, created, expires, lastUsed, lastAddress FROM ofSessionStateToken"
                    + " WHERE 1 = 0",
            "SELECT id, node, started, heartbeat, ended FROM ofSessionStateBoot WHERE 1 = 0",
            "SELECT id, boot, username, host, resourcePart, ip, port, transport, tls, mechanism, clientName,"
                    + " clientVersion, clientOs, capsNode, agentSoftware, agentDevice, language, began, authenticated,"
                    + " bound, ended, span, stanzasIn, stanzasOut, cause, endCondition, endText, closedBy, replacedBy,"
                    + " detaches, resumes, lastIp FROM ofSessionStateSession WHERE 1 = 0",
            "SELECT id, boot, firstAt, lastAt, attempts, username, host, ip, transport, mechanism, failure"
                    + " FROM ofSessionStateLogin WHERE 1 = 0",
            "SELECT boot, atMinute, ip, connections FROM ofSessionStateKnock WHERE 1 = 0",
            "SELECT slot, kind, boot, amount FROM ofSessionStateCount WHERE 1 = 0");

    private final GuardedDatabase database;
    private final ScheduledExecutorService executor;
    private volatile Future<?> checks;
    private volatile String last;

    /** @param executor starts the checks, and waits for none */
    public TablesHook(GuardedDatabase database, ScheduledExecutorService executor) {
        super("database");
        this.database = database;
        this.executor = executor;
    }

    @Override
    protected void install() {
        waitsFor("the first answer of the database");
        checks = executor.scheduleWithFixedDelay(() -> guard(this::check), 0, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    protected void uninstall() {
        Future<?> running = checks;
        if (running != null) {
            running.cancel(false);
        }
    }

    @Override
    protected boolean isInPlace() {
        // Nobody takes it over: what is wrong with the tables is known from the last check.
        return true;
    }

    private void check() {
        database.look(TablesHook::missing).whenComplete((missing, problem) -> guard(() -> {
            if (problem == null) {
                found(missing);
            } else if (database.isDown()) {
                // Whether the tables are there is as it was before.
                tell(reason(problem));
            } else {
                found(reason(problem));
            }
        }));
    }

    /** @param missing what is; null if all is there */
    private void found(String missing) {
        database.unusable(missing == null ? null : WITHOUT + missing);
        tell(missing);
    }

    private void tell(String problem) {
        if (problem == null) {
            waitsFor(null);
        } else {
            outOfPlace(WITHOUT + problem);
        }
        log(problem);
    }

    private void log(String why) {
        if (why != null && last == null) {
            LOG.warn("{}{}; will look again every {} s", WITHOUT, why, CHECK_SECONDS);
        } else if (why == null && last != null) {
            LOG.info("The database can be used again");
        }
        last = why;
    }

    private static String reason(Throwable problem) {
        Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
        return cause instanceof DatabaseException ? cause.getMessage() : cause.toString();
    }

    /** What is missing, in English; null if all is there. */
    private static String missing(Transaction transaction) throws SQLException {
        PreparedStatement statement = transaction.prepare(FIND_VERSION);
        statement.setString(1, KEY);
        ResultSet found = statement.executeQuery();
        if (!found.next()) {
            return "the plugin's tables are not in the database; Openfire's log says why";
        }
        int version = found.getInt(1);
        if (version != VERSION) {
            return "the plugin's tables are of version " + version + ", and this plugin needs version " + VERSION;
        }
        for (String table : TABLES) {
            transaction.prepare(table).executeQuery();
        }
        return null;
    }
}
