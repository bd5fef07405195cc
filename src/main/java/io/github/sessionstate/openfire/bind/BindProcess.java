package io.github.sessionstate.openfire.bind;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.xmpp.packet.PacketError;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindDecision;
import io.github.sessionstate.binding.BindHooks;
import io.github.sessionstate.binding.BindQueue;
import io.github.sessionstate.binding.BindRules;
import io.github.sessionstate.binding.BindVerdict;
import io.github.sessionstate.binding.ReconnectWars;
import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.roster.OpenfireRosters;
import io.github.sessionstate.openfire.tracked.Ends;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.session.XmppSession;

/**
 * Takes each bind through its turn: asks the hooks of other plugins, has the roster loaded, has it decided, makes way
 * for the resource, and lets the host bind it. On the thread that the host gave it, so that what the client sent behind
 * its bind finds it done; what must wait goes on elsewhere.
 */
final class BindProcess implements BindAttempt.Course {
    // 5.1.1 has 25 threads for binds and refuses what is too much for them.
    private static final int AT_ONCE = 16;
    private static final int WAITING = 10_000;
    private static final long STEP_MILLIS = 5;
    // How long another thread of the host may be at the end of a session that gives way.
    private static final long MAKE_WAY_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long RETRY_MILLIS = 20;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final TrackedSessions tracker;
    private final Ends ends;
    private final OpenfireRosters rosters;
    private final BindSettings settings;
    private final BindArbiter arbiter;
    private final BindHooks hooks;
    private final ScheduledExecutorService timer;
    private final Consumer<Throwable> failed;
    private final ExecutorService threads = DaemonThreads.pool("sessionstate-bind-", AT_ONCE);
    // Those that are just having the host bind.
    private final Set<Thread> granting = ConcurrentHashMap.newKeySet();
    private final BindQueue turns = new BindQueue(AT_ONCE, WAITING, this::onOwnThread);

    /**
     * @param timer  for what must wait; never used for anything that blocks
     * @param failed told what the plugin's own code throws
     */
    BindProcess(TrackedSessions tracker, Ends ends, OpenfireRosters rosters, BindSettings settings, BindArbiter arbiter,
           BindHooks hooks, ScheduledExecutorService timer, Consumer<Throwable> failed) {
        this.tracker = tracker;
        this.ends = ends;
        this.rosters = rosters;
        this.settings = settings;
        this.arbiter = arbiter;
        this.hooks = hooks;
        this.timer = timer;
        this.failed = failed;
    }

