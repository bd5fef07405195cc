package io.github.sessionstate;

import java.io.File;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.sessionstate.openfire.ConsoleLogin;
import io.github.sessionstate.openfire.ConsoleTexts;
import io.github.sessionstate.openfire.Hooks;
import io.github.sessionstate.openfire.Host;
import io.github.sessionstate.openfire.HostProperties;
import io.github.sessionstate.openfire.OpenfireRosters;
import io.github.sessionstate.openfire.SecurityAudit;
import io.github.sessionstate.openfire.SessionTracker;
import io.github.sessionstate.session.EndCounter;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.web.AdminConsole;
import io.github.sessionstate.web.ApiPaths;

/** Gives Openfire Prosody's session model, and its administrators a page to see and manage every session. */
public final class SessionStatePlugin implements Plugin {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStatePlugin.class);
    private static final int THREADS = 2;

    /** Undoes what was done so far, last first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    @Override
    public void initializePlugin(PluginManager manager, File pluginDirectory) {
        try {
            start();
        } catch (RuntimeException | LinkageError e) {
            stop();
            throw e;
        }
    }

    private void start() {
        ScheduledThreadPoolExecutor executor = executor();
        undo.push(() -> shutDown(executor));

        Host host = Host.detect();
        undo.push(host::undeclareSettings);
        host.declare(Setting.all());
        LiveSettings settings = new LiveSettings(new HostProperties());
        undo.push(settings::stop);

        OpenfireRosters rosters = new OpenfireRosters();
        SessionRegistry registry = new SessionRegistry(rosters, Clock.systemUTC());
        EndCounter ends = new EndCounter();
        registry.addListener(ends);
        SessionTracker tracker = new SessionTracker(host, registry, rosters, executor);
        Hooks hooks = new Hooks(host, tracker, settings, executor);
        undo.push(() -> {
            hooks.stop();
            // As text: 5.1.1's logging keeps the arguments of a thread's last entry, and our classes with them.
            LOG.info("Sessions followed: {}, and {} are not followed any more", ends.toString(),
                    registry.counts().total());
        });
        hooks.start();

        AdminConsole console = new AdminConsole(registry, ends, new ConsoleLogin(host), new SecurityAudit(), hooks,
                new ConsoleTexts());
        undo.push(console::close);
        console.open();
        for (String path : ApiPaths.WITHOUT_LOGIN_FILTER) {
            undo.push(() -> AuthCheckFilter.removeExclude(path));
            AuthCheckFilter.addExclude(path);
        }
    }

    @Override
    public void destroyPlugin() {
        stop();
    }

    private void stop() {
        while (!undo.isEmpty()) {
            try {
                undo.pop().run();
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("A part of the plugin did not stop cleanly", e);
            }
        }
    }

    private static ScheduledThreadPoolExecutor executor() {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(THREADS, task -> {
            Thread thread = new Thread(task, "sessionstate-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        return executor;
    }

    private static void shutDown(ScheduledThreadPoolExecutor executor) {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("A task of the plugin is still running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
