package io.github.sessionstate.it.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import io.github.sessionstate.history.QueryPlans;

/** As PostgreSQL plans. */
final class PostgresPlans extends QueryPlans {
    private static final Pattern SCAN = Pattern.compile("Seq Scan on (?!ofsessionstateboot)");
    // Of what is in order but for those of one moment it sorts these alone.
    private static final Pattern SORT = Pattern.compile("(?<!Incremental )Sort\\b(?! Key)");

    @Override
    protected String explain() {
        return "EXPLAIN (COSTS OFF)";
    }

    @Override
    protected List<String> analyze() {
        return List.of("ANALYZE");
    }

    @Override
    protected boolean isBy(Connection connection, String sql, String plan, String index, boolean isOrdered) {
        return plan.contains(' ' + index.toLowerCase(Locale.ROOT)) && !SCAN.matcher(plan).find()
                && !(isOrdered && SORT.matcher(plan).find());
    }

    @Override
    protected void take(Connection connection, String index) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "DROP INDEX " + index);
    }

    @Override
    protected void giveBack(Connection connection, String index) throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }
}
