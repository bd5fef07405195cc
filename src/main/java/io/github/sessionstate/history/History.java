package io.github.sessionstate.history;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.sessionstate.database.Database;
import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionListener;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Log;

/**
 * What is kept of sessions, in the database: listens to them, writes a moment later, answers questions, and removes what
 * the policy does not keep any more. Whoever tells it something never waits for the database. Thread-safe.
 */
public final class History implements SessionListener, AccountDeletions {
    private static final Log LOG = Log.of(History.class);
    private static final long WRITE_SECONDS = 1;
    private static final long COUNT_SECONDS = 10;
    private static final long BEAT_SECONDS = 30;
    private static final long RETENTION_MINUTES = 55;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Database database;
    private final Clock clock;
    private final ScheduledExecutorService executor;
    private final Supplier<HistoryPolicy> policy;
    private final PendingRows pending = new PendingRows();
    private final Forgotten forgotten = new Forgotten();
    private final SessionRowMaker rows;
    private final FailedLogins logins;
    private final Knocks knocks;
    private final Counts counts;
    private final Steps upkeep;
    private final Steps last;
    private final HistoryWriter writer;
    private final Boots boots;
    private final Retention retention;
    private final Eraser eraser;
    private final AllEraser allEraser;
    private final LostEnds lostEnds;
    private final NewDevices newDevices;
    private final AtomicBoolean isWriteAsked = new AtomicBoolean();
    private volatile Predicate<String> isLive = id -> true;
    private volatile boolean isStopped;

    /**
     * @param policy   asked whenever it matters
     * @param names    asked on threads of the executor
     * @param node     which server of a cluster this is, by its name; null if it has none
     * @param isAlone  whether no other server has this database: then no start before this one can still go on
     * @param clock    the server's clock
     * @param executor its threads may be held by the database for seconds, and by a directory for long; eight are in
     *                 use at most
     */
    public History(Database database, Supplier<HistoryPolicy> policy, AccountNames names, String node,
                   boolean isAlone, Clock clock, ScheduledExecutorService executor) {
        this(database, policy, names, node, isAlone, clock, executor, System::nanoTime);
    }

    History(Database database, Supplier<HistoryPolicy> policy, AccountNames names, String node, boolean isAlone,
            Clock clock, ScheduledExecutorService executor, LongSupplier nanoTime) {
        this.database = database;
        this.clock = clock;
        this.executor = executor;
        this.policy = policy;
        String boot = Boots.newId(clock.millis());
        Waiting waiting = new Waiting(database);
        upkeep = new Steps(waiting);
        last = new Steps(waiting);
        rows = new SessionRowMaker(boot, policy);
        logins = new FailedLogins(boot, policy, names, pending);
        knocks = new Knocks(boot, policy, pending);
        writer = new HistoryWriter(pending, waiting, this::openRow, clock);
        counts = new Counts(boot, policy, waiting);
        boots = new Boots(waiting, upkeep, counts, boot, node, isAlone, clock, nanoTime);
        retention = new Retention(upkeep, policy, clock);
        eraser = new Eraser(waiting, upkeep, pending, logins, writer);
        allEraser = new AllEraser(upkeep, pending, logins, knocks, writer, executor);
        lostEnds = new LostEnds(waiting, upkeep, pending, boot, clock);
        newDevices = new NewDevices(waiting, policy, this::openRow, session -> changed(session, false), clock);
    }

    // ------------------------------------------------------------------ life

    /** Has this one told of logins with a new client or from a new network. Before the start, if at all. */
    public void tellOfNewDevices(NewDeviceAlerts alerts) {
        newDevices.tell(alerts);
    }

