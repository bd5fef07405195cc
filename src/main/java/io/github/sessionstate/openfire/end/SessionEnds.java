package io.github.sessionstate.openfire.end;

import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.Message;

import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.HostEnds;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.host.Later;
import io.github.sessionstate.openfire.host.StreamErrors;
import io.github.sessionstate.openfire.host.Undelivered;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.Ends;
import io.github.sessionstate.openfire.tracked.HostConnection;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;
import io.github.sessionstate.openfire.tracked.UnwatchedSessions;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionRegistry;

/**
 * Ends sessions of the model, for the right cause, when the host ends its own or has lost them; what follows from an
 * end begins here.
 */
public final class SessionEnds implements Ends {
    private final Host host;
    private final HostEnds hostEnds;
    private final SessionRegistry registry;
    private final TrackedSessions tracked;
    private final Consumer<OpenfireSession> forget;
    private final UnwatchedSessions unwatched;
    private final SessionCloser closer;
    private final RouteGuard routes;
    private final ConnectionEnds connections;
    private final Later later;
    // 4.8 never does.
    private volatile boolean hasToldOfAnEnd;
    private volatile boolean areAllKnown;
    private volatile boolean serverStopping;
    private volatile boolean stopped;

    /**
     * @param forget   told of each session that ends
     * @param executor for what must wait; never used for anything that blocks
     */
    public SessionEnds(Host host, SessionRegistry registry, TrackedSessions tracked, Consumer<OpenfireSession> forget,
                       UnwatchedSessions unwatched, ScheduledExecutorService executor) {
        this.host = host;
        this.hostEnds = host.ends();
        this.registry = registry;
        this.tracked = tracked;
        this.forget = forget;
        this.unwatched = unwatched;
        this.closer = new SessionCloser(hostEnds, executor, this::endIfGone);
        this.routes = new RouteGuard(hostEnds, registry);
        this.later = new Later(executor);
        this.connections = new ConnectionEnds(this, routes, later);
        registry.addListener(this::sessionChanged);
    }

