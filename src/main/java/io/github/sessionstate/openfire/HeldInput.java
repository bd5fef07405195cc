package io.github.sessionstate.openfire;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * What came on a connection behind a request for a resource that is not answered yet: messages, the failure and the end
 * of the connection. The host would take it for what comes from a session without a resource. A step passes one of
 * them on, and tells whether what is behind it must wait in turn. Thread-safe; no step is taken while a lock is held.
 */
final class HeldInput {
    private final Queue<BooleanSupplier> steps = new ArrayDeque<>(0);
    private boolean isHolding;

    /** From now on what comes must wait. */
    synchronized void hold() {
        isHolding = true;
    }

    synchronized boolean isHolding() {
        return isHolding;
    }

    /** Takes the step, now or in its turn. */
    void take(BooleanSupplier step) {
        if (!add(step)) {
            step.getAsBoolean();
        }
    }

    private synchronized boolean add(BooleanSupplier step) {
        if (isHolding) {
            steps.add(step);
        }
        return isHolding;
    }

    /** Takes the steps that wait, in their order, and those that come meanwhile, up to one behind which all must wait. */
    void release() {
        BooleanSupplier step = next();
        while (step != null && !step.getAsBoolean()) {
            step = next();
        }
    }

    private synchronized BooleanSupplier next() {
        BooleanSupplier step = steps.poll();
        isHolding = step != null;
        return step;
    }
}
