package io.github.sessionstate.history;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import io.github.sessionstate.database.Database;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionListener;

/** What is kept of sessions, in the database. */
public final class History implements SessionListener, AccountDeletions {
    /**
     * @param policy   asked whenever it matters
     * @param names    asked on threads of the executor
     * @param node     which server of a cluster this is, by its name
     * @param clock    the server's clock
     * @param executor its threads may be held by the database for seconds, and by a directory for long
     */
    public History(Database database, Supplier<HistoryPolicy> policy, AccountNames names, String node, Clock clock,
                   ScheduledExecutorService executor) {
    }

    /**
     * Begins to write, and to do what is done from time to time.
     *
     * @param live the sessions that go on, seen as they come and go
     */
    public void start(Collection<? extends Session> live) {
    }

    /**
     * Writes what waits, for a few seconds at most; what is open then has ended. The executor is the caller's to end.
     *
     * @param serverStops whether the whole server does
     */
    public void stop(boolean serverStops) {
    }

    /** How writing goes. Never blocks. */
    public HistoryStatus status() {
        return new HistoryStatus(0, 0, 0, 0, Duration.ZERO, null);
    }

    /** Looks for sessions; what a question costs depends on what it finds. */
    public CompletableFuture<List<PastSession>> sessions(PastQuery query) {
        return CompletableFuture.completedFuture(List.of());
    }

    /** Looks for failed logins. */
    public CompletableFuture<List<PastLogin>> logins(LoginQuery query) {
        return CompletableFuture.completedFuture(List.of());
    }

    /** Erases what is kept of a user, but for sessions that go on. */
    public CompletableFuture<Erasure> erase(String username) {
        return CompletableFuture.completedFuture(new Erasure(username, 0, 0, 0, 0, 0));
    }

    @Override
    public void accountDeleted(String username) {
    }

    @Override
    public void sessionChanged(SessionEvent event) {
    }
}
