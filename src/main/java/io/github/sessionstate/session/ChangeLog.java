package io.github.sessionstate.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Numbers the changes of the table, so that one can wait for the next. Keeps the last {@value #KEPT} of them. Those who
 * wait block a thread each, so they are no more than {@value #MAX_WAITING}. Thread-safe.
 */
public final class ChangeLog implements SessionListener {
    /** How many may wait at once. */
    static final int MAX_WAITING = 8;

    static final int KEPT = 512;

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Semaphore seats = new Semaphore(MAX_WAITING);
    // Guarded by the lock, but for reading the version.
    private final SessionEvent[] events = new SessionEvent[KEPT];
    private volatile long version;
    // What was before is not known any more.
    private long known;
    private boolean closed;

    @Override
    public void sessionChanged(SessionEvent event) {
        lock.lock();
        try {
            events[(int) (version % KEPT)] = event;
            version++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many changes there were so far. */
    public long version() {
        return version;
    }

    /** How many wait now. */
    public int waiting() {
        return MAX_WAITING - seats.availablePermits();
    }

    /**
     * Waits for a change that is of interest.
     *
     * @param since    the version after which changes count
     * @param relevant whether a change is of interest
     * @param patience how long to wait
     * @return false if there was no room to wait. True says nothing of whether there was a change
     */
    public boolean await(long since, Predicate<SessionEvent> relevant, Duration patience) throws InterruptedException {
        if (!seats.tryAcquire()) {
            return false;
        }
        try {
            long seen = since;
            long nanos = patience.toNanos();
            while (nanos > 0) {
                List<SessionEvent> news;
                lock.lockInterruptibly();
                try {
                    while (version == seen && !closed && nanos > 0) {
                        nanos = changed.awaitNanos(nanos);
                    }
                    if (closed || version < seen || version - seen > KEPT || seen < known) {
                        // Stopped, or counted from another beginning, or more than is known any more.
                        return true;
                    }
                    news = after(seen);
                    seen = version;
                } finally {
                    lock.unlock();
                }
                // Outside the lock: those who tell of changes must not wait for this.
                if (news.stream().anyMatch(relevant)) {
                    return true;
                }
            }
            return true;
        } finally {
            seats.release();
        }
    }

    private List<SessionEvent> after(long seen) {
        return LongStream.range(seen, version).mapToObj(number -> events[(int) (number % KEPT)]).toList();
    }

    /**
     * Forgets the changes of a user's sessions. Who waits is told, as nobody can say any more whether there was one of
     * interest.
     *
     * @return how many there were
     */
    public int forget(String username) {
        return forget(event -> names(event, username));
    }

    private static boolean names(SessionEvent event, String username) {
        return Stream.of(event.before(), event.after(), event.session().state())
                .anyMatch(state -> state != null && username.equals(state.username()))
                || event.end() != null && event.end().isClosedBy(username);
    }

    /** The same of all sessions. */
    public int clear() {
        return forget(event -> true);
    }

    private int forget(Predicate<SessionEvent> which) {
        lock.lock();
        try {
            int count = 0;
            for (int i = 0; i < KEPT; i++) {
                if (events[i] != null && which.test(events[i])) {
                    events[i] = null;
                    count++;
                }
            }
            if (count > 0) {
                known = version;
                changed.signalAll();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits any more, now or later. Returns once all have left, or after a second. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            if (seats.tryAcquire(MAX_WAITING, 1, TimeUnit.SECONDS)) {
                seats.release(MAX_WAITING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
