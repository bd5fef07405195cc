package io.github.sessionstate.openfire.attempt;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What came on a connection behind a request for a resource that is not answered yet: messages, the failure and the end
 * of the connection. The host would take it for what comes from a session without a resource. A step passes one of
 * them on; it holds what is behind it if it is such a request itself. Thread-safe; no step is taken while a lock is
 * held.
 */
public final class HeldInput {
    // Null if there are none, as is nearly always so.
    private Queue<Runnable> steps;
    // Written under the lock of this.
    private volatile boolean isHolding;
    private boolean isReleasing;
    // Whether nothing was held since the last release.
    private boolean mayGoOn;

    /** From now on what comes must wait. */
    public synchronized void hold() {
        isHolding = true;
        mayGoOn = false;
    }

    /** Whether what comes must wait. */
    public boolean isHolding() {
        return isHolding;
    }

    /** Takes the step, now or in its turn. */
    public void take(Runnable step) {
        if (!add(step)) {
            step.run();
        }
    }

    /** Has the step wait for its turn. False if nothing must wait now. */
    public boolean add(Runnable step) {
        return add(step, Integer.MAX_VALUE);
    }

    /**
     * Has the step wait for its turn.
     *
     * @param most how many may wait
     * @return false if nothing must wait now, or as many do as may
     */
    synchronized boolean add(Runnable step, int most) {
        if (!isHolding || steps != null && steps.size() >= most) {
            return false;
        }
        steps = steps == null ? new ArrayDeque<>() : steps;
        return steps.add(step);
    }

    /**
     * Takes the steps that wait, in their order, and those that come meanwhile, up to one that holds those behind it. Of
     * two calls at once, or one within the other, the first goes on for both.
     *
     * @return whether no step waits any more; false where another call goes on
     */
    public boolean release() {
        synchronized (this) {
            mayGoOn = true;
            if (isReleasing) {
                return false;
            }
            isReleasing = true;
        }
        try {
            for (Runnable step = next(); step != null; step = next()) {
                step.run();
            }
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                isReleasing = false;
            }
            throw e;
        }
        return isEmpty();
    }

    /** Holds no longer, if no step waits. False if one does: then all are to be released. */
    public synchronized boolean endIfEmpty() {
        boolean isEmpty = isEmpty();
        if (isEmpty) {
            mayGoOn = true;
            isHolding = false;
        }
        return isEmpty;
    }

    private synchronized boolean isEmpty() {
        return steps == null || steps.isEmpty();
    }

    // Null if none may be taken now.
    private synchronized Runnable next() {
        Runnable step = mayGoOn && steps != null ? steps.poll() : null;
        if (step == null) {
            isReleasing = false;
            isHolding = !mayGoOn;
        }
        return step;
    }
}
