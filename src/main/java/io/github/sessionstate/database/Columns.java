package io.github.sessionstate.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

/** Values of columns that may have none. */
public final class Columns {
    private Columns() {
    }

    /** Sets a text as a parameter; null for none. */
    public static void set(PreparedStatement statement, int at, String text) throws SQLException {
        if (text == null) {
            statement.setNull(at, Types.VARCHAR);
        } else {
            statement.setString(at, text);
        }
    }

    /** Sets a number as a parameter; null for none. */
    public static void set(PreparedStatement statement, int at, Long number) throws SQLException {
        if (number == null) {
            statement.setNull(at, Types.BIGINT);
        } else {
            statement.setLong(at, number);
        }
    }

    /** The number in this column; null if there is none. */
    public static Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}
