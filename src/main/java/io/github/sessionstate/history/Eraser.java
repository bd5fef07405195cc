package io.github.sessionstate.history;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;

import io.github.sessionstate.session.EndCause;

/** Erases what is kept of one user. */
final class Eraser {
    private static final String COUNT_OPEN =
            "SELECT COUNT(*) FROM ofSessionStateSession WHERE username = ? AND ended = " + Place.OPEN;
    private static final String REMOVE_CLOSER = "UPDATE ofSessionStateSession SET closedBy = NULL WHERE id = ?";

    private final Waiting database;
    private final Steps steps;
    private final PendingRows pending;
    private final FailedLogins logins;
    private final HistoryWriter writer;

    Eraser(Waiting database, Steps steps, PendingRows pending, FailedLogins logins, HistoryWriter writer) {
        this.database = database;
        this.steps = steps;
        this.pending = pending;
        this.logins = logins;
        this.writer = writer;
    }

    /**
     * Erases it; waits for the database.
     *
     * @param isOpenToo whether the rows of sessions that go on are erased too
     * @throws io.github.sessionstate.database.DatabaseException if the database did not do all of it
     */
    Erasure erase(String username, boolean isOpenToo) {
        logins.forget(username);
        // No row that was taken for writing comes after it.
        return writer.whileIdle(() -> {
            List<Pending> queued = pending.remove(username);
            int queuedReferences = pending.removeReferences(username);
            long sessions = steps.change(() -> {
                Question his = SessionRows.TABLE.keys().is("username", username);
                return isOpenToo ? his : his.where("ended < ?", Place.OPEN);
            }, "ended, id", SessionRows.TABLE.remove());
            long failed = steps.change(() -> LoginRows.TABLE.keys().is("username", username), "lastAt, id",
                    LoginRows.TABLE.remove());
            // Nobody else closes sessions by a name.
            long references = steps.change(() -> SessionRows.TABLE.keys()
                    .is("cause", EndCause.CLOSED_BY_ADMIN.toString()).where("closedBy = ?", username), "ended, id",
                    REMOVE_CLOSER);
            long open = removeOpen(queued);
            return new Erasure(username, sessions + open, failed, queued.size(), references + queuedReferences,
                    countOpen(username), openIds(username));
        });
    }

    // Their ends waited to be written, so that for the database they went on.
    private long removeOpen(List<Pending> queued) {
        List<String> ids = queued.stream().filter(row -> row.content() instanceof SessionRow).map(Pending::key).toList();
        long removed = 0;
        for (int from = 0; from < ids.size() && !steps.isStopped(); from += Steps.BATCH) {
            List<String> some = ids.subList(from, Math.min(from + Steps.BATCH, ids.size()));
            removed += database.run(transaction -> {
                PreparedStatement remove = transaction.prepare(SessionRows.TABLE.remove());
                int count = 0;
                for (String id : some) {
                    remove.setString(1, id);
                    count += remove.executeUpdate();
                }
                return count;
            });
        }
        return removed;
    }

    private List<String> openIds(String username) {
        return database.ask(transaction -> {
            List<String> ids = new ArrayList<>();
            try (ResultSet rows = SessionRows.TABLE.keys().is("username", username)
                    .where("ended = ?", Place.OPEN).prepare(transaction, "ended, id", Erasure.MOST_IDS).executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        });
    }

    private int countOpen(String username) {
        return database.ask(transaction -> {
            PreparedStatement count = transaction.prepare(COUNT_OPEN);
            count.setString(1, username);
            ResultSet rows = count.executeQuery();
            rows.next();
            return rows.getInt(1);
        });
    }
}
