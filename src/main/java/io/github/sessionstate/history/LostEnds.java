package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.text.Log;

/**
 * Ends the rows of sessions whose own ends were dropped, as too many rows waited: else they would go on until the plugin
 * stops. Looks only after something was dropped. One thread at a time.
 */
final class LostEnds {
    private static final Log LOG = Log.of(LostEnds.class);
    private static final String OPEN = "SELECT id, began FROM ofSessionStateSession";
    private static final String END = "UPDATE ofSessionStateSession SET ended = ?, span = ?, cause = ?"
            + " WHERE id = ? AND ended = " + Place.OPEN;

    private final Waiting database;
    private final Steps steps;
    private final PendingRows pending;
    private final String boot;
    private final Clock clock;
    private volatile long seenDropped;

    /** @param boot this start, whose rows are looked at */
    LostEnds(Waiting database, Steps steps, PendingRows pending, String boot, Clock clock) {
        this.database = database;
        this.steps = steps;
        this.pending = pending;
        this.boot = boot;
        this.clock = clock;
    }

    private record Open(String id, long began) {
    }

    /** There may be some of which nothing was counted as dropped. */
    void lookAgain() {
        seenDropped = -1;
    }

    /**
     * Looks, if there may be any. When such a session ended and why nobody knows any more: now is the latest that it can
     * have been.
     *
     * @param isLive whether the session with this id goes on
     */
    void end(Predicate<String> isLive) {
        long dropped = pending.dropped();
        if (dropped == seenDropped) {
            return;
        }
        int ended = 0;
        String last = "";
        List<Open> open;
        do {
            open = behind(last);
            List<Open> lost = open.stream().filter(row -> !isLive.test(row.id()) && !pending.has(row.id())).toList();
            if (!lost.isEmpty()) {
                ended += end(lost);
            }
            last = open.isEmpty() ? last : open.get(open.size() - 1).id();
        } while (open.size() == Steps.BATCH && !steps.isStopped());
        if (!steps.isStopped()) {
            seenDropped = dropped;
        }
        if (ended > 0) {
            LOG.info("Ended {} sessions in the history whose ends had been dropped", ended);
        }
    }

    private List<Open> behind(String last) {
        return database.ask(transaction -> {
            List<Open> open = new ArrayList<>();
            try (ResultSet rows = new Question(OPEN).where("boot = ?", boot).where("ended = ?", Place.OPEN)
                    .where("id > ?", last).prepare(transaction, "ended, id", Steps.BATCH).executeQuery()) {
                while (rows.next()) {
                    open.add(new Open(rows.getString(1), rows.getLong(2)));
                }
            }
            return open;
        });
    }

    private int end(List<Open> lost) {
        return database.run(transaction -> {
            PreparedStatement end = transaction.prepare(END);
            int count = 0;
            for (Open row : lost) {
                long ended = Math.max(clock.millis(), row.began());
                end.setLong(1, ended);
                end.setInt(2, Span.of(row.began(), ended));
                end.setString(3, EndCause.CLOSED.toString());
                end.setString(4, row.id());
                count += end.executeUpdate();
            }
            return count;
        });
    }
}
