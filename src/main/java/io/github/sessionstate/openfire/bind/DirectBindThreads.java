package io.github.sessionstate.openfire.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.openfire.host.HostCapabilities.DirectBinds;
import io.github.sessionstate.text.Log;

/**
 * Stands in the place of the host's threads for binds. Those have a use for binds that a client asked for by a stanza;
 * all others wait for their turns, which would use up the few that the host has, and get threads of the plugin.
 */
final class DirectBindThreads extends ThreadPoolExecutor {
    private static final Log LOG = Log.of(DirectBindThreads.class);
    private static final int AT_ONCE = 256;
    // So that nobody holds up all others.
    private static final int OF_ONE_USER = 64;
    private static final int WAITING = 10_000;

    private final DirectBinds means;
    private final ThreadPoolExecutor host;
    private final BooleanSupplier isForHost;
    // By the thread that is at it.
    private final Map<Thread, DirectBind> binds = new ConcurrentHashMap<>();

    /** @param isForHost whether the bind that this thread hands over is decided already, or not to be */
    DirectBindThreads(DirectBinds means, ThreadPoolExecutor host, BooleanSupplier isForHost) {
        super(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING),
                new DaemonThreads("sessionstate-direct-bind-"));
        allowCoreThreadTimeOut(true);
        this.means = means;
        this.host = host;
        this.isForHost = isForHost;
    }

    /** The bind that this thread is at; null if it is at none of these. */
    DirectBind current() {
        return binds.get(Thread.currentThread());
    }

    /** Whether more are under way for this user than one user may have. */
    boolean isCrowded(String username) {
        return binds.values().stream().filter(bind -> bind.isOf(username)).count() > OF_ONE_USER;
    }

    @Override
    public void execute(Runnable task) {
        if (isForHost.getAsBoolean()) {
            means.execute().run(host, task);
        } else {
            DirectBind bind = new DirectBind();
            super.execute(() -> run(bind, task));
        }
    }

    private void run(DirectBind bind, Runnable task) {
        binds.put(Thread.currentThread(), bind);
        try {
            // Until the client has its answer: before that the next bind of its user must not end the session.
            means.run().run(task);
        } finally {
            binds.remove(Thread.currentThread());
            try {
                bind.done();
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("The turn of a bind did not end cleanly", e);
            }
        }
    }

    /** The host is stopping. */
    @Override
    public void shutdown() {
        super.shutdown();
        host.shutdown();
    }

    /** Those that wait go to the host; those that are begun come to their end. */
    void close() {
        super.shutdown();
        List<Runnable> waiting = new ArrayList<>();
        getQueue().drainTo(waiting);
        waiting.forEach(task -> means.execute().run(host, task));
    }
}
