package io.github.sessionstate.openfire.host;

import java.time.Clock;

import io.github.sessionstate.health.Failures;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.text.Log;

/**
 * One place where the plugin registers with the host. A failure of the plugin's own code is counted, logged once per
 * kind, and goes no further: each callback from the host catches what its body throws and hands it to
 * {@link #failed(Throwable)}. The hook stays in place.
 */
public abstract class Hook {
    private static final Log LOG = Log.of(Hook.class);

    private final String name;
    // Null if it needs nothing that a host may lack.
    private final Capability<?> needed;
    private final Failures failures = new Failures(Clock.systemUTC());
    private volatile HookReport.State state = HookReport.State.WAITING;
    private volatile String detail;

    protected Hook(String name) {
        this(name, null);
    }

    /** @param needed what the host must offer, or the hook is never installed */
    protected Hook(String name, Capability<?> needed) {
        this.name = name;
        this.needed = needed;
    }

    /** Registers with the host. */
    protected abstract void install();

    /** Removes itself from the host, from wherever {@link #install()} got to. */
    protected abstract void uninstall();

    /** Whether the host still calls this hook; false if another plugin took it out. */
    protected abstract boolean isInPlace();

    /** Whether it needs the capability of this name. */
    public final boolean needs(String capability) {
        return needed != null && needed.name().equals(capability);
    }

    /** Whether the host offers what it needs. */
    public final boolean isAvailable() {
        return needed == null || needed.isOffered();
    }

    /** Puts the hook in place, if the host offers what it needs. Never throws; {@link #report()} tells. */
    public final void start() {
        if (!isAvailable()) {
            state = HookReport.State.UNAVAILABLE;
            detail = "not found: " + needed.missing();
            return;
        }
        try {
            install();
            if (state == HookReport.State.WAITING && detail == null && isInPlace()) {
                state = HookReport.State.INSTALLED;
            }
        } catch (RuntimeException | LinkageError e) {
            outOfPlace(e.toString());
            failed(e);
        }
    }

    /** Takes the hook out. Never throws. */
    public final void stop() {
        if (!isAvailable()) {
            return;
        }
        try {
            uninstall();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Could not remove hook '{}' from Openfire", name, e);
        }
    }

    /** Takes a step of this hook that the host did not ask for. */
    public final void guard(Runnable step) {
        if (!isAvailable()) {
            return;
        }
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    /** Counts a failure of the plugin's own code. */
    protected final void failed(Throwable problem) {
        if (failures.add(problem)) {
            LOG.warn("Hook '{}' failed; more failures of this kind will only be counted", name, problem);
        }
    }

    /** The hook could not be put in place. */
    protected final void outOfPlace(String why) {
        detail = why;
        state = HookReport.State.FAILED;
    }

    /** Sets whether the part of the host that this hook needs is there; if it is, the hook is in place. */
    protected final void waitsFor(String missing) {
        detail = missing;
        state = missing == null ? HookReport.State.INSTALLED : HookReport.State.WAITING;
    }

    /** How the hook does, as of now. */
    public final HookReport.HookStatus report() {
        HookReport.State now = state;
        String why = detail;
        if (now == HookReport.State.INSTALLED) {
            try {
                now = isInPlace() ? now : HookReport.State.TAKEN_OVER;
            } catch (RuntimeException | LinkageError e) {
                failed(e);
                now = HookReport.State.FAILED;
                why = e.toString();
            }
        }
        return new HookReport.HookStatus(name, now, why, failures.count());
    }
}
