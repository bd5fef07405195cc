package io.github.sessionstate.openfire;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.sessionstate.web.HookReport;

/**
 * One place where the plugin hangs in the host. A failure of ours is logged once, shown, and goes no further: each
 * callback from the host catches what its body throws and hands it to {@link #failed(Throwable)}.
 */
abstract class Hook {
    private static final Logger LOG = LoggerFactory.getLogger(Hook.class);

    private final String name;
    private final AtomicBoolean failureLogged = new AtomicBoolean();
    private volatile HookReport.State state = HookReport.State.WAITING;
    private volatile String detail;

    Hook(String name) {
        this.name = name;
    }

    /** Hangs itself into the host. */
    abstract void install();

    /** Takes itself out of the host, from wherever {@link #install()} got to. */
    abstract void uninstall();

    /** Whether the host still calls this hook; false if another plugin took it out. */
    abstract boolean isInPlace();

    final void start() {
        try {
            install();
            if (state == HookReport.State.WAITING && isInPlace()) {
                state = HookReport.State.INSTALLED;
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    final void stop() {
        try {
            uninstall();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Could not take the hook '{}' out of the host", name, e);
        }
    }

    /** Takes a step of this hook that the host did not ask for. */
    final void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    /** Notes a failure of the plugin's own code. */
    final void failed(Throwable problem) {
        detail = problem.toString();
        state = HookReport.State.FAILED;
        if (failureLogged.compareAndSet(false, true)) {
            LOG.warn("The hook '{}' failed; further failures of it are not logged", name, problem);
        }
    }

    /** Sets whether the part of the host that this hook needs is there. */
    final void waitsFor(String missing) {
        if (state != HookReport.State.FAILED) {
            state = missing == null ? HookReport.State.INSTALLED : HookReport.State.WAITING;
            detail = missing;
        }
    }

    final HookReport.Hook report() {
        if (state == HookReport.State.INSTALLED && !isInPlace()) {
            return new HookReport.Hook(name, HookReport.State.TAKEN_OVER, null);
        }
        return new HookReport.Hook(name, state, detail);
    }
}
