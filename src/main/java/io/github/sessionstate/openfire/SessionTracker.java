package io.github.sessionstate.openfire;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;

import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.end.ConnectionEnds;
import io.github.sessionstate.openfire.end.RouteGuard;
import io.github.sessionstate.openfire.end.SessionCloser;
import io.github.sessionstate.openfire.end.StackEndCause;
import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.host.Undelivered;
import io.github.sessionstate.openfire.roster.OpenfireRosters;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.HostConnection;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.Transitions;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.UserSessions;

/** Turns what the hooks see into transitions of the model. Sessions are told apart by stream id, not by JID. */
public final class SessionTracker implements Transitions {
    private final Host host;
    private final SessionRegistry registry;
    private final OpenfireRosters rosters;
    private final SessionCloser closer;
    private final RouteGuard routes;
    private final ConnectionEnds ends;
    private final ScheduledExecutorService executor;
    private final ConcurrentMap<String, OpenfireSession> byStreamId = new ConcurrentHashMap<>();
    private final UnwatchedSessions unwatched = new UnwatchedSessions(System::nanoTime);
    private final Object takingIn = new Object();
    // 4.8 never does.
    private volatile boolean hasToldOfAnEnd;
    private volatile boolean hasTakenInAll;
    private volatile boolean serverStopping;
    private volatile boolean stopped;

    /** @param executor for what must wait; never used for anything that blocks */
    public SessionTracker(Host host, SessionRegistry registry, OpenfireRosters rosters,
                          ScheduledExecutorService executor) {
        this.host = host;
        this.registry = registry;
        this.rosters = rosters;
        this.closer = new SessionCloser(host, executor, this::endIfGone);
        this.routes = new RouteGuard(host, registry);
        this.ends = new ConnectionEnds(this, routes, executor);
        this.executor = executor;
        registry.addListener(this::sessionChanged);
    }

