package io.github.sessionstate.history;

import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

import io.github.sessionstate.database.Columns;
import io.github.sessionstate.database.Transaction;
import io.github.sessionstate.text.Log;

/**
 * The starts of all servers on one database: each says every half minute that it is still there. What one left open that
 * says nothing any more is ended by any of the others. Clocks of servers may differ: whether one is silent is measured by
 * our own. A server that is alone on its database need not wait for silence: what began before it is over. Thread-safe.
 */
final class Boots {
    /** For so long a start says nothing that is lost. */
    static final Duration SILENCE = Duration.ofMinutes(2);

    private static final Log LOG = Log.of(Boots.class);
    private static final String BEAT = "UPDATE ofSessionStateBoot SET heartbeat = ? WHERE id = ?";
    private static final String ADD =
            "INSERT INTO ofSessionStateBoot (node, started, heartbeat, id) VALUES (?, ?, ?, ?)";
    private static final String FIND = "SELECT ended FROM ofSessionStateBoot WHERE id = ?";
    private static final String RETURN = "UPDATE ofSessionStateBoot SET ended = NULL WHERE id = ?";
    private static final String ALL = "SELECT id, heartbeat, ended FROM ofSessionStateBoot WHERE id <> ?";
    private static final String LOSE =
            "UPDATE ofSessionStateBoot SET ended = heartbeat WHERE id = ? AND heartbeat = ? AND ended IS NULL";
    private static final String END = "UPDATE ofSessionStateBoot SET ended = ? WHERE id = ?";
    private static final String OF_BOOT = "SELECT id, began, authenticated, bound FROM ofSessionStateSession";
    // Who was taken for lost may come back while its rows are being ended.
    private static final String IS_OVER =
            "EXISTS (SELECT 1 FROM ofSessionStateBoot b WHERE b.id = ? AND b.ended IS NOT NULL)";
    private static final String CLOSE = "UPDATE ofSessionStateSession SET ended = ?, span = ?, cause = ?"
            + " WHERE id = ? AND ended = " + Place.OPEN;
    private static final String TAKE_BACK = "UPDATE ofSessionStateSession SET ended = " + Place.OPEN + ", span = "
            + Span.OPEN + ", cause = NULL WHERE id = ? AND cause = '" + PastEnd.SERVER_LOST + "'";

    /** For so many beats who was taken for lost looks for what the other was just about to end. */
    private static final int BEATS_TO_TAKE_BACK = 4;

    private final Waiting database;
    private final Steps steps;
    private final Counts counts;
    private final String id;
    private final String node;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final long started;
    // The others as they were when their last word changed.
    private final Map<String, Seen> others = new HashMap<>();
    // Ended, with nothing open.
    private final Set<String> settled = new HashSet<>();
    // Until the first look: who comes later is not alone.
    private boolean isAlone;
    private int beatsToTakeBack;
    private long lostAt;
    private boolean hasEnded;

    /**
     * @param node     null if the server has no name
     * @param isAlone  whether no other server has this database
     * @param nanoTime measures silence
     */
    Boots(Waiting database, Steps steps, Counts counts, String id, String node, boolean isAlone, Clock clock,
          LongSupplier nanoTime) {
        this.database = database;
        this.steps = steps;
        this.counts = counts;
        this.id = id;
        this.node = ColumnText.of(node, 64);
        this.isAlone = isAlone;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.started = clock.millis();
    }

    /** A start as its row has it; ended is null while it goes on. */
    private record Boot(String id, long heartbeat, Long ended) {
        boolean isLost() {
            return ended != null && ended == heartbeat;
        }
    }

    private record Seen(long heartbeat, long sinceNanos) {
    }

    /**
     * An open session.
     *
     * @param last when the last thing is known to have happened to it
     */
    private record Open(String id, long began, long last) {
        static Open read(ResultSet row) throws SQLException {
            long began = row.getLong(2);
            Long authenticated = Columns.number(row, 3);
            Long bound = Columns.number(row, 4);
            return new Open(row.getString(1), began, Math.max(began,
                    Math.max(authenticated == null ? began : authenticated, bound == null ? began : bound)));
        }
    }

    /** Is told of sessions that were closed, in the transaction that closed them. */
    @FunctionalInterface
    private interface Closing {
        Closing UNTOLD = (transaction, sessions) -> { };

        void closed(Transaction transaction, int sessions) throws SQLException;
    }

    /** An id that sorts by time. */
    static String newId(long now) {
        return String.format(Locale.ROOT, "%016x%08x", now, new SecureRandom().nextInt());
    }

    /** Says that this one is there, and ends what others left open. */
    synchronized void beat() {
        if (hasEnded) {
            return;
        }
        Long taken = database.run(this::say);
        if (taken != null) {
            lostAt = taken;
            beatsToTakeBack = BEATS_TO_TAKE_BACK;
            LOG.info("Another server took this one for lost; its sessions of the history go on");
        }
        if (beatsToTakeBack > 0) {
            steps.change(() -> SessionRows.TABLE.keys().where("boot = ?", id)
                    .where("cause = ?", PastEnd.SERVER_LOST), "id", TAKE_BACK);
            counts.takeBack(steps, lostAt);
            beatsToTakeBack -= steps.isStopped() ? 0 : 1;
        }
        for (Boot other : database.run(this::others)) {
            if (!steps.isStopped()) {
                look(other);
            }
        }
        isAlone = false;
    }

