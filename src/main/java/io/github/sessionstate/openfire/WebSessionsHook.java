package io.github.sessionstate.openfire;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.session.SessionState;

/**
 * Follows sessions on BOSH and WebSocket before they have a resource. The host tells nobody of those; they stand in its
 * table of sessions that have not bound, which is looked at several times a second. Whether their stream is open is not
 * to be seen there: the host makes the session with the first stream header, so it counts as open.
 */
final class WebSessionsHook extends Hook {
    private final SessionTracker tracker;
    // Sessions on all transports, by a key that differs between hosts. The host offers no way to list them.
    private Map<?, LocalClientSession> unbound;

    WebSessionsHook(SessionTracker tracker) {
        super("web-sessions");
        this.tracker = tracker;
    }

    @Override
    synchronized void install() {
        SessionManager manager = SessionManager.getInstance();
        Object localSessions = Late.field(SessionManager.class, "localSessionManager", manager);
        unbound = Late.field(localSessions.getClass(), "preAuthenticatedSessions", localSessions);
        for (LocalClientSession session : unbound.values()) {
            if (HostConnection.isWeb(session)) {
                tracker.takeIn(session, null);
            }
        }
    }

    @Override
    synchronized void uninstall() {
        unbound = null;
    }

    @Override
    synchronized boolean isInPlace() {
        return unbound != null;
    }

    /** Takes in what came, went on or ended since the last look. */
    synchronized void follow() {
        if (unbound == null) {
            return;
        }
        for (LocalClientSession session : unbound.values()) {
            if (tracker.find(session) == null && HostConnection.isWeb(session)) {
                tracker.meet(session);
            }
        }
        if (tracker.withoutChannel().isEmpty()) {
            return;
        }
        Set<LocalClientSession> there = Collections.newSetFromMap(new IdentityHashMap<>());
        there.addAll(unbound.values());
        for (OpenfireSession session : tracker.withoutChannel()) {
            if (there.contains(session.host())) {
                session.catchUp();
            } else if (isOver(session)) {
                tracker.withoutChannel().remove(session);
            }
        }
    }

    /** Whether there is nothing more to follow of a session that left the host's table. Ends one that is gone. */
    private boolean isOver(OpenfireSession known) {
        SessionState state = known.session().state();
        if (state.isConnectedResource() || state.isDestroyed()) {
            return true;
        }
        LocalClientSession host = known.host();
        // The host gives a session its address before it takes it out of its table of unbound ones. One that bound and
        // ended before it was met is in none.
        if (HostSessions.isBound(host) && (HostSessions.isRegistered(host) || !host.isClosed())) {
            return false;
        }
        tracker.end(known);
        return true;
    }
}
