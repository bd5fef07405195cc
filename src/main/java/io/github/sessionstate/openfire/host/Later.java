package io.github.sessionstate.openfire.host;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.sessionstate.text.Log;

/** Takes steps after some time, on threads for what does not block. One that fails is logged, and hurts no other. */
public final class Later {
    private static final Log LOG = Log.of(Later.class);

    private final ScheduledExecutorService executor;

    /** @param executor shut down when the plugin is unloaded: then what is left to do is left out */
    public Later(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    /** Takes the step after so many milliseconds. */
    public void run(long millis, Runnable step) {
        try {
            executor.schedule(() -> guarded(step), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The plugin is being unloaded; a step is left out");
        }
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("A deferred step failed", e);
        }
    }
}
