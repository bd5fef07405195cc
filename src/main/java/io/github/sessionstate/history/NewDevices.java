package io.github.sessionstate.history;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sessionstate.database.Transaction;
import io.github.sessionstate.session.Session;

/**
 * Finds logins with a new client or from a new network, by the rows that are kept of the user's earlier sessions. Looks
 * some seconds after the login, when the client has said what it is, and at a few a second; some more wait, and what is
 * beyond that is left out and counted. Nothing is found by what was begun less than two weeks ago, so there is no alert
 * while a user or the history is new, and one a day for each user at most. Thread-safe.
 */
final class NewDevices {
    /** So long after a login it is looked at. Servers ask a client what it is five seconds after its bind. */
    static final Duration PATIENCE = Duration.ofSeconds(15);
    /** Of so many each time. */
    static final int BATCH = 5;
    /** So many wait. */
    static final int MOST_WAITING = 1_000;
    /** So many users are known to have had an alert. */
    static final int MOST_TOLD = 10_000;

    private static final Duration GRACE = Duration.ofDays(14);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String HAS_CLIENT = "(clientName IS NOT NULL OR agentSoftware IS NOT NULL OR capsNode IS NOT NULL)";
    // Its client is known, but does not stand in the row yet: the row is from a time when nobody looked for new ones.
    private static final String MAY_BE_ANY_CLIENT = "ended = " + Place.OPEN + " AND began < ? AND clientName IS NULL"
            + " AND agentSoftware IS NULL AND capsNode IS NULL";

    private final Waiting database;
    private final Supplier<HistoryPolicy> policy;
    private final Function<Session, SessionRow> openRow;
    private final Consumer<Session> rewrite;
    private final Clock clock;
    private volatile NewDeviceAlerts alerts;
    // Guarded by this, as all below. In the order of their logins.
    private final Deque<Login> waiting = new ArrayDeque<>();
    // By username; the last one to have had an alert last.
    private final Map<String, Instant> told = new LinkedHashMap<>();
    private long raised;
    private long skipped;

    /**
     * @param openRow makes the row of a session that goes on; null if it does not, or nothing is kept of it
     * @param rewrite writes the row of a session that goes on once more, so that it has the client
     */
    NewDevices(Waiting database, Supplier<HistoryPolicy> policy, Function<Session, SessionRow> openRow,
               Consumer<Session> rewrite, Clock clock) {
        this.database = database;
        this.policy = policy;
        this.openRow = openRow;
        this.rewrite = rewrite;
        this.clock = clock;
    }

    private record Login(Session session, Instant at) {
    }

    /** From now on this one is told. */
    void tell(NewDeviceAlerts wanted) {
        alerts = wanted;
    }

    private boolean areOn() {
        HistoryPolicy kept = policy.get();
        NewDeviceAlerts wanted = alerts;
        return kept.areSessionsKept() && !kept.isCountsOnly() && wanted != null && wanted.areOn();
    }

    /** Somebody logged in. */
    void loggedIn(Session session) {
        if (!areOn()) {
            return;
        }
        synchronized (this) {
            if (waiting.size() >= MOST_WAITING) {
                skipped++;
            } else {
                waiting.add(new Login(session, clock.instant()));
            }
        }
    }

    synchronized NewDeviceCounts counts() {
        return new NewDeviceCounts(raised, skipped);
    }

    /** Forgets this user. */
    synchronized void forget(String username) {
        told.remove(username);
        waiting.removeIf(login -> username.equals(login.session.state().username()));
    }

    /** Forgets everybody. */
    synchronized void forgetAll() {
        told.clear();
        waiting.clear();
    }

    // ------------------------------------------------------------------ looking

    /** Looks at the next logins; waits for the database. */
    void look() {
        List<Login> due = takeDue();
        if (due.isEmpty()) {
            return;
        }
        // As they are now. Those that have ended meanwhile are null, and as they were written.
        List<SessionRow> open = due.stream().map(login -> openRow.apply(login.session)).toList();
        List<NewDevice> found;
        try {
            found = database.ask(transaction -> {
                List<NewDevice> devices = new ArrayList<>();
                for (int i = 0; i < open.size(); i++) {
                    SessionRow row = open.get(i) == null ? SessionRows.find(transaction, due.get(i).session.id())
                            : open.get(i);
                    NewDevice device = row == null || row.username() == null ? null : judge(transaction, row);
                    if (device != null) {
                        devices.add(device);
                    }
                }
                return devices;
            });
        } catch (RuntimeException e) {
            giveBack(due, database.isRefusal(e));
            throw e;
        }
        due.forEach(login -> rewrite(login.session));
        found.stream().filter(this::isFirstOfDay).forEach(alerts::raise);
    }

