package io.github.sessionstate.openfire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindHooks;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.web.HookReport;

/** All hooks: puts them into the host in order, and takes them out in reverse. */
public final class Hooks implements HookReport {
    // How long a connection to a replaced acceptor may go unseen.
    private static final long FOLLOW_MILLIS = 250;

    private final SessionTracker tracker;
    private final ScheduledExecutorService executor;
    private final SessionEventHook sessionEvents;
    private final StanzaHook stanzas;
    private final AcceptHook<?> accept;
    private final WebSessionsHook web;
    private final BindTakeover binds;
    private final InterestedRoutes routes;
    private final AccountHook accounts;
    private final ShutdownHook shutdown;
    private final Reconciliation reconciliation;

    public Hooks(Host host, SessionTracker tracker, OpenfireRosters rosters, LiveSettings settings,
                 BindArbiter arbiter, BindHooks bindHooks, ScheduledExecutorService executor) {
        this.tracker = tracker;
        this.executor = executor;
        this.sessionEvents = new SessionEventHook(tracker);
        RosterNews news = new RosterNews(settings);
        this.stanzas = new StanzaHook(tracker, news);
        this.accept = host.acceptHook(tracker);
        this.web = new WebSessionsHook(tracker);
        this.binds = new BindTakeover(tracker, rosters, settings, arbiter, bindHooks, executor);
        this.routes = new InterestedRoutes(host, tracker, news);
        this.accounts = new AccountHook(tracker, settings, executor);
        this.shutdown = new ShutdownHook(tracker);
        this.reconciliation = new Reconciliation(host, tracker, accept, settings);
    }

    /** Installs the hooks and takes in the sessions that exist. */
    public void start() {
        // Events first: what ends or begins while the rest is installed is then not missed.
        sessionEvents.start();
        stanzas.start();
        accept.start();
        web.start();
        binds.start();
        routes.start();
        accounts.start();
        shutdown.start();
        tracker.takeInBound();
        reconciliation.start(executor);
        executor.scheduleWithFixedDelay(this::follow, FOLLOW_MILLIS, FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void follow() {
        accept.guard(accept::follow);
        accept.guard(tracker::followEnds);
        web.guard(web::follow);
        binds.guard(binds::follow);
    }

    /** Removes the hooks. The sessions stay, in the host, as they are. */
    public void stop() {
        tracker.stop();
        shutdown.stop();
        accounts.stop();
        routes.stop();
        binds.stop();
        web.stop();
        accept.stop();
        stanzas.stop();
        sessionEvents.stop();
    }

    @Override
    public Map<String, Long> repairs() {
        Map<String, Long> repairs = new LinkedHashMap<>();
        for (Repair kind : Repair.values()) {
            repairs.put(kind.toString(), reconciliation.count(kind));
        }
        return repairs;
    }

    @Override
    public List<Hook> hooks() {
        return List.of(sessionEvents.report(), stanzas.report(), accept.report(), web.report(),
                binds.report(), routes.report(), accounts.report(), shutdown.report());
    }
}
