package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.github.sessionstate.database.Transaction;

/** A query that is put together of what was asked for: of texts of this room, and of parameters. */
final class Question {
    private static final int FETCHED = 500;
    private static final String DESCENDING = " DESC";
    // It sorts all that it finds unless the order is by all columns of an index, be it that one of them has one value only.
    // MariaDB would sort just because of that column.
    private static final String HSQLDB = "HSQL";
    // Those that plan better if they know it, and write it this way. All others are told by the driver alone.
    private static final List<String> KNOW_LIMIT = List.of("PostgreSQL", HSQLDB, "MySQL", "MariaDB");

    private final StringBuilder sql;
    private final List<Object> parameters = new ArrayList<>();
    private boolean hasCondition;
    private String leading;

    /** @param select what is asked for and of which table, without conditions */
    Question(String select) {
        sql = new StringBuilder(select);
    }

    /** Adds a condition, with its parameters: texts and whole numbers. */
    Question where(String condition, Object... values) {
        sql.append(hasCondition ? " AND " : " WHERE ").append(condition);
        hasCondition = true;
        parameters.addAll(List.of(values));
        return this;
    }

    /** Only what has this value in this column, if there is one. */
    Question is(String column, Object value) {
        if (value == null) {
            return this;
        }
        leading = leading == null ? column : leading;
        return where(column + " = ?", value);
    }

    /** Adds a condition if there is something to compare with. */
    Question whereIfAny(String condition, Object value) {
        return value == null ? this : where(condition, value);
    }

    /** Only what stands behind this place; null for all. */
    Question behind(String timeColumn, Place place) {
        return place == null ? this : where(timeColumn + " <= ? AND (" + timeColumn + " < ? OR id < ?)",
                place.ended(), place.ended(), place.id());
    }

    /**
     * Prepares it.
     *
     * @param order columns, all ascending or all descending, as SQL has it
     */
    PreparedStatement prepare(Transaction transaction, String order, int limit) throws SQLException {
        String product = transaction.product();
        sql.append(" ORDER BY ");
        if (leading != null && product.contains(HSQLDB)) {
            sql.append(leading).append(order.endsWith(DESCENDING) ? DESCENDING : "").append(", ");
        }
        sql.append(order);
        if (KNOW_LIMIT.stream().anyMatch(product::contains)) {
            sql.append(" LIMIT ?");
            parameters.add((long) limit);
        }
        PreparedStatement statement = transaction.prepare(sql.toString());
        statement.setMaxRows(limit);
        statement.setFetchSize(Math.min(limit, FETCHED));
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i) instanceof String text) {
                statement.setString(i + 1, text);
            } else {
                statement.setLong(i + 1, ((Number) parameters.get(i)).longValue());
            }
        }
        return statement;
    }
}
