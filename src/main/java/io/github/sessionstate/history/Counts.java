package io.github.sessionstate.history;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.github.sessionstate.database.Transaction;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.SessionType;
import io.github.sessionstate.text.Log;

/**
 * Counts what happens, by quarters of an hour: logins, those that failed, sessions at once, and their ends by cause. The
 * sums stay in memory for a day, so that they are written once a database is back that was down. Thread-safe.
 */
final class Counts {
    /** So many slots are in memory: a day. */
    static final int MOST = 96;

    private static final Log LOG = Log.of(Counts.class);
    private static final EndCause[] CAUSES = EndCause.values();

    private final String boot;
    private final Supplier<HistoryPolicy> policy;
    private final Waiting database;
    /** Held while sums are on their way, so that none comes after a later one. */
    private final ReentrantLock writing = new ReentrantLock();
    // Guarded by this, as all below: by their beginnings. The clock may be set back.
    private final Map<Long, Slot> slots = new LinkedHashMap<>();
    private long present;
    // Guarded by the lock.
    private boolean isFailing;

    Counts(String boot, Supplier<HistoryPolicy> policy, Waiting database) {
        this.boot = boot;
        this.policy = policy;
        this.database = database;
    }

    /** What was counted in one slot. */
    private static final class Slot {
        private final long[] ends = new long[CAUSES.length];
        private long logins;
        private long failedLogins;
        private long most;
        private boolean isChanged = true;

        List<Count> rows(long slot, String boot) {
            List<Count> rows = new ArrayList<>();
            // Even if there were none: without a row nobody counted.
            rows.add(new Count(slot, Count.MOST_SESSIONS, boot, most));
            addIfAny(rows, new Count(slot, Count.LOGINS, boot, logins));
            addIfAny(rows, new Count(slot, Count.FAILED_LOGINS, boot, failedLogins));
            for (EndCause cause : CAUSES) {
                addIfAny(rows, new Count(slot, Count.ofEnd(cause), boot, ends[cause.ordinal()]));
            }
            return rows;
        }

        private static void addIfAny(List<Count> rows, Count row) {
            if (row.amount() > 0) {
                rows.add(row);
            }
        }
    }

    // ------------------------------------------------------------------ counting

    /** Counts this if it is to be counted. All that happens to sessions must be told, from their beginning on. */
    void heard(SessionEvent event, long now) {
        boolean wasPresent = event.before() != null && isLoggedIn(event.before());
        boolean isPresent = event.kind() != SessionEventKind.DESTROYED && isLoggedIn(event.after());
        if (wasPresent != isPresent || event.kind() == SessionEventKind.LOGIN_FAILED) {
            count(event, isPresent && !wasPresent, now);
        }
    }

    /** Whether its client has logged in: only such sessions are kept. */
    static boolean isLoggedIn(SessionState state) {
        return state.type() == SessionType.C2S || state.type() == SessionType.C2S_UNBOUND;
    }

    private synchronized void count(SessionEvent event, boolean hasCome, long now) {
        Slot slot = slot(now);
        slot.isChanged = true;
        if (event.kind() == SessionEventKind.LOGIN_FAILED) {
            slot.failedLogins++;
        } else if (hasCome) {
            present++;
            slot.most = Math.max(slot.most, present);
            // Whoever was there before the plugin has not logged in now.
            slot.logins += event.before() == null ? 0 : 1;
        } else {
            present--;
            if (event.end() != null) {
                slot.ends[event.cause().ordinal()]++;
            }
        }
    }

    /** The server stops, and ends all sessions that there still are; nothing is told of them any more. */
    synchronized void serverStops(long now) {
        Slot slot = slot(now);
        slot.ends[EndCause.SERVER_SHUTDOWN.ordinal()] += present;
        slot.isChanged = true;
        present = 0;
    }

    private Slot slot(long now) {
        long begin = PastCounts.slotOf(now);
        Slot slot = slots.get(begin);
        if (slot == null) {
            slot = new Slot();
            slots.put(begin, slot);
            if (slots.size() > MOST) {
                slots.remove(slots.keySet().iterator().next());
            }
        }
        if (slot.most < present) {
            slot.most = present;
            slot.isChanged = true;
        }
        return slot;
    }

    // ------------------------------------------------------------------ writing

    /**
     * Writes what has changed; waits for the database.
     *
     * @throws io.github.sessionstate.database.DatabaseException if the database did not take it; it is for another time
     */
    void write(long now) {
        writing.lock();
        try {
            for (long slot : changed(now)) {
                write(slot, take(slot));
            }
        } finally {
            writing.unlock();
        }
    }

    /** The slots that have; that of this moment is there in any case. */
    private synchronized List<Long> changed(long now) {
        slot(now);
        if (!policy.get().areCountsKept()) {
            slots.clear();
        }
        return slots.entrySet().stream().filter(slot -> slot.getValue().isChanged).map(Map.Entry::getKey).toList();
    }

    private synchronized List<Count> take(long begin) {
        Slot slot = slots.get(begin);
        if (slot == null) {
            return List.of();
        }
        slot.isChanged = false;
        return slot.rows(begin, boot);
    }

    private synchronized void putBack(long begin) {
        Slot slot = slots.get(begin);
        if (slot != null) {
            slot.isChanged = true;
        }
    }

    private void write(long slot, List<Count> rows) {
        try {
            database.run(transaction -> {
                CountRows.TABLE.write(transaction, List.of(), rows);
                return null;
            });
            isFailing = false;
        } catch (RuntimeException e) {
            putBack(slot);
            if (!isFailing && database.isRefusal(e)) {
                isFailing = true;
                LOG.warn("The counts of the history cannot be written; will retry every ten seconds: {}", e.getMessage());
            }
            throw e;
        }
    }

    // ------------------------------------------------------------------ servers that are lost

    /** Counts sessions that another start left open, which is lost, at its last sign of life. */
    void lost(Transaction transaction, String otherBoot, long at, int sessions) throws SQLException {
        if (sessions > 0 && policy.get().areCountsKept()) {
            CountRows.TABLE.add(transaction,
                    new Count(PastCounts.slotOf(at), Count.ofEnd(PastEnd.SERVER_LOST), otherBoot, sessions));
        }
    }

    /**
     * Takes back what another counted so of this one, which was not lost.
     *
     * @param at its last sign of life before the other thought so
     */
    void takeBack(Steps steps, long at) {
        steps.change(() -> CountRows.TABLE.rows().where("slot = ?", PastCounts.slotOf(at))
                        .where("kind = ?", Count.ofEnd(PastEnd.SERVER_LOST)).where("boot = ?", boot), "slot, kind, boot",
                CountRows::read, CountRows.TABLE.remove(), (statement, row) -> CountRows.TABLE.setKey(statement, 1, row));
    }
}