    /**
     * Begins to write, and to do what is done from time to time.
     *
     * @param live   the sessions that go on
     * @param isLive whether the one with this id goes on, now or later
     */
    public void start(Collection<? extends Session> live, Predicate<String> isLive) {
        follow(isLive);
        live.stream().filter(session -> Counts.isLoggedIn(session.state())).forEach(session -> changed(session, false));
        executor.scheduleWithFixedDelay(() -> guarded(this::collectLogins), WRITE_SECONDS, WRITE_SECONDS,
                TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(() -> guarded(this::write), WRITE_SECONDS, WRITE_SECONDS, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(() -> guarded(this::count), 0, COUNT_SECONDS, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(() -> guarded(this::lookForNewDevices), WRITE_SECONDS, WRITE_SECONDS,
                TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(() -> guarded(this::beat), 0, BEAT_SECONDS, TimeUnit.SECONDS);
        executor.scheduleWithFixedDelay(() -> guarded(this::retain), 1, RETENTION_MINUTES, TimeUnit.MINUTES);
    }

    void follow(Predicate<String> live) {
        isLive = live;
    }

    /**
     * Writes what waits, for a few seconds at most; what is open then has ended. The executor is the caller's to end.
     *
     * @param serverStops whether the whole server does
     */
    public void stop(boolean serverStops) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        isStopped = true;
        upkeep.stop();
        logins.collect(clock.instant(), false);
        knocks.collect(clock.millis(), true);
        if (serverStops) {
            counts.serverStops(clock.millis());
        }
        CompletableFuture<Void> end = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                guarded(() -> end(serverStops, until));
                end.complete(null);
            });
            end.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            LOG.debug("The history was not ended in time; the next start does it", e);
        }
        last.stop();
        if (pending.size() > 0) {
            LOG.warn("Rows of the history that were not written before the stop: {}", pending.size());
        }
    }

