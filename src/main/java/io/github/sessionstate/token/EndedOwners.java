package io.github.sessionstate.token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.sessionstate.database.Database;
import io.github.sessionstate.text.Log;

/**
 * Owners all of whose grants have to go, until the database has none of them any more: it may be down, and is tried
 * again every ten seconds then. No grant of theirs is let in meanwhile. Thread-safe.
 */
final class EndedOwners {
    private static final Log LOG = Log.of(EndedOwners.class);
    private static final long RETRY_SECONDS = 10;
    /** Owners in one transaction. */
    static final int AT_ONCE = 100;
    /** Most owners that wait for the database; far more than a server has administrators. */
    static final int MOST = 100_000;

    private final Database database;
    private final ScheduledExecutorService executor;
    private final KeptGrants kept;
    // By JID, in the order in which they are to go.
    private final Map<String, End> ends = new LinkedHashMap<>();
    private boolean isRemoving;
    // Whether the log has that the database does not do it.
    private boolean isTold;

    /**
     * The end of all grants of an owner.
     *
     * @param at   grants made until then are meant
     * @param done how many there were
     */
    private record End(String owner, Instant at, CompletableFuture<Integer> done) {
    }

    EndedOwners(Database database, ScheduledExecutorService executor, KeptGrants kept) {
        this.database = database;
        this.executor = executor;
        this.kept = kept;
    }

    /** Ends the grants that this owner has now. */
    CompletableFuture<Integer> end(String owner, Instant now) {
        CompletableFuture<Integer> done;
        synchronized (ends) {
            End before = ends.get(owner);
            done = before == null ? new CompletableFuture<>() : before.done();
            ends.put(owner, new End(owner, now, done));
            if (ends.size() > MOST) {
                String eldest = ends.keySet().iterator().next();
                ends.remove(eldest);
                LOG.error("Not revoking the tokens of {}: too many accounts were changed while the database is down",
                        eldest);
            }
        }
        kept.forget(owner);
        removeNext();
        return done;
    }

    /** Whether a grant has to go. */
    boolean isEnded(Grant grant) {
        synchronized (ends) {
            End end = ends.get(grant.owner());
            return end != null && !grant.created().isAfter(end.at());
        }
    }

    private void removeNext() {
        List<End> next;
        synchronized (ends) {
            if (isRemoving || ends.isEmpty()) {
                return;
            }
            isRemoving = true;
            next = ends.values().stream().limit(AT_ONCE).toList();
        }
        database.run(transaction -> {
            List<Integer> removed = new ArrayList<>();
            for (End end : next) {
                removed.add(GrantStore.removeAll(transaction, end.owner(), end.at()));
            }
            return removed;
        }).whenComplete((removed, failure) -> {
            if (failure == null) {
                removed(next, removed);
            } else {
                retry(failure);
            }
        });
    }

    private void removed(List<End> gone, List<Integer> counts) {
        // Before the marks are taken away: whoever read one of these grants looks again.
        gone.forEach(end -> kept.forget(end.owner()));
        List<Runnable> told = new ArrayList<>();
        synchronized (ends) {
            isRemoving = false;
            isTold = false;
            for (int i = 0; i < gone.size(); i++) {
                End end = gone.get(i);
                int count = counts.get(i);
                // One that was ended anew meanwhile is another, and has its turn.
                if (ends.get(end.owner()) == end) {
                    ends.remove(end.owner());
                    told.add(() -> end.done().complete(count));
                }
                if (count > 0) {
                    told.add(() -> LOG.info("Revoked {} grants of {}: the account was changed", count, end.owner()));
                }
            }
        }
        told.forEach(Runnable::run);
        removeNext();
    }

    private void retry(Throwable failure) {
        boolean isNew;
        synchronized (ends) {
            isRemoving = false;
            isNew = !isTold;
            isTold = true;
        }
        if (isNew) {
            LOG.warn("Could not revoke the tokens of {} changed accounts in the database. They are refused, and it is"
                    + " tried again every {} s", size(), RETRY_SECONDS, failure);
        }
        try {
            executor.schedule(this::removeNext, RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The plugin stops", e);
        }
    }

    private int size() {
        synchronized (ends) {
            return ends.size();
        }
    }

    /** Tells what is lost. */
    void stop() {
        if (size() > 0) {
            LOG.error("Could not revoke the tokens of {} changed accounts: the database is down", size());
        }
    }
}
