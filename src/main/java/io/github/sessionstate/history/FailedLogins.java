package io.github.sessionstate.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.sessionstate.session.LoginFailure;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Log;

/**
 * Makes rows of failed logins: one for all of a kind within a minute. A name is in memory until it is known whether it is
 * an account's, as it may be a password. Finds accounts and addresses with many failures.
 */
final class FailedLogins {
    private static final Log LOG = Log.of(FailedLogins.class);
    /** So many kinds are told apart within a second. */
    static final int MOST = 10_000;
    /** So many names are looked up within a second. */
    static final int MOST_LOOKUPS = 100;

    /** So many users and addresses with many failures are told. */
    private static final int MOST_TOLD = 50;
    private static final Duration BURST = Duration.ofMinutes(1);

    private final String boot;
    private final Supplier<HistoryPolicy> policy;
    private final AccountNames names;
    private final PendingRows pending;
    // Guarded by itself: what was heard since the last look, by kind and claimed name.
    private final Map<String, PastLogin> heard = new LinkedHashMap<>();
    private final RecentFailures ofUsers = new RecentFailures();
    private final RecentFailures fromAddresses = new RecentFailures();
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock, as all below: what is not a minute old, by kind and the name that is kept.
    private final Map<String, PastLogin> bursts = new HashMap<>();
    private final Map<String, Boolean> known = new HashMap<>();
    private Instant knownSince = Instant.EPOCH;
    private long lastNumber;

    FailedLogins(String boot, Supplier<HistoryPolicy> policy, AccountNames names, PendingRows pending) {
        this.boot = boot;
        this.policy = policy;
        this.names = names;
        this.pending = pending;
    }

    /** A login failed. */
    void failed(SessionEvent event) {
        HistoryPolicy kept = policy.get();
        if (!kept.areLoginsKept()) {
            return;
        }
        LoginFailure failure = event.session().loginFailure();
        SessionState state = event.after();
        PastLogin login = new PastLogin(null, boot, event.at(), event.at(), 1,
                kept.isCountsOnly() ? null : ColumnText.of(failure.username(), 255), ColumnText.of(state.host(), 255),
                kept.areAddressesKept() ? ColumnText.of(state.ip(), 45) : null, ColumnText.of(state.transport(), 16),
                ColumnText.of(failure.mechanism(), 32), ColumnText.of(failure.condition(), 48));
        synchronized (heard) {
            if (heard.size() >= MOST && !heard.containsKey(login.kind())) {
                pending.drop();
            } else {
                heard.merge(login.kind(), login, PastLogin::and);
            }
        }
    }

    /**
     * Makes rows of what was heard.
     *
     * @param mayAsk whether names may be looked up, which may take long; names that are not known then are not kept
     */
    void collect(Instant now, boolean mayAsk) {
        if (!lock.tryLock()) {
            return;
        }
        try {
            List<PastLogin> all;
            synchronized (heard) {
                all = new ArrayList<>(heard.values());
                heard.clear();
            }
            bursts.values().removeIf(burst -> !burst.firstAt().plus(BURST).isAfter(now));
            if (!knownSince.plus(BURST).isAfter(now)) {
                known.clear();
                knownSince = now;
            }
            forgetWhatIsNotKept();
            int[] lookups = {mayAsk ? MOST_LOOKUPS : 0};
            for (PastLogin login : all) {
                String account = account(login.username(), lookups);
                count(login, account);
                add(login.of(policy.get().areUnknownNamesKept() ? login.username() : account), now);
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(PastLogin login, Instant now) {
        PastLogin burst = bursts.get(login.kind());
        PastLogin row = burst == null ? login.as(newId()) : burst.and(login);
        bursts.put(login.kind(), row);
        pending.add(Pending.of(row, burst == null, now.toEpochMilli()));
    }

    // By names of accounts alone, even if others are kept: more see this than the rows.
    private void count(PastLogin login, String account) {
        if (account != null) {
            ofUsers.add(account, login.attempts(), login.lastAt());
        }
        if (login.ip() != null) {
            fromAddresses.add(login.ip(), login.attempts(), login.lastAt());
        }
    }

    private void forgetWhatIsNotKept() {
        HistoryPolicy kept = policy.get();
        if (!kept.areLoginsKept() || kept.isCountsOnly()) {
            ofUsers.clear();
        }
        if (!kept.areLoginsKept() || !kept.areAddressesKept()) {
            fromAddresses.clear();
        }
    }

    /** The users and addresses with many failures of late, of which rows tell more; the last one to fail first. */
    List<ManyFailures> many(Instant now) {
        return Stream.concat(
                        ofUsers.many(now).stream().map(one -> new ManyFailures(one.key(), null, one.attempts(), one.since(),
                                one.lastAt())),
                        fromAddresses.many(now).stream().map(one -> new ManyFailures(null, one.key(), one.attempts(),
                                one.since(), one.lastAt())))
                .sorted(Comparator.comparing(ManyFailures::lastAt).reversed()).limit(MOST_TOLD).toList();
    }

    /** The account of this name; null if there is none, or that is not known. */
    private String account(String claimed, int[] lookups) {
        if (claimed == null) {
            return null;
        }
        // As it stands in JIDs, so that it is found.
        String name = claimed.strip().toLowerCase(Locale.ROOT);
        Boolean isAccount = known.get(name);
        if (isAccount == null && lookups[0] > 0) {
            lookups[0]--;
            isAccount = isAccount(name);
            known.put(name, isAccount);
        }
        return isAccount != null && isAccount ? name : null;
    }

    private boolean isAccount(String name) {
        try {
            return names.isAccount(name);
        } catch (RuntimeException e) {
            LOG.debug("The name of a failed login cannot be looked up, and is not kept", e);
            return false;
        }
    }

    private String newId() {
        lastNumber++;
        return boot + String.format(Locale.ROOT, "%012x", lastNumber);
    }

    /** Forgets this user: the next failure begins a row of its own. Waits for a look-up that is under way. */
    void forget(String username) {
        lock.lock();
        try {
            bursts.values().removeIf(burst -> username.equals(burst.username()));
            known.remove(username);
            ofUsers.forget(username);
        } finally {
            lock.unlock();
        }
        synchronized (heard) {
            heard.values().removeIf(login -> login.username() != null
                    && username.equals(login.username().strip().toLowerCase(Locale.ROOT)));
        }
    }

    /** Forgets everybody. */
    void forgetAll() {
        lock.lock();
        try {
            bursts.clear();
            known.clear();
            ofUsers.clear();
            fromAddresses.clear();
        } finally {
            lock.unlock();
        }
        synchronized (heard) {
            heard.clear();
        }
    }
}
