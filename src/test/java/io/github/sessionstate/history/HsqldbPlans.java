package io.github.sessionstate.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As HSQLDB plans, which needs to know nothing of the rows for it. */
final class HsqldbPlans extends QueryPlans {
    private static final Pattern ORDER = Pattern.compile("ORDER BY (.+?)(?: LIMIT \\?)?$");
    private static final Pattern SCAN = Pattern.compile("table=(?!OFSESSIONSTATEBOOT)\\w+\\s[^\\[]*access=FULL SCAN");

    private String dropped;

    @Override
    protected String explain() {
        return "EXPLAIN PLAN FOR";
    }

    @Override
    protected List<String> analyze() {
        return List.of();
    }

    @Override
    protected boolean isBy(Connection connection, String sql, String plan, String index, boolean isOrdered)
            throws SQLException {
        return plan.contains("index=" + index.toUpperCase(Locale.ROOT) + '\n') && !SCAN.matcher(plan).find()
                && (!isOrdered || order(sql).equals(columns(connection, index)));
    }

    // It sorts unless these are the columns of the index; that it uses one for the order it says of any.
    private static String order(String sql) {
        Matcher order = ORDER.matcher(sql);
        return order.find() ? order.group(1).replace(" DESC", "").toUpperCase(Locale.ROOT) : "";
    }

    private static String columns(Connection connection, String index) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getIndexInfo(null, null, table(index).toUpperCase(Locale.ROOT),
                false, true)) {
            while (rows.next()) {
                if (rows.getString("INDEX_NAME").equalsIgnoreCase(index)) {
                    columns.add(rows.getString("COLUMN_NAME"));
                }
            }
        }
        return String.join(", ", columns);
    }

    @Override
    protected void take(Connection connection, String index) throws SQLException {
        dropped = columns(connection, index);
        execute(connection, "DROP INDEX " + index);
    }

    @Override
    protected void giveBack(Connection connection, String index) throws SQLException {
        execute(connection, "CREATE INDEX " + index + " ON " + table(index) + " (" + dropped + ')');
    }
}
