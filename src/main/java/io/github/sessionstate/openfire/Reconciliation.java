package io.github.sessionstate.openfire;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.HostEnds;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.tcp.AcceptHook;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.text.Log;

/**
 * Compares the table with the host's sessions and connections now and then, and puts right what a hook missed. What is
 * out of step because something is just happening is left alone: only what looks the same some seconds later is
 * repaired. Each repair is counted and logged, since it should not be needed.
 */
final class Reconciliation {
    private static final Log LOG = Log.of(Reconciliation.class);
    private static final long TICK_MILLIS = 500;
    private static final long CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final HostEnds hostEnds;
    private final SessionTracker tracker;
    private final SessionEnds ends;
    private final AcceptHook<?> accept;
    private final LiveSettings settings;
    private final AtomicLongArray repairs = new AtomicLongArray(Repair.values().length);
    // By session or connection. For the one thread that ticks.
    private Map<Object, Repair> suspects = new IdentityHashMap<>();
    private long lastLook = System.nanoTime();

    Reconciliation(HostEnds hostEnds, SessionTracker tracker, SessionEnds ends, AcceptHook<?> accept,
                   LiveSettings settings) {
        this.hostEnds = hostEnds;
        this.tracker = tracker;
        this.ends = ends;
        this.accept = accept;
        this.settings = settings;
    }

    void start(ScheduledExecutorService executor) {
        executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** How often each kind of repair was made since the plugin was loaded. */
    long count(Repair kind) {
        return repairs.get(kind.ordinal());
    }

    /** Looks, if it is time. */
    void tick() {
        try {
            long interval = settings.get(Setting.RECONCILE_INTERVAL).toNanos();
            if (interval == 0) {
                suspects.clear();
                return;
            }
            if (System.nanoTime() - lastLook >= (suspects.isEmpty() ? interval : CONFIRM_NANOS)) {
                // First: one that fails is no more frequent than others, nor is its line in the log.
                lastLook = System.nanoTime();
                look();
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Comparison with Openfire failed; the next one follows after the check interval", e);
        }
    }

    /** Compares once. Repairs what the look before, which was at least some seconds ago, found as well. */
    private void look() {
        Map<Object, Repair> found = examine();
        Map<Object, Repair> unconfirmed = new IdentityHashMap<>();
        found.forEach((subject, kind) -> {
            if (suspects.get(subject) == kind) {
                repair(subject, kind);
            } else {
                unconfirmed.put(subject, kind);
            }
        });
        suspects = unconfirmed;
    }

    private void repair(Object subject, Repair kind) {
        OpenfireSession session = subject instanceof OpenfireSession ours ? ours : null;
        LocalClientSession hostSession = session != null ? session.hostSession()
                : subject instanceof LocalClientSession theirs ? theirs : null;
        try {
            LOG.warn("Repaired {}: {}", kind, session == null ? subject : session.session());
            switch (kind) {
                case MISSED_CONNECTION -> accept.takeIn(subject);
                case MISSED_SESSION -> tracker.takeInBound(hostSession);
                case MISSED_BIND -> tracker.bound(hostSession);
                case MISSED_DETACH -> ends.detached(session, session.channel());
                case MISSED_RESUME -> ends.reattached(session);
                case MISSED_END -> ends.end(session);
                case LEFT_BEHIND -> ends.removeLeftBehind(hostSession);
                default -> hostEnds.restoreRoute(hostSession);
            }
            repairs.incrementAndGet(kind.ordinal());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Repairing {} failed", kind, e);
        }
    }

    private Map<Object, Repair> examine() {
        Map<Object, Repair> found = new IdentityHashMap<>();
        tracker.sessions().forEach(subject -> {
            Repair needed = needed(subject, subject.session().state());
            if (needed != null && (needed != Repair.LOST_ROUTE || hostEnds.restoresRoutes())) {
                found.put(subject, needed);
            }
        });
        for (ClientSession hostSession : XMPPServer.getInstance().getRoutingTable().getClientsRoutes(true)) {
            if (hostSession instanceof LocalClientSession && tracker.find(hostSession) == null) {
                found.put(hostSession, isLeftBehind((LocalClientSession) hostSession, null)
                        ? Repair.LEFT_BEHIND : Repair.MISSED_SESSION);
            }
        }
        List<Object> unwatched = new ArrayList<>();
        accept.collectUnwatched(unwatched);
        unwatched.forEach(connection -> found.put(connection, Repair.MISSED_CONNECTION));
        return found;
    }

    private static Repair needed(OpenfireSession subject, SessionState state) {
        LocalClientSession hostSession = subject.hostSession();
        if (state.isDestroyed()) {
            return null;
        }
        if (hostSession == null || !HostSessions.isBound(hostSession)) {
            return subject.isConnected() ? null : Repair.MISSED_END;
        }
        if (!HostSessions.isRegistered(hostSession)) {
            return subject.isConnected() ? Repair.LOST_ROUTE : Repair.MISSED_END;
        }
        if (isLeftBehind(hostSession, subject.channel())) {
            return Repair.LEFT_BEHIND;
        }
        if (!state.isConnectedResource()) {
            return Repair.MISSED_BIND;
        }
        if (hostSession.isDetached() != state.detached()) {
            return state.detached() ? Repair.MISSED_RESUME : Repair.MISSED_DETACH;
        }
        return null;
    }

    // On WebSocket the host itself keeps, closed and not detached, what its client may resume.
    private static boolean isLeftBehind(LocalClientSession hostSession, ClientChannel channel) {
        return HostSessions.isClosedForGood(hostSession)
                && (channel == null ? !hostSession.getStreamManager().getResume() : !channel.isOpen());
    }
}
