package io.github.sessionstate;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindEvents;
import io.github.sessionstate.binding.BindHooks;
import io.github.sessionstate.database.Connections;
import io.github.sessionstate.database.Database;
import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.history.AccountDeletions;
import io.github.sessionstate.history.History;
import io.github.sessionstate.history.HistoryPolicy;
import io.github.sessionstate.metrics.Metrics;
import io.github.sessionstate.metrics.StanzaTimes;
import io.github.sessionstate.openfire.Hooks;
import io.github.sessionstate.openfire.SessionTracker;
import io.github.sessionstate.openfire.console.ConsoleLogin;
import io.github.sessionstate.openfire.console.ConsoleTexts;
import io.github.sessionstate.openfire.console.NewDeviceNotices;
import io.github.sessionstate.openfire.console.OpenfireAccounts;
import io.github.sessionstate.openfire.console.OpenfireOwners;
import io.github.sessionstate.openfire.console.SecurityAudit;
import io.github.sessionstate.openfire.database.OpenfireConnections;
import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.HostCapabilities;
import io.github.sessionstate.openfire.host.HostLookup;
import io.github.sessionstate.openfire.host.HostProperties;
import io.github.sessionstate.openfire.roster.OpenfireRosters;
import io.github.sessionstate.session.CountHistory;
import io.github.sessionstate.session.SessionRecords;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.token.Grants;
import io.github.sessionstate.web.ApiPaths;
import io.github.sessionstate.web.PageFiles;
import io.github.sessionstate.web.RunningServices;

/** Gives Openfire Prosody's session model, and its administrators a page to see and manage every session. */
public final class SessionStatePlugin implements Plugin {
    private static final Log LOG = Log.of(SessionStatePlugin.class);
    private static final int THREADS = 2;
    private static final int TOKEN_THREADS = 2;
    private static final int HISTORY_THREADS = 8;

    private static final int HOOK_THREADS = 16;
    // On 4.8 and 4.9 a client that does not read holds one for five seconds; the closes of others must not wait for it.
    private static final int CLOSING_THREADS = 64;
    private static final Duration HOOK_PATIENCE = Duration.ofSeconds(1);

    private static volatile BindHooks bindHooks;
    private static volatile BindEvents bindEvents;

    private final HostLookup lookup;
    private final Connections connections;
    /** Undoes what was done so far, last first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /** Made by the host. */
    public SessionStatePlugin() {
        this(new HostLookup(), new OpenfireConnections());
    }

    /**
     * @param lookup      finds what the host offers
     * @param connections to the host's database
     */
    SessionStatePlugin(HostLookup lookup, Connections connections) {
        this.lookup = lookup;
        this.connections = connections;
    }

    @Override
    public void initializePlugin(PluginManager manager, File pluginDirectory) {
        try {
            start(pluginDirectory.toPath());
        } catch (RuntimeException | LinkageError e) {
            stop();
            throw e;
        }
    }