    private synchronized List<Login> takeDue() {
        if (!areOn()) {
            waiting.clear();
        }
        Instant until = clock.instant().minus(PATIENCE);
        List<Login> due = new ArrayList<>();
        while (due.size() < BATCH && !waiting.isEmpty() && !waiting.peek().at.isAfter(until)) {
            due.add(waiting.poll());
        }
        return due;
    }

    private synchronized void giveBack(List<Login> due, boolean isRefused) {
        if (isRefused) {
            skipped += due.size();
        } else {
            for (int i = due.size() - 1; i >= 0; i--) {
                waiting.addFirst(due.get(i));
            }
        }
    }

    private void rewrite(Session session) {
        if (!session.state().isDestroyed()) {
            rewrite.accept(session);
        }
    }

    private synchronized boolean isFirstOfDay(NewDevice device) {
        Instant now = clock.instant();
        Instant last = told.get(device.username());
        if (last != null && last.plus(DAY).isAfter(now)) {
            return false;
        }
        told.remove(device.username());
        if (told.size() >= MOST_TOLD) {
            told.remove(told.keySet().iterator().next());
        }
        told.put(device.username(), now);
        raised++;
        return true;
    }

    // ------------------------------------------------------------------ judging

    private NewDevice judge(Transaction transaction, SessionRow row) throws SQLException {
        boolean isClientNew = isClientNew(transaction, row);
        boolean isNetworkNew = isNetworkNew(transaction, row);
        if (!isClientNew && !isNetworkNew) {
            return null;
        }
        String client = Stream.of(row.clientName(), row.agentSoftware(), row.capsNode()).filter(Objects::nonNull)
                .findFirst().orElse(null);
        long at = row.authenticated() == null ? row.began() : row.authenticated();
        return new NewDevice(row.id(), row.username(), row.host(), Instant.ofEpochMilli(at), client, row.ip(), isClientNew,
                isNetworkNew);
    }

    private boolean isClientNew(Transaction transaction, SessionRow row) throws SQLException {
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        addIfAny(conditions, values, "clientName", row.clientName());
        addIfAny(conditions, values, "agentSoftware", row.agentSoftware());
        addIfAny(conditions, values, "capsNode", row.capsNode());
        if (values.isEmpty()) {
            return false;
        }
        conditions.add(MAY_BE_ANY_CLIENT);
        values.add(clock.millis() - DAY.toMillis());
        return isNew(transaction, row, conditions, values, HAS_CLIENT);
    }

    private static void addIfAny(List<String> conditions, List<Object> values, String column, String value) {
        if (value != null) {
            conditions.add(column + " = ?");
            values.add(value);
        }
    }

    private boolean isNetworkNew(Transaction transaction, SessionRow row) throws SQLException {
        List<String> patterns = Networks.patterns(row.ip());
        if (patterns.isEmpty()) {
            return false;
        }
        List<String> conditions = new ArrayList<>();
        List<Object> values = new ArrayList<>();
        for (String pattern : patterns) {
            conditions.add("ip LIKE ? OR lastIp LIKE ?");
            values.add(pattern);
            values.add(pattern);
        }
        return isNew(transaction, row, conditions, values, "ip IS NOT NULL");
    }

    /**
     * Whether there is no such row of an earlier session, and one that is old enough to tell.
     *
     * @param conditions such are those of which one of these is true
     * @param canTell    whether a row tells anything
     */
    private boolean isNew(Transaction transaction, SessionRow row, List<String> conditions, List<Object> values,
                          String canTell) throws SQLException {
        // Whoever opens two at once does not make either of them known.
        Question such = ofUser(row).where("began < ?", row.began())
                .where('(' + String.join(" OR ", conditions) + ')', values.toArray());
        long half = policy.get().sessions().toMillis() / 2;
        Question old = ofUser(row).where("began <= ?", row.began() - Math.min(GRACE.toMillis(), half)).where(canTell);
        // By the order in which they are found first: what is known is, mostly, from the last session.
        return !isThere(transaction, such, "ended DESC, id DESC") && isThere(transaction, old, "ended, id");
    }

    private static Question ofUser(SessionRow row) {
        return SessionRows.TABLE.keys().is("username", row.username());
    }

    private static boolean isThere(Transaction transaction, Question question, String order) throws SQLException {
        try (ResultSet rows = question.prepare(transaction, order, 1).executeQuery()) {
            return rows.next();
        }
    }
}
