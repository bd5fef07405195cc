package io.github.sessionstate.it.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The plugin's tables as a database server describes them. */
final class PluginTables {
    private static final String OURS = " WHERE lower(table_name) LIKE 'ofsessionstate%'";
    private static final String COLUMNS = "SELECT table_name, column_name, data_type, character_maximum_length,"
            + " collation_name, is_nullable FROM information_schema.columns" + OURS
            + " ORDER BY table_name, ordinal_position";

    private PluginTables() {
    }

    /**
     * Every column and every index, in an order that depends on nothing else.
     *
     * @param indexes finds the indexes, which each server keeps in its own way
     */
    static List<String> describe(Connection connection, String indexes) throws SQLException {
        List<String> all = rows(connection, COLUMNS);
        all.addAll(rows(connection, indexes));
        return all;
    }

    /** Drops the tables, and forgets their version. */
    static void drop(Connection connection) throws SQLException {
        List<String> tables = rows(connection, "SELECT table_name FROM information_schema.tables" + OURS);
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.execute("DROP TABLE " + table);
            }
            statement.execute("DELETE FROM ofVersion");
        }
    }

    private static List<String> rows(Connection connection, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement(); ResultSet found = statement.executeQuery(query)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }
}
