package io.github.sessionstate.openfire.tracked;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.xmpp.packet.IQ;

/**
 * A client's first request for its roster on its way through the host, and the pushes that must not overtake the
 * answer: the host may have read the roster before the change that is pushed, and the client takes what comes last for
 * the truth.
 */
public final class RosterGet {
    // An answer takes milliseconds. For one that never comes, nothing is held for long.
    private static final int MOST_HELD = 100;
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final String id;
    private final long since = System.nanoTime();
    // All below is guarded by this.
    private final Queue<IQ> held = new ArrayDeque<>(1);
    private IQ releasing;
    private boolean isReleasing;
    private boolean isOver;

    /** @param id of the request; null if it has none */
    public RosterGet(String id) {
        this.id = id;
    }

    /** Whether this is the answer to it. */
    public boolean isAnsweredBy(IQ iq) {
        return Objects.equals(id, iq.getID());
    }

    /**
     * Keeps a copy of a push until the answer is out.
     *
     * @return false if it need not wait: all others are out, or it is the one that is being released
     */
    public synchronized boolean hold(IQ push) {
        if (isOver || push == releasing) {
            return false;
        }
        // The host goes on with the same object for the next session.
        held.add(push.createCopy());
        return true;
    }

    /** Whether what is held should wait no longer, answer or not. */
    public synchronized boolean isOverdue() {
        return held.size() >= MOST_HELD || System.nanoTime() - since > LIMIT_NANOS;
    }

    /** Sends what is held, in order, and what comes meanwhile behind it; then nothing is held any more. Once. */
    public void release(Consumer<IQ> client) {
        if (!beginRelease()) {
            return;
        }
        try {
            for (IQ push = next(); push != null; push = next()) {
                client.accept(push);
            }
        } finally {
            end();
        }
    }

    private synchronized boolean beginRelease() {
        boolean isFirst = !isReleasing;
        isReleasing = true;
        return isFirst;
    }

    private synchronized IQ next() {
        releasing = held.poll();
        isOver = releasing == null;
        return releasing;
    }

    private synchronized void end() {
        releasing = null;
        isOver = true;
        held.clear();
    }
}
