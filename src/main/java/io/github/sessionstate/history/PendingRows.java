package io.github.sessionstate.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows that wait to be written, the oldest first. Bounded: what does not fit is dropped and counted. Thread-safe. */
final class PendingRows {
    static final int MOST_ROWS = 100_000;
    static final long MOST_BYTES = 16L << 20;

    private final Map<String, Pending> rows = new LinkedHashMap<>();
    private long bytes;
    private long dropped;

    /** Adds a row, in the place of one of its key if there is one; tells how many wait. */
    synchronized int add(Pending row) {
        Pending former = rows.get(row.key());
        long after = bytes + row.bytes() - (former == null ? 0 : former.bytes());
        if (former == null && rows.size() >= MOST_ROWS || after > MOST_BYTES) {
            dropped++;
        } else {
            rows.put(row.key(), former == null ? row : row.inPlaceOf(former));
            bytes = after;
        }
        return rows.size();
    }

    /** So many of the oldest; they stay until {@link #written} or {@link #refused}. */
    synchronized List<Pending> oldest(int most) {
        List<Pending> oldest = new ArrayList<>(Math.min(most, rows.size()));
        Iterator<Pending> all = rows.values().iterator();
        while (oldest.size() < most && all.hasNext()) {
            oldest.add(all.next());
        }
        return oldest;
    }

    /** They were; what came in their place meanwhile goes on waiting. */
    synchronized void written(List<Pending> done, long now) {
        for (Pending row : done) {
            Pending is = rows.get(row.key());
            if (is == row) {
                rows.remove(row.key());
                bytes -= row.bytes();
            } else if (is != null) {
                rows.put(row.key(), is.afterWritten(now));
            }
        }
    }

    /** The database does not take this one. */
    synchronized void refused(Pending row) {
        if (rows.remove(row.key(), row)) {
            bytes -= row.bytes();
        }
        dropped++;
    }

    /** Something could not be kept that had not become a row. */
    synchronized void drop() {
        dropped++;
    }

    /** Removes what waits of this user, but for sessions that go on, and tells which rows. */
    synchronized List<Pending> remove(String username) {
        List<Pending> his = rows.values().stream().filter(row -> username.equals(row.username())).toList();
        his.forEach(row -> {
            rows.remove(row.key());
            bytes -= row.bytes();
        });
        return his;
    }

    /** Removes all that waits; tells how many rows. */
    synchronized int clear() {
        int all = rows.size();
        rows.clear();
        bytes = 0;
        return all;
    }

    /** Whether a row of this key waits. */
    synchronized boolean has(String key) {
        return rows.containsKey(key);
    }

    /** Takes the name of this user out of the rows of others that name him, and tells of how many. */
    synchronized int removeReferences(String username) {
        int count = 0;
        for (Map.Entry<String, Pending> entry : rows.entrySet()) {
            Pending row = entry.getValue();
            if (row.content() instanceof SessionRow session && session.end() != null
                    && username.equals(session.end().closedBy())) {
                entry.setValue(new Pending(row.key(), session.withoutCloser(), row.isNew(), row.since(), row.bytes()));
                count++;
            }
        }
        return count;
    }

    synchronized int size() {
        return rows.size();
    }

    synchronized long bytes() {
        return bytes;
    }

    synchronized long dropped() {
        return dropped;
    }

    /** For how long the oldest waits. */
    synchronized Duration lag(long now) {
        return rows.isEmpty() ? Duration.ZERO
                : Duration.ofMillis(Math.max(0, now - rows.values().iterator().next().since()));
    }
}
