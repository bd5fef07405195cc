package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The table of connections that never logged in: how rows are written to it. */
final class KnockRows extends RowTable<Knock> {
    private static final String INSERT =
            "INSERT INTO ofSessionStateKnock (connections, atMinute, ip, boot) VALUES (?, ?, ?, ?)";
    private static final String UPDATE =
            "UPDATE ofSessionStateKnock SET connections = ? WHERE atMinute = ? AND ip = ? AND boot = ?";
    private static final String FIND =
            "SELECT connections FROM ofSessionStateKnock WHERE atMinute = ? AND ip = ? AND boot = ?";

    KnockRows() {
        super(INSERT, UPDATE, FIND);
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
