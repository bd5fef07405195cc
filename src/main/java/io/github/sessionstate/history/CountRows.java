package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.sessionstate.database.Columns;
import io.github.sessionstate.database.Transaction;

/** The table of counts: how rows are written to it, and read. */
final class CountRows extends RowTable<Count> {
    static final CountRows TABLE = new CountRows();

    private static final String ADD = "UPDATE ofSessionStateCount SET amount = amount + ?"
            + " WHERE slot = ? AND kind = ? AND boot = ?";
    private static final String WITH_BOOTS = "SELECT c.amount, c.slot, c.kind, c.boot, b.started, b.ended"
            + " FROM ofSessionStateCount c LEFT JOIN ofSessionStateBoot b ON b.id = c.boot";

    private CountRows() {
        super("ofSessionStateCount", List.of("amount"), List.of("slot", "kind", "boot"));
    }

    /** The most that one start of a server had at once; its end is null while it goes on. */
    private record Most(long amount, long started, Long ended) {
        boolean isThereWhenStarts(Most other) {
            // Each at its own start, even if it ended in the same moment.
            return this == other || started <= other.started && (ended == null || ended > other.started);
        }
    }

    /** Adds up what servers counted in one slot. */
    private static final class Sum {
        private final Map<String, Long> ends = new TreeMap<>();
        private final List<Most> most = new ArrayList<>();
        private long logins;
        private long failedLogins;

        void add(Count count, ResultSet row) throws SQLException {
            if (count.cause() != null) {
                ends.merge(count.cause(), count.amount(), Long::sum);
                return;
            }
            switch (count.kind()) {
                case Count.LOGINS -> logins += count.amount();
                case Count.FAILED_LOGINS -> failedLogins += count.amount();
                case Count.MOST_SESSIONS -> most.add(new Most(count.amount(), row.getLong(5), Columns.number(row, 6)));
                default -> {
                    // Of a later version of the plugin.
                }
            }
        }

        // Of a server that was started anew in between its sessions are counted twice, but were not there at once.
        private long mostSessions() {
            return most.stream().mapToLong(start -> most.stream().filter(other -> other.isThereWhenStarts(start))
                    .mapToLong(Most::amount).sum()).max().orElse(0);
        }

        PastCounts counts(long slot) {
            return new PastCounts(Instant.ofEpochMilli(slot), logins, failedLogins, mostSessions(), ends);
        }
    }

    /** Reads a whole row. */
    static Count read(ResultSet row) throws SQLException {
        return new Count(row.getLong(2), row.getString(3), row.getString(4), row.getLong(1));
    }

    /** Adds to what was counted already. */
    void add(Transaction transaction, Count more) throws SQLException {
        PreparedStatement add = transaction.prepare(ADD);
        set(add, more);
        if (add.executeUpdate() == 0) {
            PreparedStatement insert = transaction.prepare(insert());
            set(insert, more);
            insert.executeUpdate();
        }
    }

    @Override
    void set(PreparedStatement statement, Count row) throws SQLException {
        statement.setLong(1, row.amount());
        setKey(statement, 2, row);
    }

    @Override
    void setKey(PreparedStatement statement, int at, Count row) throws SQLException {
        statement.setLong(at, row.slot());
        statement.setString(at + 1, row.kind());
        statement.setString(at + 2, row.boot());
    }

    /** Answers a question: the oldest first, without slots in which nobody counted. */
    static List<PastCounts> find(Transaction transaction, CountQuery query) throws SQLException {
        Question question = new Question(WITH_BOOTS)
                .where("c.slot >= ?", query.from().toEpochMilli()).where("c.slot < ?", query.to().toEpochMilli());
        Map<Long, Sum> slots = new TreeMap<>();
        try (ResultSet rows = question.prepare(transaction, "c.slot, c.kind, c.boot", Integer.MAX_VALUE).executeQuery()) {
            while (rows.next()) {
                Count count = read(rows);
                slots.computeIfAbsent(count.slot(), slot -> new Sum()).add(count, rows);
            }
        }
        return slots.entrySet().stream().map(slot -> slot.getValue().counts(slot.getKey())).toList();
    }
}
