package io.github.sessionstate.openfire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindHooks;
import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.history.AccountDeletions;
import io.github.sessionstate.metrics.StanzaTimes;
import io.github.sessionstate.openfire.bind.BindTakeover;
import io.github.sessionstate.openfire.bind.DirectBindHook;
import io.github.sessionstate.openfire.bind.StanzasBehindBinds;
import io.github.sessionstate.openfire.console.AccountHook;
import io.github.sessionstate.openfire.console.ConsoleTexts;
import io.github.sessionstate.openfire.database.TablesHook;
import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.HostCapabilities;
import io.github.sessionstate.openfire.host.NettyMembers;
import io.github.sessionstate.openfire.host.TcpAccept;
import io.github.sessionstate.openfire.roster.InterestedOnlyFilter;
import io.github.sessionstate.openfire.roster.InterestedRoutingTable;
import io.github.sessionstate.openfire.roster.OpenfireRosters;
import io.github.sessionstate.openfire.tcp.AcceptHook;
import io.github.sessionstate.openfire.tcp.NoAcceptHook;
import io.github.sessionstate.openfire.tcp.mina.MinaAcceptHook;
import io.github.sessionstate.openfire.tcp.netty.NettyAcceptHook;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.text.Log;
import io.github.sessionstate.token.Revocations;

/** All hooks: puts them into the host in order, and takes them out in reverse. */
public final class Hooks implements HookReport {
    private static final Log LOG = Log.of(Hooks.class);
    // How long a connection to a replaced acceptor may go unseen.
    private static final long FOLLOW_MILLIS = 250;

    private final SessionTracker tracker;
    private final SessionEnds ends;
    private final ScheduledExecutorService executor;
    private final SessionEventHook sessionEvents;
    private final StanzaHook stanzas;
    private final Arrivals arrivals;
    private final AcceptHook<?> accept;
    private final WebSessionsHook web;
    private final BindTakeover binds;
    private final DirectBindHook directBinds;
    private final Reconciliation reconciliation;
    private final List<Hook> all;
    private final List<CapabilityStatus> capabilities;

    public Hooks(HostCapabilities offered, Host host, SessionTracker tracker, OpenfireRosters rosters,
                 LiveSettings settings, BindArbiter arbiter, BindHooks bindHooks, Revocations tokens,
                 AccountDeletions history, StanzaTimes stanzaTimes, GuardedDatabase database,
                 ScheduledExecutorService executor) {
        this.tracker = tracker;
        this.ends = tracker.ends();
        this.executor = executor;
        InterestedOnlyFilter interestedOnly = new InterestedOnlyFilter(settings);
        StanzasBehindBinds behind = new StanzasBehindBinds(offered.bindHandlers());
        this.arrivals = new Arrivals(host);
        this.stanzas = new StanzaHook(tracker, ends, interestedOnly, behind, arrivals, stanzaTimes);
        this.accept = acceptHook(offered.tcpAccept(), tracker);
        this.web = new WebSessionsHook(offered.unboundSessions(), offered.detachedSessions(), tracker, ends);
        this.binds = new BindTakeover(offered.bindHandlers(), tracker, ends, rosters, settings, arbiter,
                bindHooks, behind, executor);
        this.directBinds = binds.directBinds(offered.directBinds(), offered.unboundSessions());
        this.sessionEvents = new SessionEventHook(tracker, ends, directBinds);
        this.reconciliation = new Reconciliation(host.ends(), tracker, ends, accept, settings);
        // Events first: what ends or begins while the rest is installed is then not missed.
        this.all = List.of(sessionEvents, stanzas, accept, web, binds,
                new InterestedRoutingTable(offered.routingTables(), tracker, interestedOnly), directBinds,
                new AccountHook(tracker, settings, tokens, history, executor), new ShutdownHook(ends),
                new StatisticsHook(tracker::counts), new TablesHook(database, executor));
        this.capabilities = offered.all().stream().map(Hooks::status).toList();
    }

    private static AcceptHook<?> acceptHook(Capability<TcpAccept> offered, SessionTracker tracker) {
        if (!offered.isOffered()) {
            return new NoAcceptHook(offered);
        }
        return offered.get() instanceof NettyMembers ? new NettyAcceptHook(tracker, offered)
                : new MinaAcceptHook(tracker, offered);
    }

    private static CapabilityStatus status(Capability<?> capability) {
        return new CapabilityStatus(capability.name(), capability.isOffered(), capability.isOffered() ? null
                : ConsoleTexts.english("capability." + capability.name() + ".lost"), capability.missing());
    }

    /** Installs the hooks and takes in the sessions that exist. What fails is reported, and stops nothing else. */
    public void start() {
        capabilities.stream().filter(capability -> !capability.offered()).forEach(this::log);
        // They take in sessions under locks of their own.
        all.forEach(hook -> tracker.tellAfter(hook::start));
        sessionEvents.guard(tracker::takeInBound);
        sessionEvents.guard(() -> reconciliation.start(executor));
        executor.scheduleWithFixedDelay(this::follow, FOLLOW_MILLIS, FOLLOW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void log(CapabilityStatus lacking) {
        String text = "This Openfire does not offer {} (no {}). {}";
        if (all.stream().anyMatch(hook -> hook.needs(lacking.name()))) {
            LOG.warn(text, lacking.name(), lacking.missing(), lacking.lost());
        } else {
            LOG.info(text, lacking.name(), lacking.missing(), lacking.lost());
        }
    }

    private void follow() {
        accept.guard(() -> tracker.tellAfter(accept::follow));
        sessionEvents.guard(ends::follow);
        web.guard(() -> tracker.tellAfter(web::follow));
        binds.guard(binds::follow);
        stanzas.guard(arrivals::forget);
    }

    /** Removes the hooks. The sessions stay, in the host, as they are. */
    public void stop() {
        ends.stop();
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).stop();
        }
    }

    @Override
    public List<CapabilityStatus> capabilities() {
        return capabilities;
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
    public long bypassed() {
        return directBinds.bypassed();
    }

    @Override
    public List<HookStatus> hooks() {
        return all.stream().map(Hook::report).toList();
    }
}