    private void end(boolean serverStops, long until) {
        guarded(() -> counts.write(clock.millis()));
        try {
            writer.writeUntil(until);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        boots.end(serverStops ? EndCause.SERVER_SHUTDOWN.toString() : PastEnd.TRACKING_STOPPED, last);
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (DatabaseException e) {
            // Told by whoever looks after the database, and tried again.
            LOG.debug("A task of the history was not done", e);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("A task of the history failed", e);
        }
    }

    // What is done from time to time.

    void collectLogins() {
        if (!isStopped) {
            logins.collect(clock.instant(), true);
            knocks.collect(clock.millis(), false);
        }
    }

    void write() {
        isWriteAsked.set(false);
        if (!isStopped) {
            writer.write();
        }
    }

    void count() {
        if (!isStopped) {
            counts.write(clock.millis());
        }
    }

    void lookForNewDevices() {
        if (!isStopped) {
            newDevices.look();
        }
    }

    void beat() {
        if (!isStopped) {
            boots.beat();
            lostEnds.end(isLive);
            forgotten.toErase().forEach(this::eraseForgotten);
        }
    }

    void retain() {
        if (!isStopped) {
            retention.run();
        }
    }

    // ------------------------------------------------------------------ listening

    @Override
    public void sessionChanged(SessionEvent event) {
        if (isStopped) {
            return;
        }
        counts.heard(event, clock.millis());
        switch (event.kind()) {
            case CREATED, AUTHENTICATED, BOUND -> {
                if (Counts.isLoggedIn(event.after())) {
                    boolean isNew = event.before() == null || !Counts.isLoggedIn(event.before());
                    changed(event.session(), isNew);
                    // One that was there before the plugin has not logged in now.
                    if (isNew && event.kind() != SessionEventKind.CREATED) {
                        newDevices.loggedIn(event.session());
                    }
                }
            }
            case DETACHED -> {
                rows.detached(event);
                changed(event.session(), false);
            }
            case ATTACHED -> {
                rows.attached(event);
                if (Counts.isLoggedIn(event.after())) {
                    changed(event.session(), false);
                }
            }
            case LOGIN_FAILED -> logins.failed(event);
            case DESTROYED -> ended(event);
            default -> {
                // Nothing of it is kept.
            }
        }
    }

    private void changed(Session session, boolean isNew) {
        if (policy.get().areSessionsKept()) {
            enqueue(Pending.of(session, isNew, clock.millis()));
        }
    }

    private void ended(SessionEvent event) {
        if (!Counts.isLoggedIn(event.before())) {
            knocks.ended(event.before().ip(), clock.millis());
            return;
        }
        SessionRow row = rows.ended(event);
        if (policy.get().areSessionsKept() && !isForgotten(event.before(), event.session())) {
            enqueue(Pending.of(row, clock.millis()));
        }
    }

    void enqueue(Pending row) {
        if (pending.add(row) >= HistoryWriter.BATCH && isWriteAsked.compareAndSet(false, true)) {
            try {
                executor.execute(() -> guarded(this::write));
            } catch (RejectedExecutionException e) {
                LOG.debug("The plugin is being unloaded");
            }
        }
    }

    private SessionRow openRow(Session session) {
        return isForgotten(session.state(), session) ? null : rows.open(session);
    }

    private boolean isForgotten(SessionState state, Session session) {
        return forgotten.isOf(state.username(), session.loggedInSince());
    }

    // ------------------------------------------------------------------ questions

    /** How writing goes. Never blocks. */
    public HistoryStatus status() {
        return new HistoryStatus(pending.size(), pending.bytes(), writer.written(), pending.dropped(),
                pending.lag(clock.millis()), writer.lastError(), writer.lastErrorAt());
    }

    /**
     * The users and addresses with which many logins failed during the last day: {@value RecentFailures#MANY} or more
     * within {@value RecentFailures#MINUTES} minutes. The last one to fail first; only the first of very many. Never
     * blocks.
     */
    public List<ManyFailures> manyFailures() {
        return logins.many(clock.instant());
    }

    /** What came of looking for new clients and networks. Never blocks. */
    public NewDeviceCounts newDevices() {
        return newDevices.counts();
    }

    /**
     * Looks for sessions. What a question costs depends on what it finds if it names a user, an address, a cause or a
     * moment, and else on its limit. Never blocks, as all questions.
     *
     * @return newest end first, those that go on before all others. Fails with {@link DatabaseException} if the database
     *         cannot be used now, has too much to do, or takes too long
     */
    public CompletableFuture<List<PastSession>> sessions(PastQuery query) {
        long now = clock.millis();
        return database.ask(transaction -> SessionRows.find(transaction, query, now).stream().map(PastSession::new)
                .toList());
    }

    /** Looks for failed logins; see {@link #sessions}. */
    public CompletableFuture<List<PastLogin>> logins(LoginQuery query) {
        return database.ask(transaction -> LoginRows.find(transaction, query));
    }

    /**
     * Looks for the sessions of others that a user closed as an administrator; see {@link #sessions}.
     *
     * @param username whose name stands in their rows
     * @param behind   stands before them; null for the first ones
     * @param limit    so many at most, 1 or more
     */
    public CompletableFuture<List<Place>> closed(String username, Place behind, int limit) {
        return database.ask(transaction -> SessionRows.findClosed(transaction, username, behind, limit));
    }

    /**
     * Looks for counts; see {@link #sessions}.
     *
     * @return the oldest first. Without the quarters of an hour in which no server counted: that is not to say that
     *         nothing happened
     */
    public CompletableFuture<List<PastCounts>> counts(CountQuery query) {
        return database.ask(transaction -> CountRows.find(transaction, query));
    }

    // ------------------------------------------------------------------ erasure

    /**
     * Erases what is kept of a user, in the database and in what waits for it, but for sessions that go on. Never blocks.
     *
     * @param username as it stands in JIDs
     * @return what was erased. Fails with {@link DatabaseException} if the database did not do all of it: what is done
     *         is done, and the rest is for another try
     */
    public CompletableFuture<Erasure> erase(String username) {
        try {
            return CompletableFuture.supplyAsync(() -> erased(username), executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new DatabaseException("The plugin was stopped", e));
        }
    }

    private Erasure erased(String username) {
        try {
            return erase(username, false);
        } catch (RuntimeException e) {
            // Ends do not wait to be written any more, and the rows may still be open.
            lostEnds.lookAgain();
            throw e;
        }
    }

    /**
     * Erases everything, in the database and in what waits for it: the rows of sessions that go on included, which have one
     * again once they change or end. May take long, and goes on by itself then; asked meanwhile, it tells of the same.
     *
     * @param patience when to tell how far it has come, if it is not done by then
     * @return fails with {@link DatabaseException} if the database did not do all of it: the rest is for another try
     */
    public CompletableFuture<ErasedAll> eraseAll(Duration patience) {
        newDevices.forgetAll();
        return allEraser.erase(patience);
    }

    @Override
    public void accountDeleted(String username) {
        forgotten.add(username, clock.instant());
        try {
            executor.execute(() -> guarded(() -> eraseForgotten(username)));
        } catch (RejectedExecutionException e) {
            LOG.debug("The plugin is being unloaded");
        }
    }

    private void eraseForgotten(String username) {
        erase(username, true);
        forgotten.erased(username);
        LOG.info("Erased the history of an account that was deleted");
    }

    private Erasure erase(String username, boolean isOpenToo) {
        newDevices.forget(username);
        return eraser.erase(username, isOpenToo);
    }
}
