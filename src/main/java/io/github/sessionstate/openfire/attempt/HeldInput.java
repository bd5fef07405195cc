package io.github.sessionstate.openfire.attempt;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * What came on a connection behind a request for a resource that is not answered yet: messages, the failure and the end
 * of the connection. The host would take it for what comes from a session without a resource. A step passes one of
 * them on, and tells whether what is behind it must wait in turn. Thread-safe; no step is taken while a lock is held.
 */
public final class HeldInput {
    // Null if there are none, as is nearly always so.
    private Queue<BooleanSupplier> steps;
    // Written under the lock of this.
    private volatile boolean isHolding;
    private int holds;

    /** From now on what comes must wait. */
    public synchronized void hold() {
        isHolding = true;
        holds++;
    }

    /** How many times it was told to hold: a step after which this is more has made what is behind it wait. */
    synchronized int holds() {
        return holds;
    }

    /** Whether what comes must wait. */
    public boolean isHolding() {
        return isHolding;
    }

    /** Takes the step, now or in its turn. */
    public void take(BooleanSupplier step) {
        if (!add(step, Integer.MAX_VALUE)) {
            step.getAsBoolean();
        }
    }

    /**
     * Has the step wait for its turn.
     *
     * @param most how many may wait
     * @return false if nothing must wait now, or as many do as may
     */
    synchronized boolean add(BooleanSupplier step, int most) {
        if (!isHolding || steps != null && steps.size() >= most) {
            return false;
        }
        steps = steps == null ? new ArrayDeque<>() : steps;
        return steps.add(step);
    }

    /**
     * Takes the steps that wait, in their order, and those that come meanwhile, up to one behind which all must wait.
     */
    public void release() {
        BooleanSupplier step = next();
        while (step != null && !step.getAsBoolean()) {
            step = next();
        }
    }

    private synchronized BooleanSupplier next() {
        BooleanSupplier step = steps == null ? null : steps.poll();
        if (step == null) {
            steps = null;
            isHolding = false;
        }
        return step;
    }
}
