package io.github.sessionstate.history;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

import io.github.sessionstate.database.Columns;

/**
 * Removes what is older than the policy says, and cuts what is kept of the rest. Addresses are cut from the oldest row
 * on, a day at a time, so that no question looks at more than a day. One thread at a time.
 */
final class Retention {
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /** So often all is looked through again: what was written late, such as of a server that was lost, is behind. */
    private static final int RUNS = 24;

    private static final String BOOTS = "SELECT id FROM ofSessionStateBoot";
    private static final String REMOVE_BOOT = "DELETE FROM ofSessionStateBoot WHERE id = ?";
    private static final String WITHOUT_SESSIONS =
            "NOT EXISTS (SELECT 1 FROM ofSessionStateSession s WHERE s.boot = ofSessionStateBoot.id)";
    private static final String SESSION_ADDRESSES = "SELECT ip, lastIp, id FROM ofSessionStateSession";
    private static final String CUT_SESSION = "UPDATE ofSessionStateSession SET ip = ?, lastIp = ? WHERE id = ?";
    private static final String LOGIN_ADDRESSES = "SELECT ip, id FROM ofSessionStateLogin";
    private static final String CUT_LOGIN = "UPDATE ofSessionStateLogin SET ip = ? WHERE id = ?";
    private static final String REMOVE_NAME = "UPDATE ofSessionStateSession SET username = NULL, resourcePart = NULL,"
            + " agentDevice = NULL, endText = NULL, closedBy = NULL WHERE id = ?";
    private static final String REMOVE_LOGIN_NAME = "UPDATE ofSessionStateLogin SET username = NULL WHERE id = ?";

    private final Steps steps;
    private final Supplier<HistoryPolicy> policy;
    private final Clock clock;
    // Until then all is cut and nameless that must be, in milliseconds since 1970.
    private long cutUntil;
    private int runs;
    private HistoryPolicy last;

    Retention(Steps steps, Supplier<HistoryPolicy> policy, Clock clock) {
        this.steps = steps;
        this.policy = policy;
        this.clock = clock;
    }

    /** What is read of a row with addresses. */
    private record Addresses(String ip, String lastIp, String id) {
    }

    /** Does all of it. */
    void run() {
        HistoryPolicy kept = policy.get();
        long now = clock.millis();
        removeSessions(kept.areSessionsKept() ? now - kept.sessions().toMillis() : Long.MAX_VALUE);
        removeLogins(kept.areLoginsKept() ? now - kept.logins().toMillis() : Long.MAX_VALUE);
        removeKnocks(kept.areLoginsKept() && kept.areAddressesKept() ? now - kept.logins().toMillis() : Long.MAX_VALUE);
        removeCounts(kept.areCountsKept() ? now - kept.counts().toMillis() : Long.MAX_VALUE);
        // Counts are added up by when servers were there.
        long boots = now - longer(kept.sessions(), kept.counts()).toMillis() - DAY_MILLIS;
        steps.change(() -> new Question(BOOTS).where("ended < ?", boots).where(WITHOUT_SESSIONS), "id", REMOVE_BOOT);
        cut(kept, now);
    }

    private void removeSessions(long before) {
        // All, what goes on included, if none is kept.
        String condition = before == Long.MAX_VALUE ? "ended <= ?" : "ended < ?";
        steps.change(() -> SessionRows.TABLE.keys().where(condition, before), "ended, id",
                SessionRows.TABLE.remove());
    }

    private void removeLogins(long before) {
        steps.change(() -> LoginRows.TABLE.keys().where("lastAt < ?", before), "lastAt, id", LoginRows.TABLE.remove());
    }

    private void removeKnocks(long before) {
        steps.change(() -> KnockRows.TABLE.rows().where("atMinute < ?", before), "atMinute, ip, boot", KnockRows::read,
                KnockRows.TABLE.remove(), (statement, knock) -> KnockRows.TABLE.setKey(statement, 1, knock));
    }

    private void removeCounts(long before) {
        steps.change(() -> CountRows.TABLE.rows().where("slot < ?", before), "slot, kind, boot", CountRows::read,
                CountRows.TABLE.remove(), (statement, count) -> CountRows.TABLE.setKey(statement, 1, count));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    // ------------------------------------------------------------------ cutting

    private void cut(HistoryPolicy kept, long now) {
        boolean isStricter = last != null && (kept.isCountsOnly() && !last.isCountsOnly()
                || kept.addresses().compareTo(last.addresses()) < 0);
        last = kept;
        if (runs++ % RUNS == 0 || isStricter) {
            cutUntil = now - longer(kept.sessions(), kept.logins()).toMillis() - DAY_MILLIS;
        }
        long addresses = now - kept.addresses().toMillis();
        for (long from = cutUntil; from < now && !steps.isStopped(); from += DAY_MILLIS) {
            long to = Math.min(from + DAY_MILLIS, now);
            if (from < addresses) {
                cutAddresses(from, Math.min(to, addresses), kept.areAddressesKept());
            }
            if (kept.isCountsOnly()) {
                removeNames(from, to);
            }
        }
        if (!steps.isStopped()) {
            cutUntil = Math.min(addresses, kept.isCountsOnly() ? now : addresses) - DAY_MILLIS / 24;
        }
    }

    private void cutAddresses(long from, long to, boolean areNetworksKept) {
        String whole = areNetworksKept ? "(ip NOT LIKE '%/%' OR lastIp NOT LIKE '%/%')"
                : "(ip IS NOT NULL OR lastIp IS NOT NULL)";
        steps.change(() -> between(new Question(SESSION_ADDRESSES), "ended", from, to).where(whole), "ended, id",
                row -> new Addresses(row.getString(1), row.getString(2), row.getString(3)), CUT_SESSION,
                (statement, row) -> {
                    Columns.set(statement, 1, cut(row.ip(), areNetworksKept));
                    Columns.set(statement, 2, cut(row.lastIp(), areNetworksKept));
                    statement.setString(3, row.id());
                });
        steps.change(() -> between(new Question(LOGIN_ADDRESSES), "lastAt", from, to)
                        .where(areNetworksKept ? "ip NOT LIKE '%/%'" : "ip IS NOT NULL"), "lastAt, id",
                row -> new Addresses(row.getString(1), null, row.getString(2)), CUT_LOGIN, (statement, row) -> {
                    Columns.set(statement, 1, cut(row.ip(), areNetworksKept));
                    statement.setString(2, row.id());
                });
        if (areNetworksKept) {
            steps.change(() -> between(KnockRows.TABLE.rows(), "atMinute", from, to).where("ip NOT LIKE '%/%'"),
                    "atMinute, ip, boot", KnockRows::read, KnockRows.TABLE::cut);
        }
    }

    private static String cut(String ip, boolean areNetworksKept) {
        if (ip == null || !areNetworksKept) {
            return null;
        }
        return ip.indexOf('/') < 0 ? Networks.of(ip) : ip;
    }

    private void removeNames(long from, long to) {
        steps.change(() -> between(SessionRows.TABLE.keys(), "ended", from, to).where("username IS NOT NULL"),
                "ended, id", REMOVE_NAME);
        steps.change(() -> between(LoginRows.TABLE.keys(), "lastAt", from, to).where("username IS NOT NULL"),
                "lastAt, id", REMOVE_LOGIN_NAME);
    }

    private static Question between(Question rows, String time, long from, long to) {
        return rows.where(time + " >= ?", from).where(time + " < ?", to);
    }
}