    private void start(Path directory) {
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(THREADS, new DaemonThreads("sessionstate-"));
        executor.setRemoveOnCancelPolicy(true);
        undo.push(() -> {
            executor.shutdownNow();
            awaitEnd(executor);
        });

        GuardedDatabase database =
                new GuardedDatabase(connections, new DaemonThreads("sessionstate-database-"), executor);
        undo.push(() -> {
            if (!database.stop()) {
                LOG.warn("The database did not answer in time: a task of the plugin is still waiting for it");
            }
        });

        ExecutorService hookThreads = new ThreadPoolExecutor(0, HOOK_THREADS, 10, TimeUnit.SECONDS,
                new SynchronousQueue<>(), new DaemonThreads("sessionstate-hook-"));
        undo.push(hookThreads::shutdownNow);
        BindHooks hooksOfBinds = new BindHooks(hookThreads, HOOK_PATIENCE);
        undo.push(() -> bindHooks = null);
        bindHooks = hooksOfBinds;

        ExecutorService closings = DaemonThreads.pool("sessionstate-close-", CLOSING_THREADS);
        undo.push(() -> {
            // What is begun is brought to its end: the host's tables have nothing of these sessions any more.
            closings.shutdown();
            awaitEnd(closings);
            closings.shutdownNow();
        });
        HostCapabilities offered = HostCapabilities.of(lookup);
        Host host = new Host(offered, executor, closings);
        undo.push(host::undeclareSettings);
        attempt("describe its settings", () -> host.declare(Setting.all()));
        LiveSettings settings = new LiveSettings(new HostProperties(offered));
        undo.push(settings::stop);

        OpenfireRosters rosters = new OpenfireRosters();
        Clock clock = Clock.systemUTC();
        SessionRegistry registry = new SessionRegistry(rosters, clock);
        SessionRecords records = SessionRecords.of(registry);
        SessionTracker tracker = new SessionTracker(host, registry, rosters, executor);
        BindArbiter arbiter = new BindArbiter(clock);
        undo.push(() -> bindEvents = null);
        bindEvents = arbiter.events();
        Grants grants = grants(database);
        History history = history(database, host, settings, clock);
        StanzaTimes stanzaTimes = new StanzaTimes();
        AccountDeletions deletions = username -> {
            records.forgetAccount(username);
            arbiter.events().forget(username);
            history.accountDeleted(username);
        };
        Hooks hooks = new Hooks(offered, host, tracker, rosters, settings, arbiter, hooksOfBinds, grants, deletions,
                stanzaTimes, database, executor);
        Metrics metrics = new Metrics(registry, records, arbiter, hooks, history::status, stanzaTimes, clock);
        undo.push(metrics::stop);
        metrics.start();
        undo.push(() -> {
            hooks.stop();
            // As text: 5.1.1's logging keeps the arguments of a thread's last entry, and our classes with them.
            LOG.info("Stopped tracking {} sessions; since the start: {}", registry.counts().total(),
                    records.ends().toString());
        });
        registry.addListener(history);
        hooks.start();
        history.start(registry.sessions(), id -> registry.byId(id).isPresent());

        executor.scheduleAtFixedRate(records.history()::note, 0, CountHistory.INTERVAL.toSeconds(), TimeUnit.SECONDS);
        RunningServices services = new RunningServices(registry, records, new ConsoleLogin(host), new SecurityAudit(),
                hooks, arbiter, metrics, settings, new OpenfireAccounts(), grants, history, new ConsoleTexts(),
                pageFiles(directory));
        undo.push(host.replies()::stop);
        undo.push(records.changes()::close);
        undo.push(services::close);
        services.open();
        for (String path : ApiPaths.WITHOUT_LOGIN_FILTER) {
            undo.push(() -> AuthCheckFilter.removeExclude(path));
            attempt("answer clients without a login with 401", () -> AuthCheckFilter.addExclude(path));
        }
    }

    private Grants grants(Database database) {
        // Of its own, as a directory that does not answer may hold these threads for long.
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(TOKEN_THREADS, new DaemonThreads("sessionstate-token-"));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        undo.push(() -> {
            // Without an interrupt, which closes the files of an embedded database under the whole server.
            executor.shutdown();
            awaitEnd(executor);
        });
        Grants grants = new Grants(database, new OpenfireOwners(), Clock.systemUTC(), executor);
        undo.push(grants::stop);
        grants.start();
        return grants;
    }

    private History history(Database database, Host host, LiveSettings settings, Clock clock) {
        // Of its own, as its threads wait for the database, or a directory.
        ScheduledThreadPoolExecutor executor =
                new ScheduledThreadPoolExecutor(HISTORY_THREADS, new DaemonThreads("sessionstate-history-"));
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        undo.push(() -> {
            // Without an interrupt, as that of tokens.
            executor.shutdown();
            awaitEnd(executor);
        });
        History history = new History(database, () -> policy(settings), new OpenfireAccounts(), host.name(),
                !host.isClustered(), clock, executor);
        history.tellOfNewDevices(new NewDeviceNotices(() -> settings.get(Setting.HISTORY_NEW_DEVICE_ALERT)));
        undo.push(() -> history.stop(host.isStopping()));
        return history;
    }

    private static HistoryPolicy policy(LiveSettings settings) {
        return new HistoryPolicy(Duration.ofDays(settings.get(Setting.HISTORY_SESSION_DAYS)),
                Duration.ofDays(settings.get(Setting.HISTORY_ADDRESS_DAYS)),
                Duration.ofDays(settings.get(Setting.HISTORY_LOGIN_DAYS)),
                Duration.ofDays(settings.get(Setting.HISTORY_COUNT_DAYS)), settings.get(Setting.HISTORY_COUNTS_ONLY),
                settings.get(Setting.HISTORY_UNKNOWN_NAMES));
    }

    private static PageFiles pageFiles(Path directory) {
        try {
            return PageFiles.of(directory.resolve("web"));
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("Session State's pages load slower: browsers cannot keep its scripts, which it cannot read", e);
            return PageFiles.NONE;
        }
    }

    // What one of these cannot do is no reason to do without the rest.
    private static void attempt(String what, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Session State cannot {} on this Openfire", what, e);
        }
    }

    /** For other plugins: where hooks are added that have a say in each bind. Null while this plugin is not running. */
    public static BindHooks bindHooks() {
        return bindHooks;
    }

    /** For other plugins: where to be told of what policies decide. Null while this plugin is not running. */
    public static BindEvents bindEvents() {
        return bindEvents;
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

    private static void awaitEnd(ExecutorService executor) {
        try {
            if (!executor.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("A task of the plugin is still running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
