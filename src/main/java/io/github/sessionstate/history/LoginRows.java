package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.github.sessionstate.database.Columns;
import io.github.sessionstate.database.Transaction;

/** The table of failed logins: how rows are written to it, and read. */
final class LoginRows extends RowTable<PastLogin> {
    static final LoginRows TABLE = new LoginRows();

    private static final Comparator<PastLogin> NEWEST_FIRST =
            Comparator.comparing(PastLogin::lastAt).thenComparing(PastLogin::id).reversed();

    private LoginRows() {
        super("ofSessionStateLogin", List.of("boot", "firstAt", "lastAt", "attempts", "username", "host", "ip",
                "transport", "mechanism", "failure"), List.of("id"));
    }

    @Override
    void set(PreparedStatement statement, PastLogin row) throws SQLException {
        Columns.set(statement, 1, row.boot());
        statement.setLong(2, row.firstAt().toEpochMilli());
        statement.setLong(3, row.lastAt().toEpochMilli());
        statement.setInt(4, row.attempts());
        Columns.set(statement, 5, row.username());
        Columns.set(statement, 6, row.host());
        Columns.set(statement, 7, row.ip());
        Columns.set(statement, 8, row.transport());
        Columns.set(statement, 9, row.mechanism());
        Columns.set(statement, 10, row.failure());
        setKey(statement, 11, row);
    }

    @Override
    void setKey(PreparedStatement statement, int at, PastLogin row) throws SQLException {
        statement.setString(at, row.id());
    }

    /** Answers a question. */
    static List<PastLogin> find(Transaction transaction, LoginQuery query) throws SQLException {
        List<PastLogin> found = read(transaction, query);
        String network = Networks.of(query.ip());
        if (network != null) {
            // As of sessions: by a question of their own, for the index.
            found.addAll(read(transaction, query.ofAddress(network)));
            found.sort(NEWEST_FIRST);
        }
        return List.copyOf(found.subList(0, Math.min(query.limit(), found.size())));
    }

    private static List<PastLogin> read(Transaction transaction, LoginQuery query) throws SQLException {
        Question question = TABLE.rows()
                .is("username", query.username())
                .is("ip", query.ip())
                .whereIfAny("lastAt >= ?", millis(query.from()))
                .whereIfAny("lastAt <= ?", millis(query.to()))
                .behind("lastAt", query.before());
        List<PastLogin> found = new ArrayList<>();
        try (ResultSet rows = question.prepare(transaction, "lastAt DESC, id DESC", query.limit()).executeQuery()) {
            while (rows.next()) {
                found.add(new PastLogin(rows.getString(11), rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)),
                        Instant.ofEpochMilli(rows.getLong(3)), rows.getInt(4), rows.getString(5), rows.getString(6),
                        rows.getString(7), rows.getString(8), rows.getString(9), rows.getString(10)));
            }
        }
        return found;
    }

    private static Long millis(Instant moment) {
        return moment == null ? null : moment.toEpochMilli();
    }
}
