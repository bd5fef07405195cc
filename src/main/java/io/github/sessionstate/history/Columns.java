package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;

import io.github.sessionstate.text.Quote;

/** What stands in columns: cut to their length, and of characters that every database takes. */
final class Columns {
    private static final char REPLACEMENT = '\uFFFD';

    private Columns() {
    }

    /**
     * A text as a column of this length takes it: if it was cut, an ellipsis tells. Null stays null, as it is for a
     * database that does not tell an empty text from none.
     */
    static String text(String text, int length) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return sound(text.length() <= length ? text : Quote.cut(text, length - 1) + '\u2026');
    }

    // PostgreSQL takes no NUL, and no driver half of a character.
    private static String sound(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return mended(text);
            }
        }
        return text;
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean isHalf = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            mended.appendCodePoint(c == 0 || isHalf ? REPLACEMENT : c);
        });
        return mended.toString();
    }

    static void set(PreparedStatement statement, int at, String text) throws SQLException {
        if (text == null) {
            statement.setNull(at, Types.VARCHAR);
        } else {
            statement.setString(at, text);
        }
    }

    static void set(PreparedStatement statement, int at, Long number) throws SQLException {
        if (number == null) {
            statement.setNull(at, Types.BIGINT);
        } else {
            statement.setLong(at, number);
        }
    }

    /** The number in this column; null if there is none. */
    static Long number(ResultSet row, int column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }

    /** About how much memory a text takes. */
    static long bytes(String... texts) {
        long bytes = 0;
        for (String text : texts) {
            bytes += text == null ? 0 : 48 + 2L * text.length();
        }
        return bytes;
    }
}