    /** From now on nothing changes the model any more: sessions go on in the host, untold. */
    public void stop() {
        if (serverStopping) {
            serverStopping();
        }
        stopped = true;
        ends.stop();
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    /** Whether the host, at the end of a session, is about to lose what {@link Undelivered} will send elsewhere. */
    boolean isRepeated(Message message) {
        return !stopped && !serverStopping && Undelivered.mayBeRepeated(message)
                && sessionsOf(message.getTo().toBareJID()).stream().map(OpenfireSession::host)
                        .anyMatch(session -> session != null && host.undelivered().isRepeated(message, session));
    }

    /** Whether the plugin has taken this session out of the host's tables, or is about to. */
    boolean hasGivenWay(LocalClientSession hostSession) {
        return routes.hasGivenWay(hostSession);
    }

    @Override
    public boolean isUndelivered(String bareJid) {
        return host.undelivered().isUnderWayTo(bareJid);
    }

    // ------------------------------------------------------------------ accept hook

    @Override
    public OpenfireSession accepted(ClientChannel channel, boolean existedBefore) {
        LocalClientSession hostSession = existedBefore ? channel.hostSession() : null;
        if (hostSession != null) {
            return takeIn(hostSession, channel);
        }
        OpenfireSession session = new OpenfireSession(host, closer, null, channel);
        if (existedBefore) {
            Instant now = Instant.now();
            registry.seeded(session, SessionState.accepted(channel), now, now);
        } else {
            registry.accepted(session, channel);
        }
        return session;
    }

    @Override
    public OpenfireSession identified(OpenfireSession session, LocalClientSession hostSession, ClientChannel channel) {
        if (session.host() != null) {
            return session;
        }
        session.identify(hostSession);
        if (byStreamId.putIfAbsent(HostSessions.streamId(hostSession), session) == null) {
            return session;
        }
        OpenfireSession known = takeIn(hostSession, channel);
        session.moveTo(null);
        end(session);
        return known;
    }

    @Override
    public OpenfireSession resumed(OpenfireSession resuming, LocalClientSession resumed, ClientChannel channel) {
        resumedAnother(resuming.host());
        return takeIn(resumed, channel);
    }

    /** This session carried the request to resume another, which has its connection now; it is over. */
    void resumedAnother(LocalClientSession hostSession) {
        OpenfireSession resuming = byStreamId.get(HostSessions.streamId(hostSession));
        if (resuming != null) {
            resuming.moveTo(null);
            resuming.evidence().commanded(EndCause.RESUMED);
            end(resuming);
        }
        host.removeResuming(hostSession);
    }

    @Override
    public void connectionEnded(OpenfireSession session, ClientChannel channel) {
        ends.connectionEnded(session, channel);
    }

    @Override
    public void tellAfter(Runnable step) {
        registry.tellAfter(step);
    }

    /** Looks after ends that are half done. To be called several times a second, by one thread at a time. */
    void followEnds() {
        ends.follow();
    }

    // ------------------------------------------------------------------ session events

    /** The host bound a resource to this session. */
    void bound(LocalClientSession hostSession) {
        if (stopped) {
            return;
        }
        OpenfireSession session = meet(hostSession);
        if (!HostSessions.isRegistered(hostSession)) {
            // Another session got the same full JID meanwhile, and is told of before this one; or this one has ended.
            end(session);
            return;
        }
        if (session.channel() == null) {
            session.catchUp();
        }
        JID address = hostSession.getAddress();
        session.session().bound(address.getNode(), address.getDomain(), address.getResource(),
                rosters.has(hostSession));
        endIfGone(session);
        if (HostSessions.isClosedForGood(hostSession)) {
            // Its connection ended while the host was at the bind: what the host does then was done before. Not here:
            // it holds a lock on the address while it tells of a bind.
            ends.later(session, 0, () -> host.remove(hostSession));
        }
    }

    // It ended meanwhile, and the event found nothing to end, or there was none.
    private void endIfGone(OpenfireSession session) {
        LocalClientSession hostSession = session.host();
        if (hostSession != null && HostSessions.isBound(hostSession) && !HostSessions.isRegistered(hostSession)) {
            end(session);
        }
    }

    /** The host has a session whose client is gone for good: it goes as the host would have it go. */
    void removeLeftBehind(LocalClientSession hostSession) {
        OpenfireSession session = find(hostSession);
        host.announceLeftBehind(hostSession);
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
    void left(OpenfireSession session) {
        ends.left(session);
    }

    @Override
    public void endUntold(OpenfireSession session) {
        // One that is connected has only lost its route, which is restored.
        if (stopped || session.session().state().isDestroyed() || session.isConnected()
                || HostSessions.isRegistered(session.host())) {
            return;
        }
        if (session.session().state().detached() && session.evidence().known() == null) {
            // While the plugin answers binds, hardly anything else ends a detached session without its doing.
            session.evidence().seenFromHost(EndCause.DETACH_EXPIRED);
        }
        end(session);
        ends.lookAtRoute(session);
    }

    @Override
    public OpenfireSession meet(LocalClientSession hostSession) {
        String streamId = HostSessions.streamId(hostSession);
        OpenfireSession session = byStreamId.get(streamId);
        if (session != null) {
            return session;
        }
        return enterOnce(streamId, null, () -> {
            OpenfireSession met = new OpenfireSession(host, closer, hostSession, null);
            registry.accepted(met, new HostConnection(host, hostSession));
            return met;
        });
    }

    /** Those that no accept hook follows. */
    UnwatchedSessions unwatched() {
        return unwatched;
    }

    /** The host removed this session. */
    void destroyed(LocalClientSession hostSession) {
        hasToldOfAnEnd = true;
        OpenfireSession session = byStreamId.get(HostSessions.streamId(hostSession));
        if (session != null) {
            endForKnownCause(session, hostSession);
        }
        if (!stopped) {
            routes.removed(hostSession);
        }
    }

    private void endForKnownCause(OpenfireSession session, LocalClientSession hostSession) {
        EndCause cause = session.evidence().known() == null ? shownCause(session, hostSession) : null;
        if (cause != null) {
            session.evidence().seenFromHost(cause);
        }
        end(session);
    }

    // What the host, which is just ending the session, shows of why; null for nothing.
    private EndCause shownCause(OpenfireSession session, LocalClientSession hostSession) {
        ClientChannel channel = session.channel();
        if (channel != null && channel.isEndedByClient()) {
            return EndCause.CLOSED_BY_CLIENT;
        }
        EndCause traced = StackEndCause.here(() -> channel != null && channel.isInputBad());
        boolean isTold = traced != null || channel != null || session.evidence().isExpected();
        return isTold ? traced : host.causeOfEnd(hostSession);
    }

    /** The server is stopping: all sessions end with it, those too that begin while it does. */
    void serverStopping() {
        serverStopping = true;
        sessions().forEach(this::end);
    }

    /** The host was still at presence of a session when that ended. */
    void presenceBehindTheEnd(LocalClientSession ended) {
        // Before all are known, it may be one that nobody met, and whose end the host is just at.
        if (!stopped && hasTakenInAll) {
            routes.presenceBehindTheEnd(ended);
        }
    }

    @Override
    public boolean makeWay(OpenfireSession session, CloseReason reason, EndCause cause, Runnable whenThere) {
        LocalClientSession hostSession = session.host();
        if (hostSession == null) {
            // It ended a while ago.
            return true;
        }
        if (!routes.givesWay(hostSession) && !hostSession.isDetached()) {
            // Asked again, as of several not all had gone: it is told no second time.
            return !HostSessions.isRegistered(hostSession);
        }
        session.evidence().commanded(cause);
        ClientChannel channel = session.channel();
        boolean isLeftToClient = whenThere != null && channel != null && channel.isOpen() && host.endsAtOnce()
                && !stopped;
        if (isLeftToClient) {
            // First: it may end it before the next line.
            ends.leaveToClient(channel, whenThere);
        } else if (whenThere != null && channel == null && !hostSession.isDetached()) {
            whenThere.run();
        }
        boolean isGone = host.endAtOnce(hostSession, channel, reason, isLeftToClient);
        endIfGone(session);
        return isGone;
    }

    /** All live sessions. */
    Stream<OpenfireSession> sessions() {
        return registry.sessions().stream().map(OpenfireSession::of);
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
    void reattached(OpenfireSession session) {
        SessionConnection former = session.session().state().connection();
        session.session().attached(new HostConnection(host, session.host()));
        letGoLater(former);
    }

    // A TCP connection is let go of when it ends itself.
    private void letGoLater(SessionConnection former) {
        if (former instanceof HostConnection) {
            ends.letGoLater(((HostConnection) former)::letGo);
        }
    }

    @Override
    public void end(OpenfireSession session) {
        if (stopped) {
            return;
        }
        if (session.host() != null) {
            byStreamId.remove(HostSessions.streamId(session.host()), session);
        }
        session.session().destroyed(serverStopping ? EndCause.SERVER_SHUTDOWN : session.endCause());
        BindAttempt bind = session.bind();
        if (bind != null) {
            bind.done();
        }
        ClientChannel channel = session.channel();
        if (channel != null && channel.isOpen()) {
            ends.mustClose(channel);
        }
    }

    private void sessionChanged(SessionEvent event) {
        if (event.kind() == SessionEventKind.DESTROYED && !stopped) {
            OpenfireSession session = OpenfireSession.of(event.session());
            session.ended();
            ends.letGoLater(session::letGo);
            letGoLater(event.before().connection());
            closeDisplaced(event);
            if (session.host() != null && !serverStopping) {
                host.undelivered().sendElsewhere(session.host());
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
                && !routes.hasGivenWay(session.host())) {
            // Not here: the host holds a lock on the address while it tells of a bind.
            ends.later(session, 0, () -> closer.closeReplaced(session));
        }
    }

    // ------------------------------------------------------------------ stanza hook

    @Override
    public OpenfireSession find(Session hostSession) {
        return hostSession instanceof LocalClientSession
                ? byStreamId.get(hostSession.getStreamID().getID()) : null;
    }

    // ------------------------------------------------------------------ accounts

    @Override
    public List<OpenfireSession> ofUser(String username) {
        return registry.ofUser(username, XMPPServer.getInstance().getServerInfo().getXMPPDomain()).stream()
                .map(OpenfireSession::of).toList();
    }

    // ------------------------------------------------------------------ routes

    @Override
    public void endUntold(String bareJid) {
        if (isSilentAboutEnds()) {
            sessionsOf(bareJid).forEach(this::endUntold);
        }
    }

    @Override
    public List<OpenfireSession> sessionsOf(String bareJid) {
        return registry.byBareJid(bareJid).map(UserSessions::all).orElse(List.of()).stream()
                .map(OpenfireSession::of).toList();
    }

    // ------------------------------------------------------------------ sessions that exist

    /** Takes in all bound sessions of this node that no hook has met. */
    void takeInBound() {
        try {
            for (ClientSession hostSession : XMPPServer.getInstance().getRoutingTable().getClientsRoutes(true)) {
                if (hostSession instanceof LocalClientSession) {
                    takeInBound((LocalClientSession) hostSession);
                }
            }
        } finally {
            hasTakenInAll = true;
        }
    }

    void takeInBound(LocalClientSession hostSession) {
        // One that was replaced since it was found must not take the place of its successor.
        if (HostSessions.isRegistered(hostSession)) {
            takeIn(hostSession, null);
        }
    }

    /** @param channel its connection; null if unknown */
    OpenfireSession takeIn(LocalClientSession hostSession, ClientChannel channel) {
        OpenfireSession session = enterOnce(HostSessions.streamId(hostSession), channel, () -> {
            OpenfireSession existing = new OpenfireSession(host, closer, hostSession, channel);
            SessionConnection connection = channel == null ? new HostConnection(host, hostSession) : channel;
            registry.seeded(existing, SeededState.of(hostSession, connection, rosters.has(hostSession)),
                    hostSession.getCreationDate().toInstant(), hostSession.getLastActiveDate().toInstant());
            return existing;
        });
        if (channel != null) {
            session.moveTo(channel);
            session.session().attached(channel);
        }
        endIfGone(session);
        return session;
    }

    // Two hooks may meet the same session at the same time.
    private OpenfireSession enterOnce(String streamId, ClientChannel channel, Supplier<OpenfireSession> begin) {
        OpenfireSession[] entered = new OpenfireSession[1];
        tellAfter(() -> {
            synchronized (takingIn) {
                entered[0] = byStreamId.get(streamId);
                if (entered[0] == null) {
                    entered[0] = begin.get();
                    byStreamId.put(streamId, entered[0]);
                    if (channel == null) {
                        unwatched.lookAt(entered[0]);
                    }
                }
            }
        });
        return entered[0];
    }
}
