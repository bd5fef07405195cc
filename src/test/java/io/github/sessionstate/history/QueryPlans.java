package io.github.sessionstate.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Matcher;

/** How a database would answer a question, as it says itself. */
public abstract class QueryPlans {
    /** What stands before a statement that is only to be planned. */
    protected abstract String explain();

    /** Statements that have the database count what is in the tables. */
    protected abstract List<String> analyze();

    /**
     * Whether this index finds the rows, all in their order unless they need not be, and no table is looked through but
     * that of starts.
     *
     * @param sql   the statement
     * @param plan  as {@link #of} tells it
     * @param index its name as in the scripts
     */
    protected abstract boolean isBy(Connection connection, String sql, String plan, String index, boolean isOrdered)
            throws SQLException;

    /** Has the database go without an index, until {@link #giveBack}. */
    protected abstract void take(Connection connection, String index) throws SQLException;

    /** Ends what {@link #take} began. */
    protected abstract void giveBack(Connection connection, String index) throws SQLException;

    /** Executes a statement at once. */
    protected static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The table of an index, by their names in the scripts. */
    protected static String table(String index) {
        return index.substring(0, index.indexOf('_'));
    }

    /** The plan as text: a line for each row, in which each value but that of the first column is named. */
    final String of(Connection connection, AskedStatements.Asked asked) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(explain() + ' ' + literally(asked))) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    plan.append(i == 1 ? "" : " " + columns.getColumnLabel(i) + '=').append(rows.getString(i));
                }
                plan.append('\n');
            }
        }
        return plan.toString();
    }

    // Not every database plans what has parameters.
    private static String literally(AskedStatements.Asked asked) {
        String sql = asked.sql();
        for (Object parameter : asked.parameters()) {
            String value = parameter instanceof String text ? '\'' + text + '\'' : parameter.toString();
            sql = sql.replaceFirst("\\?", Matcher.quoteReplacement(value));
        }
        return sql;
    }
}