    /** From now on nothing changes the model any more: sessions go on in the host, untold. */
    public void stop() {
        if (serverStopping) {
            serverStopping();
        }
        stopped = true;
        connections.stop();
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    /** Whether the host, at the end of a session, is about to lose what {@link Undelivered} will send elsewhere. */
    public boolean isRepeated(Message message) {
        return !stopped && !serverStopping && Undelivered.mayBeRepeated(message)
                && tracked.sessionsOf(message.getTo().toBareJID()).stream().map(OpenfireSession::hostSession)
                        .anyMatch(session -> session != null && host.undelivered().isRepeated(message, session));
    }

    /** From now on all sessions are known that were there before the plugin. */
    public void allAreKnown() {
        areAllKnown = true;
    }

    /** Takes a session out of the host's tables, soon, on a thread that holds no lock of the host. */
    public void removeLater(OpenfireSession session) {
        LocalClientSession hostSession = session.hostSession();
        later.run(0, () -> hostEnds.remove(hostSession));
    }

    /** What closes sessions. */
    public OpenfireSession.Closer closer() {
        return closer;
    }

    /** Whether the plugin has taken this session out of the host's tables, or is about to. */
    public boolean hasGivenWay(LocalClientSession hostSession) {
        return routes.hasGivenWay(hostSession);
    }

    @Override
    public boolean isUndelivered(String bareJid) {
        return host.undelivered().isUnderWayTo(bareJid);
    }

    /** The connection has ended; what becomes of the session is for the host to decide. */
    public void connectionEnded(OpenfireSession session, ClientChannel channel) {
        // Later the plugin's classes may be gone: what was never needed before cannot be loaded any more.
        if (!stopped) {
            connections.connectionEnded(session, channel);
        }
    }

    /** Looks after ends that are half done. To be called several times a second, by one thread at a time. */
    public void follow() {
        connections.follow();
    }

    /** Ends the session if the host has it no more: the event found nothing to end, or there was none. */
    public void endIfGone(OpenfireSession session) {
        LocalClientSession hostSession = session.hostSession();
        if (hostSession != null && HostSessions.isBound(hostSession) && !HostSessions.isRegistered(hostSession)) {
            end(session);
        }
    }

    /** The host has a session whose client is gone for good: it goes as the host would have it go. */
    public void removeLeftBehind(LocalClientSession hostSession) {
        OpenfireSession session = tracked.find(hostSession);
        hostEnds.announceLeftBehind(hostSession);
        routes.remove(hostSession);
        if (session != null) {
            // Not every host tells of it.
            endIfGone(session);
        }
    }

    @Override
    public boolean isSilentAboutEnds() {
        return !hasToldOfAnEnd;
    }

    /** The session has left the host's tables. */
    public void left(OpenfireSession session) {
        connections.left(session);
    }

    @Override
    public void endUntold(OpenfireSession session) {
        // One that is connected has only lost its route, which is restored.
        if (stopped || session.session().state().isDestroyed() || session.isConnected()
                || HostSessions.isRegistered(session.hostSession())) {
            return;
        }
        if (session.session().state().detached() && session.evidence().known() == null) {
            // While the plugin answers binds, hardly anything else ends a detached session without its doing.
            session.evidence().seenFromHost(SessionEnd.of(EndCause.DETACH_EXPIRED));
        }
        end(session);
        connections.lookAtRoute(session);
    }

    /** The host removed this session. */
    public void destroyed(LocalClientSession hostSession) {
        hasToldOfAnEnd = true;
        OpenfireSession session = tracked.find(hostSession);
        if (session != null) {
            SessionEnd shown = session.evidence().known() == null ? shownEnd(session, hostSession) : null;
            if (shown != null) {
                session.evidence().seenFromHost(shown);
            }
            end(session);
        }
        if (!stopped) {
            routes.removed(hostSession);
        }
    }

    // What the host, which is just ending the session, shows of why; null for nothing.
    private SessionEnd shownEnd(OpenfireSession session, LocalClientSession hostSession) {
        ClientChannel channel = session.channel();
        if (channel != null && channel.isEndedByClient()) {
            return SessionEnd.of(EndCause.CLOSED_BY_CLIENT);
        }
        SessionEnd traced = StackEndCause.here(() -> channel != null && channel.isInputBad(),
                () -> StreamErrors.ofClient(channel == null ? null : channel.lastElement()));
        if (traced != null || channel != null || session.evidence().isExpected()) {
            return traced;
        }
        EndCause cause = hostEnds.causeOfEnd(hostSession);
        return cause == null ? null : SessionEnd.of(cause);
    }

    /** The server is stopping: all sessions end with it, those too that begin while it does. */
    public void serverStopping() {
        serverStopping = true;
        registry.sessions().forEach(session -> end(OpenfireSession.of(session)));
    }

    /** The host was still at presence of a session when that ended. */
    public void presenceBehindTheEnd(LocalClientSession ended) {
        // Before all are known, it may be one that nobody met, and whose end the host is just at.
        if (!stopped && areAllKnown) {
            routes.presenceBehindTheEnd(ended);
        }
    }

    @Override
    public boolean makeWay(OpenfireSession session, CloseReason reason, EndCause cause, String successor,
                           Runnable whenThere) {
        LocalClientSession hostSession = session.hostSession();
        if (hostSession == null) {
            // It ended a while ago.
            return true;
        }
        if (!routes.givesWay(hostSession) && !hostSession.isDetached()) {
            // A second attempt, since another of the same bind was not gone yet. This one has been told already.
            return !HostSessions.isRegistered(hostSession);
        }
        session.evidence().commanded(SessionEnd.closed(cause, reason).replacedBy(successor));
        ClientChannel channel = session.channel();
        boolean isLeftToClient = whenThere != null && channel != null && channel.isOpen() && hostEnds.endsAtOnce()
                && !stopped;
        if (isLeftToClient) {
            // First: it may end it before the next line.
            connections.leaveToClient(channel, whenThere);
        } else if (whenThere != null && channel == null && !hostSession.isDetached()) {
            whenThere.run();
        }
        boolean isGone = hostEnds.endAtOnce(hostSession, channel, reason, isLeftToClient);
        endIfGone(session);
        return isGone;
    }

    @Override
    public void detached(OpenfireSession session, ClientChannel former) {
        SessionConnection last = session.session().state().connection();
        if (session.detachedFrom(former)) {
            unwatched.lookAt(session);
            letGoLater(last);
        }
    }

    /** The session has another connection, of which no accept hook told. */
    public void reattached(OpenfireSession session) {
        SessionConnection former = session.session().state().connection();
        session.session().attached(new HostConnection(host, session.hostSession()));
        letGoLater(former);
    }

    // A TCP connection is let go of when it ends itself.
    private void letGoLater(SessionConnection former) {
        if (former instanceof HostConnection) {
            connections.letGoLater(((HostConnection) former)::letGo);
        }
    }

    @Override
    public void end(OpenfireSession session) {
        if (stopped) {
            return;
        }
        forget.accept(session);
        session.catchUpFailedLogins();
        SessionEnd end = session.end();
        session.session().destroyed(serverStopping ? end.as(EndCause.SERVER_SHUTDOWN) : end);
        ClientChannel channel = session.channel();
        if (channel != null && channel.isOpen()) {
            connections.mustClose(channel);
        }
    }

    private void sessionChanged(SessionEvent event) {
        if (event.kind() == SessionEventKind.DESTROYED && !stopped) {
            OpenfireSession session = OpenfireSession.of(event.session());
            session.ended();
            connections.letGoLater(session::letGo);
            letGoLater(event.before().connection());
            closeDisplaced(event);
            LocalClientSession hostSession = session.hostSession();
            if (hostSession != null) {
                host.replies().ended(hostSession);
                if (!serverStopping) {
                    host.undelivered().sendElsewhere(hostSession);
                }
            }
            unwatched.remove(session);
        }
    }

    /**
     * Two sessions that ask for one full JID at the same time may both get it from the host. The one that is not in the
     * routing table stays connected, and reached by nobody, unless it is closed.
     */
    private void closeDisplaced(SessionEvent event) {
        OpenfireSession session = OpenfireSession.of(event.session());
        if (event.cause() == EndCause.REPLACED && session.isConnected()
                && !routes.hasGivenWay(session.hostSession())) {
            // Not here: the host holds a lock on the address while it tells of a bind.
            later.run(0, () -> closer.closeReplaced(session));
        }
    }

    @Override
    public void endUntold(String bareJid) {
        if (isSilentAboutEnds()) {
            tracked.sessionsOf(bareJid).forEach(this::endUntold);
        }
    }
}
