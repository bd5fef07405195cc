package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import io.github.sessionstate.database.Columns;
import io.github.sessionstate.database.Transaction;
import io.github.sessionstate.session.EndCause;

/** The table of sessions: how rows are written to it, and read. */
final class SessionRows extends RowTable<SessionRow> {
    static final SessionRows TABLE = new SessionRows();

    private static final String PLACES = "SELECT ended, id FROM ofSessionStateSession";
    private static final String ORDER = "ended DESC, id DESC";
    // The same, as the index of spans has it.
    private static final String MOMENT_ORDER = ORDER + ", began DESC";
    // Of the digits and letters of ids, which every collation has in this order.
    private static final Comparator<SessionRow> NEWEST_FIRST =
            Comparator.comparingLong(SessionRow::ended).thenComparing(SessionRow::id).reversed();

    private SessionRows() {
        super("ofSessionStateSession", List.of("boot", "username", "host", "resourcePart", "ip", "port", "transport",
                "tls", "mechanism", "clientName", "clientVersion", "clientOs", "capsNode", "agentSoftware", "agentDevice",
                "language", "began", "authenticated", "bound", "ended", "span", "stanzasIn", "stanzasOut", "cause",
                "endCondition", "endText", "closedBy", "replacedBy", "detaches", "resumes", "lastIp"), List.of("id"));
    }

    // ------------------------------------------------------------------ writing

    @Override
    void set(PreparedStatement statement, SessionRow row) throws SQLException {
        Columns.set(statement, 1, row.boot());
        Columns.set(statement, 2, row.username());
        Columns.set(statement, 3, row.host());
        Columns.set(statement, 4, row.resource());
        Columns.set(statement, 5, row.ip());
        Columns.set(statement, 6, row.port() == 0 ? null : Long.valueOf(row.port()));
        Columns.set(statement, 7, row.transport());
        Columns.set(statement, 8, row.tls());
        Columns.set(statement, 9, row.mechanism());
        Columns.set(statement, 10, row.clientName());
        Columns.set(statement, 11, row.clientVersion());
        Columns.set(statement, 12, row.clientOs());
        Columns.set(statement, 13, row.capsNode());
        Columns.set(statement, 14, row.agentSoftware());
        Columns.set(statement, 15, row.agentDevice());
        Columns.set(statement, 16, row.language());
        statement.setLong(17, row.began());
        Columns.set(statement, 18, row.authenticated());
        Columns.set(statement, 19, row.bound());
        statement.setLong(20, row.ended());
        statement.setInt(21, Span.of(row.began(), row.ended()));
        Columns.set(statement, 22, row.stanzasIn());
        Columns.set(statement, 23, row.stanzasOut());
        setEnd(statement, 24, row.end());
        statement.setInt(29, row.detaches());
        statement.setInt(30, row.resumes());
        Columns.set(statement, 31, row.lastIp());
        setKey(statement, 32, row);
    }

    private static void setEnd(PreparedStatement statement, int at, PastEnd end) throws SQLException {
        Columns.set(statement, at, end == null ? null : end.cause());
        Columns.set(statement, at + 1, end == null ? null : end.condition());
        Columns.set(statement, at + 2, end == null ? null : end.text());
        Columns.set(statement, at + 3, end == null ? null : end.closedBy());
        Columns.set(statement, at + 4, end == null ? null : end.replacedBy());
    }

    @Override
    void setKey(PreparedStatement statement, int at, SessionRow row) throws SQLException {
        statement.setString(at, row.id());
    }

    // ------------------------------------------------------------------ reading

    /** Answers a question. */
    static List<SessionRow> find(Transaction transaction, PastQuery query, long now) throws SQLException {
        if (query.onlineAt() != null && query.username() == null && query.ip() == null) {
            return findByMoment(transaction, query, now);
        }
        List<SessionRow> found = findPlainly(transaction, query, now);
        String network = Networks.of(query.ip());
        // Of older rows that may be of this address, too, its network is left: by a question of their own, for the index.
        return network == null ? found
                : newest(found, findPlainly(transaction, query.ofAddress(network), now), query.limit());
    }

    private static List<SessionRow> findPlainly(Transaction transaction, PastQuery query, long now) throws SQLException {
        return read(asked(query, earliestEnd(query), now).prepare(transaction, ORDER, query.limit()));
    }

