package io.github.sessionstate.openfire;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;

import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.openfire.host.HostCapabilities.UnboundSessions;
import io.github.sessionstate.openfire.host.HostField;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.tracked.HostConnection;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;

/**
 * Follows sessions on BOSH and WebSocket before they have a resource, and those on WebSocket that are detached and
 * resumed (XEP-0198 §5). The host tells nobody of either. The former stand in its table of sessions that have not
 * bound, which is looked at several times a second. Whether their stream is open is not to be seen there: the host
 * makes the session with the first stream header, so it counts as open. Of the latter those are looked at each time of
 * which there may be news: the host's table of detached sessions tells, and a session that carried a request to resume;
 * all others in turns.
 */
final class WebSessionsHook extends Hook {
    private final Capability<UnboundSessions> offered;
    private final Capability<HostField<Map<?, LocalSession>>> detached;
    private final SessionTracker tracker;
    private final SessionEnds ends;
    // Sessions on all transports, by a key that differs between hosts. The host offers no way to list them.
    private Map<?, LocalClientSession> unbound;

    /** @param detached the host's table of detached sessions */
    WebSessionsHook(Capability<UnboundSessions> needed, Capability<HostField<Map<?, LocalSession>>> detached,
                    SessionTracker tracker, SessionEnds ends) {
        super("web-sessions", needed);
        this.offered = needed;
        this.detached = detached;
        this.tracker = tracker;
        this.ends = ends;
    }

    @Override
    protected synchronized void install() {
        unbound = offered.get().of(SessionManager.getInstance());
        for (LocalClientSession session : unbound.values()) {
            if (HostConnection.isWeb(session)) {
                tracker.takeIn(session, null);
            }
        }
    }

    @Override
    protected synchronized void uninstall() {
        if (unbound != null) {
            removeBound();
            unbound = null;
        }
    }

    // 4.8 leaves them there for good, with their connections, which must not make each look cost more than the one
    // before. Not those of anonymous users, which it removes, and counts by it.
    private void removeBound() {
        unbound.values().removeIf(session -> HostSessions.isBound(session) && !session.isAnonymousUser());
    }

    @Override
    protected synchronized boolean isInPlace() {
        return unbound != null;
    }

    /** Takes in what came, went on or ended since the last look. */
    synchronized void follow() {
        if (unbound == null) {
            return;
        }
        removeBound();
        for (LocalClientSession session : unbound.values()) {
            if (HostSessions.hasResumedOnWeb(session)) {
                // The host does not show which.
                tracker.resumedAnother(session, null);
                lookAtOthersOf(session);
            } else if (tracker.find(session) == null && HostConnection.isWeb(session)) {
                tracker.meet(session);
            }
        }
        lookAtDetached();
        Set<LocalClientSession> there = Collections.newSetFromMap(new IdentityHashMap<>());
        there.addAll(unbound.values());
        tracker.unwatched().look(detached.isOffered() && !ends.isSilentAboutEnds(), session -> look(session, there));
    }

    // One of the user's sessions has its connection now. Nobody who is anonymous can resume.
    private void lookAtOthersOf(LocalClientSession resuming) {
        String username = HostSessions.isAuthenticated(resuming) ? HostSessions.username(resuming) : null;
        if (username != null) {
            tracker.ofUser(username).forEach(this::lookAtIfUnwatched);
        }
    }

    private void lookAtDetached() {
        if (detached.isOffered()) {
            for (LocalSession session : detached.get().get(SessionManager.getInstance()).values()) {
                OpenfireSession known = tracker.find(session);
                if (known != null) {
                    lookAtIfUnwatched(known);
                }
            }
        }
    }

    private void lookAtIfUnwatched(OpenfireSession session) {
        if (session.channel() == null) {
            tracker.unwatched().lookAt(session);
        }
    }

    private void look(OpenfireSession session, Set<LocalClientSession> there) {
        SessionState state = session.session().state();
        if (state.isDestroyed() || session.channel() != null) {
            tracker.unwatched().remove(session);
        } else if (state.isConnectedResource()) {
            followConnection(session, state);
        } else if (there.contains(session.hostSession())) {
            session.catchUp();
        } else {
            endIfGone(session);
        }
    }

    private void followConnection(OpenfireSession session, SessionState state) {
        LocalClientSession hostSession = session.hostSession();
        if ((state.detached() || ends.isSilentAboutEnds()) && !HostSessions.isRegistered(hostSession)) {
            ends.left(session);
        } else if (hostSession.isDetached()) {
            if (!state.detached()) {
                ends.detached(session, null);
            } else if (!hostSession.getStreamManager().getResume()) {
                session.closeIfNobodyDoes();
            }
        } else if (HostConnection.isWeb(hostSession) && !isCurrent(state.connection())) {
            ends.reattached(session);
        }
    }

    private static boolean isCurrent(SessionConnection connection) {
        return connection instanceof HostConnection && ((HostConnection) connection).isCurrent();
    }

    /** Ends a session that left the host's table, unless it has just bound. */
    private void endIfGone(OpenfireSession known) {
        LocalClientSession hostSession = known.hostSession();
        // The host gives a session its address before it takes it out of its table of unbound ones. One that bound and
        // ended before it was met is in none.
        if (!HostSessions.isBound(hostSession) || !HostSessions.isRegistered(hostSession) && hostSession.isClosed()) {
            ends.end(known);
        }
    }
}