    /** When it ended, as another thinks that took it for lost; null if none did. */
    private Long say(Transaction transaction) throws SQLException {
        long now = clock.millis();
        PreparedStatement find = transaction.prepare(FIND);
        find.setString(1, id);
        ResultSet found = find.executeQuery();
        boolean isThere = found.next();
        Long ended = isThere ? Columns.number(found, 1) : null;
        if (isThere) {
            PreparedStatement beat = transaction.prepare(BEAT);
            beat.setLong(1, now);
            beat.setString(2, id);
            beat.executeUpdate();
        } else {
            add(transaction, now);
        }
        if (ended != null) {
            PreparedStatement back = transaction.prepare(RETURN);
            back.setString(1, id);
            back.executeUpdate();
        }
        return ended;
    }

    private void add(Transaction transaction, long now) throws SQLException {
        PreparedStatement add = transaction.prepare(ADD);
        Columns.set(add, 1, node);
        add.setLong(2, started);
        add.setLong(3, now);
        add.setString(4, id);
        add.executeUpdate();
    }

    private List<Boot> others(Transaction transaction) throws SQLException {
        PreparedStatement all = transaction.prepare(ALL);
        all.setString(1, id);
        List<Boot> boots = new ArrayList<>();
        try (ResultSet rows = all.executeQuery()) {
            while (rows.next()) {
                boots.add(new Boot(rows.getString(1), rows.getLong(2), Columns.number(rows, 3)));
            }
        }
        return boots;
    }

    private void look(Boot boot) {
        if (boot.ended() != null) {
            settle(boot);
            return;
        }
        settled.remove(boot.id());
        if (isGone(boot) && lose(boot)) {
            LOG.info("The server of start {} is lost; its sessions end in the history", boot.id());
            settle(new Boot(boot.id(), boot.heartbeat(), boot.heartbeat()));
        }
    }

    private boolean isGone(Boot boot) {
        if (isAlone && boot.id().compareTo(id) < 0) {
            return true;
        }
        Seen seen = others.get(boot.id());
        if (seen == null || seen.heartbeat() != boot.heartbeat()) {
            others.put(boot.id(), new Seen(boot.heartbeat(), nanoTime.getAsLong()));
            return false;
        }
        return nanoTime.getAsLong() - seen.sinceNanos() >= SILENCE.toNanos();
    }

    private boolean lose(Boot boot) {
        return database.run(transaction -> {
            PreparedStatement lose = transaction.prepare(LOSE);
            lose.setString(1, boot.id());
            lose.setLong(2, boot.heartbeat());
            return lose.executeUpdate() > 0;
        });
    }

    private void settle(Boot boot) {
        others.remove(boot.id());
        if (!settled.contains(boot.id())) {
            if (boot.isLost()) {
                close(steps, boot.id(), boot.ended(), PastEnd.SERVER_LOST, (transaction, closed) ->
                        counts.lost(transaction, boot.id(), boot.ended(), closed));
            } else {
                close(steps, boot.id(), boot.ended(), PastEnd.TRACKING_STOPPED, Closing.UNTOLD);
            }
            if (!steps.isStopped()) {
                settled.add(boot.id());
            }
        }
    }

    private static void close(Steps steps, String boot, long at, String cause, Closing closing) {
        steps.change(() -> new Question(OF_BOOT).where("boot = ?", boot).where("ended = ?", Place.OPEN)
                .where(IS_OVER, boot), "ended, id", Open::read, (transaction, all) -> {
                    PreparedStatement close = transaction.prepare(CLOSE);
                    for (Open open : all) {
                        long ended = Math.max(at, open.last());
                        close.setLong(1, ended);
                        close.setInt(2, Span.of(open.began(), ended));
                        close.setString(3, cause);
                        close.setString(4, open.id());
                        close.addBatch();
                    }
                    closing.closed(transaction, number(close.executeBatch()));
                });
    }

    // Another server may close the same at the same time. Some drivers do not tell what a batch changed.
    private static int number(int[] changes) {
        return Arrays.stream(changes).map(rows -> rows == Statement.SUCCESS_NO_INFO ? 1 : Math.max(0, rows)).sum();
    }

    /**
     * This one ends, and what it left open: what cannot be ended in time is by the next one.
     *
     * @param cause of the end of what is open
     * @param last  by which that is done
     */
    synchronized void end(String cause, Steps last) {
        hasEnded = true;
        long now = clock.millis();
        database.run(transaction -> {
            PreparedStatement end = transaction.prepare(END);
            end.setLong(1, now);
            end.setString(2, id);
            if (end.executeUpdate() == 0) {
                // It has not come to say anything.
                add(transaction, now);
                end.executeUpdate();
            }
            return null;
        });
        close(last, id, now, cause, Closing.UNTOLD);
    }
}
