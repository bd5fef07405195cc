package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import io.github.sessionstate.database.Transaction;

/** The table of connections that never logged in: how rows are written to it. */
final class KnockRows extends RowTable<Knock> {
    static final KnockRows TABLE = new KnockRows();

    private static final String ADD = "UPDATE ofSessionStateKnock SET connections = connections + ?"
            + " WHERE atMinute = ? AND ip = ? AND boot = ?";

    private KnockRows() {
        super("ofSessionStateKnock", List.of("connections"), List.of("atMinute", "ip", "boot"));
    }

    /** Reads a whole row. */
    static Knock read(ResultSet row) throws SQLException {
        return new Knock(row.getString(4), row.getLong(2), row.getString(3), row.getInt(1));
    }

    /** Has the networks of these addresses take their place, and their counts. */
    void cut(Transaction transaction, List<Knock> rows) throws SQLException {
        PreparedStatement add = transaction.prepare(ADD);
        PreparedStatement insert = transaction.prepare(insert());
        PreparedStatement remove = transaction.prepare(remove());
        for (Knock row : rows) {
            setKey(remove, 1, row);
            remove.executeUpdate();
            String network = Networks.of(row.ip());
            if (network != null) {
                Knock cut = new Knock(row.boot(), row.atMinute(), network, row.connections());
                set(add, cut);
                if (add.executeUpdate() == 0) {
                    set(insert, cut);
                    insert.executeUpdate();
                }
            }
        }
    }

    @Override
    void set(PreparedStatement statement, Knock row) throws SQLException {
        statement.setInt(1, row.connections());
        setKey(statement, 2, row);
    }

    @Override
    void setKey(PreparedStatement statement, int at, Knock row) throws SQLException {
        statement.setLong(at, row.atMinute());
        statement.setString(at + 1, row.ip());
        statement.setString(at + 2, row.boot());
    }
}
