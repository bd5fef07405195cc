package io.github.sessionstate.it.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

import io.github.sessionstate.history.QueryPlans;

/** As MariaDB plans. */
final class MariadbPlans extends QueryPlans {
    // All rows, or all entries of an index.
    private static final Pattern SCAN = Pattern.compile("table=(?!ofSessionStateBoot)\\S+ type=(ALL|index) ");

    @Override
    protected String explain() {
        return "EXPLAIN";
    }

    @Override
    protected List<String> analyze() {
        return List.of("ANALYZE TABLE ofSessionStateSession, ofSessionStateLogin");
    }

    @Override
    protected boolean isBy(Connection connection, String sql, String plan, String index, boolean isOrdered) {
        // Of names a part is in the index, which gives no order.
        boolean isSorted = plan.contains("filesort") && !index.endsWith("_user_idx");
        // Of two that it cuts with one another, it is one.
        Pattern key = Pattern.compile(" key=\\S*\\b" + index + "\\b");
        return key.matcher(plan).find() && !SCAN.matcher(plan).find() && !(isOrdered && isSorted);
    }

    @Override
    protected void take(Connection connection, String index) throws SQLException {
        execute(connection, "ALTER TABLE " + table(index) + " ALTER INDEX " + index + " IGNORED");
    }

    @Override
    protected void giveBack(Connection connection, String index) throws SQLException {
        execute(connection, "ALTER TABLE " + table(index) + " ALTER INDEX " + index + " NOT IGNORED");
    }
}