    /** The row of this id; null if there is none. */
    static SessionRow find(Transaction transaction, String id) throws SQLException {
        List<SessionRow> found = read(TABLE.rows().where("id = ?", id).prepare(transaction, "id", 1));
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<SessionRow> newest(List<SessionRow> some, List<SessionRow> others, int limit) {
        return Stream.concat(some.stream(), others.stream()).sorted(NEWEST_FIRST).limit(limit).toList();
    }

    // By the lengths of sessions, a question for each class: in its index they stand by their end, of which is known when it
    // was at the latest. The long ones first: there is no need to look at those that end before all that were found.
    private static List<SessionRow> findByMoment(Transaction transaction, PastQuery query, long now)
            throws SQLException {
        long at = query.onlineAt().toEpochMilli();
        long earliest = earliestEnd(query);
        List<SessionRow> found = List.of();
        for (int span : Span.LONGEST_FIRST) {
            if (span != Span.OPEN && earliest >= at + Span.reach(span)) {
                break;
            }
            Question ofSpan = asked(query, earliest, now).is("span", span);
            if (span != Span.OPEN && (query.before() == null || query.before().ended() >= at + Span.reach(span))) {
                ofSpan.where("ended < ?", at + Span.reach(span));
            }
            try (PreparedStatement statement = ofSpan.prepare(transaction, MOMENT_ORDER, query.limit())) {
                found = newest(found, read(statement), query.limit());
            }
            earliest = found.size() < query.limit() ? earliest : found.get(found.size() - 1).ended();
        }
        return found;
    }

    // What ended before this is not wanted.
    private static long earliestEnd(PastQuery query) {
        return query.onlineAt() == null ? Long.MIN_VALUE : query.onlineAt().toEpochMilli() + 1;
    }

    /** The sessions of others that this user closed as an administrator. */
    static List<Place> findClosed(Transaction transaction, String username, Place behind, int limit)
            throws SQLException {
        Question question = new Question(PLACES).is("cause", EndCause.CLOSED_BY_ADMIN.toString())
                .where("closedBy = ?", username).where("(username IS NULL OR username <> ?)", username)
                .behind("ended", behind);
        List<Place> found = new ArrayList<>();
        try (ResultSet rows = question.prepare(transaction, ORDER, limit).executeQuery()) {
            while (rows.next()) {
                found.add(new Place(rows.getLong(1), rows.getString(2)));
            }
        }
        return found;
    }

    private static Question asked(PastQuery query, long earliestEnd, long now) {
        Question question = TABLE.rows()
                .is("username", query.username())
                .is("ip", query.ip())
                .is("cause", query.cause());
        if (query.from() != null) {
            question.where("ended >= ?", query.from().toEpochMilli());
        }
        // What goes on has an end too, which is behind all others.
        if (query.to() != null && query.to().toEpochMilli() < now) {
            question.where("ended <= ?", query.to().toEpochMilli());
        }
        if (query.onlineAt() != null) {
            question.where("began <= ?", query.onlineAt().toEpochMilli()).where("ended >= ?", earliestEnd);
        }
        return question.behind("ended", query.before());
    }

    private static List<SessionRow> read(PreparedStatement statement) throws SQLException {
        List<SessionRow> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(row(rows));
            }
        }
        return found;
    }

    private static SessionRow row(ResultSet row) throws SQLException {
        return new SessionRow(row.getString(32), row.getString(1), row.getString(2), row.getString(3), row.getString(4),
                row.getString(5), row.getInt(6), row.getString(7), row.getString(8), row.getString(9), row.getString(10),
                row.getString(11), row.getString(12), row.getString(13), row.getString(14), row.getString(15),
                row.getString(16), row.getLong(17), Columns.number(row, 18), Columns.number(row, 19), row.getLong(20),
                Columns.number(row, 22), Columns.number(row, 23), end(row), row.getInt(29), row.getInt(30),
                row.getString(31));
    }

    private static PastEnd end(ResultSet row) throws SQLException {
        return row.getLong(20) == Place.OPEN ? null : new PastEnd(row.getString(24), row.getString(25),
                row.getString(26), row.getString(27), row.getString(28));
    }
}