    /** Binds no more; those that have not come to the host go there as they are. */
    void stop() {
        for (BindQueue.Turn left : turns.stop()) {
            leaveToHost((BindAttempt) left);
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(2, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void leaveToHost(BindAttempt bind) {
        if (bind.over()) {
            grant(bind, bind.request().resource());
            bind.answered();
        }
    }

    // ------------------------------------------------------------------ turns

    /** Takes it through its turn, now or later. Never blocks. */
    void bind(BindAttempt bind) {
        switch (turns.enter(bind)) {
            case NOW -> begin(bind, false);
            case NEVER -> refuse(bind, PacketError.Condition.resource_constraint,
                    "Too many clients are binding at the same time");
            // It came in just before the handler was taken away.
            case STOPPED -> leaveToHost(bind);
            case LATER -> {
                // Its turn begins it.
            }
        }
    }

    @Override
    public void begin(BindAttempt bind) {
        begin(bind, true);
    }

    @Override
    public void over(BindAttempt bind) {
        turns.end(bind);
    }

    @Override
    public void answered(BindAttempt bind) {
        OpenfireSession.of(bind.session()).forget(bind);
    }

    private void begin(BindAttempt bind, boolean mayBlock) {
        long left = BindAttempt.LIMIT_NANOS - bind.age();
        if (!bind.prepare(timer.schedule(() -> expire(bind), left, TimeUnit.NANOSECONDS))) {
            // Its session ended while it waited.
            turns.end(bind);
            bind.answered();
        } else if (mayBlock || !mustBlock(bind)) {
            guarded(bind, () -> prepare(bind));
        } else {
            onOwnThread(() -> guarded(bind, () -> prepare(bind)));
        }
    }

    private boolean mustBlock(BindAttempt bind) {
        return !hooks.isEmpty() || !rosters.isAtHand(bind.username()) || settings.mustAskForGroups();
    }

    @Override
    public void onOwnThread(Runnable step) {
        try {
            threads.execute(step);
        } catch (RejectedExecutionException e) {
            // The plugin is being unloaded: what is left is not much, and the client waits.
            step.run();
        }
    }

    private void later(BindAttempt bind, long millis, Runnable step) {
        timer.schedule(() -> onOwnThread(() -> guarded(bind, step)), millis, TimeUnit.MILLISECONDS);
    }

    private void guarded(BindAttempt bind, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            failed.accept(e);
            // Then the host decides.
            delegate(bind, bind.request().resource());
        }
    }

    // The host, a hook or a database takes too long.
    private void expire(BindAttempt bind) {
        if (bind.stage() == BindAttempt.Stage.DELEGATED) {
            // The client may ask again; the answer may still come.
            bind.done();
        } else {
            guarded(bind, () -> refuse(bind, PacketError.Condition.internal_server_error, null));
        }
    }

    // ------------------------------------------------------------------ the steps of a turn

    private void prepare(BindAttempt bind) {
        if (bind.request().isSessionSure() && bind.session().state().isDestroyed()) {
            // The host binds for a client that has gone as well: nobody is to make way for that.
            refuse(bind, PacketError.Condition.internal_server_error, null);
            return;
        }
        String wish = bind.request().resource();
        BindVerdict verdict = hooks.isEmpty() ? BindVerdict.proceed() : hooks.ask(bind.session(), wish);
        if (verdict.condition() != null) {
            refuse(bind, condition(verdict.condition()), verdict.text());
        } else if (!settings.bindsWithoutRoster() && !rosters.load(bind.username())) {
            refuse(bind, PacketError.Condition.internal_server_error, "The roster cannot be loaded");
        } else {
            String resource = verdict.resource() == null ? wish : BindRequest.prepared(verdict.resource());
            if (bind.request().isExact() && !Objects.equals(resource, wish)) {
                refuse(bind, PacketError.Condition.conflict, null);
            } else {
                decide(bind, resource);
            }
        }
    }

    /** What the host calls a condition; policy-violation, which its library does not know, becomes its neighbour. */
    static PacketError.Condition condition(String name) {
        return Arrays.stream(PacketError.Condition.values()).filter(known -> known.toXMPP().equals(name)).findAny()
                .orElse(PacketError.Condition.not_allowed);
    }

    private void decide(BindAttempt bind, String wish) {
        ends.endUntold(bind.bareJid());
        List<XmppSession> bound = tracker.sessionsOf(bind.bareJid()).stream().map(OpenfireSession::session).toList();
        BindDecision decision = arbiter.decide(bind.session(), bind.bareJid(), wish, bound, rules(bind),
                settings.warLimits());
        if (decision.refusal() == BindDecision.Refusal.CONFLICT) {
            refuse(bind, PacketError.Condition.conflict, null);
        } else if (decision.refusal() == BindDecision.Refusal.RESOURCE_CONSTRAINT) {
            refuse(bind, PacketError.Condition.resource_constraint, "Too many sessions");
        } else {
            long start = System.nanoTime();
            if (!decision.closings().isEmpty() && OpenfireSession.of(bind.session()).isOnEventLoop()) {
                // The host may have to ask a database whom to tell that they end.
                onOwnThread(() -> guarded(bind, () -> makeWay(bind, decision, start)));
            } else {
                makeWay(bind, decision, start);
            }
        }
    }

    private BindRules rules(BindAttempt bind) {
        UserAgent agent = bind.request().isSessionSure() ? bind.session().facts().userAgent() : null;
        BindRules rules = settings.rules(bind.username()).on(agent == null ? null : agent.id());
        return bind.request().isExact() ? rules.exact() : rules;
    }

    private void makeWay(BindAttempt bind, BindDecision decision, long start) {
        boolean isClear = true;
        String successor = bind.request().isSessionSure() ? bind.session().id() : null;
        for (BindDecision.Closing closing : decision.closings()) {
            isClear &= ends.makeWay(OpenfireSession.of(closing.session()), closing.reason(), closing.cause(),
                    successor, whenThere(closing));
        }
        // Else the new session might miss in the store what the old one never acknowledged.
        isClear &= !ends.isUndelivered(bind.bareJid());
        if (isClear || System.nanoTime() - start > MAKE_WAY_NANOS) {
            delegate(bind, decision.resource());
        } else {
            later(bind, STEP_MILLIS, () -> makeWay(bind, decision, start));
        }
    }

    // What is to be done if the client of the closed session is there; null if that does not matter.
    private Runnable whenThere(BindDecision.Closing closing) {
        ReconnectWars.Limits limits = settings.warLimits();
        String fullJid = closing.session().state().fullJid();
        return closing.cause() == EndCause.REPLACED && limits.threshold() > 0
                ? () -> arbiter.kicked(fullJid, limits) : null;
    }

    private void delegate(BindAttempt bind, String resource) {
        if (bind.delegate(resource)) {
            grant(bind, resource);
        }
    }

    private void refuse(BindAttempt bind, PacketError.Condition condition, String text) {
        // First: the client may ask again as soon as it reads the answer.
        if (bind.over()) {
            bind.request().refuse(condition, text);
            bind.answered();
        }
    }

    private void grant(BindAttempt bind, String resource) {
        granting.add(Thread.currentThread());
        try {
            bind.request().grant(resource);
        } finally {
            granting.remove(Thread.currentThread());
        }
    }

    /** Whether this thread is just having the host bind what was decided. */
    boolean isGranting() {
        return granting.contains(Thread.currentThread());
    }

    // 5.1.1 says conflict as well if it is busy.
    @Override
    public boolean isAskedAgain(BindAttempt bind) {
        String resource = bind.granted();
        if (bind.age() > RETRY_NANOS || resource != null && HostSessions.isTaken(bind.bareJid() + '/' + resource)) {
            return false;
        }
        later(bind, RETRY_MILLIS, () -> grant(bind, resource));
        return true;
    }
}
