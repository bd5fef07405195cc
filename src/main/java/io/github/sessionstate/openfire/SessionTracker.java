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

import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.roster.OpenfireRosters;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.HostConnection;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.Transitions;
import io.github.sessionstate.openfire.tracked.UnwatchedSessions;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionCounts;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.UserSessions;

/**
 * Joins the host's sessions with ours, and turns what the hooks see of them into transitions of the model. Sessions are
 * told apart by stream id, not by JID.
 */
public final class SessionTracker implements Transitions {
    private final Host host;
    private final SessionRegistry registry;
    private final OpenfireRosters rosters;
    private final UnwatchedSessions unwatched = new UnwatchedSessions(System::nanoTime);
    private final SessionEnds ends;
    private final ConcurrentMap<String, OpenfireSession> byStreamId = new ConcurrentHashMap<>();
    private final Object takingIn = new Object();

    /** @param executor for what must wait; never used for anything that blocks */
    public SessionTracker(Host host, SessionRegistry registry, OpenfireRosters rosters,
                          ScheduledExecutorService executor) {
        this.host = host;
        this.registry = registry;
        this.rosters = rosters;
        this.ends = new SessionEnds(host, registry, this, this::forget, unwatched, executor);
    }

    private void forget(OpenfireSession ended) {
        if (ended.hostSession() != null) {
            byStreamId.remove(HostSessions.streamId(ended.hostSession()), ended);
        }
    }

    /** How these sessions end. */
    SessionEnds ends() {
        return ends;
    }

    /** How many sessions are in which state. */
    SessionCounts counts() {
        return registry.counts();
    }

    /** Those that no accept hook follows. */
    UnwatchedSessions unwatched() {
        return unwatched;
    }

    // ------------------------------------------------------------------ accept hook

    @Override
    public OpenfireSession accepted(ClientChannel channel, boolean existedBefore) {
        LocalClientSession hostSession = existedBefore ? channel.hostSession() : null;
        if (hostSession != null) {
            return takeIn(hostSession, channel);
        }
        OpenfireSession session = new OpenfireSession(host, ends.closer(), null, channel);
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
        if (session.hostSession() != null) {
            return session;
        }
        session.identify(hostSession);
        if (byStreamId.putIfAbsent(HostSessions.streamId(hostSession), session) == null) {
            return session;
        }
        OpenfireSession known = takeIn(hostSession, channel);
        session.moveTo(null);
        ends.end(session);
        return known;
    }

    @Override
    public OpenfireSession resumed(OpenfireSession resuming, LocalClientSession resumed, ClientChannel channel) {
        resumedAnother(resuming.hostSession(), find(resumed));
        return takeIn(resumed, channel);
    }

    /**
     * This session carried the request to resume another, which has its connection now; it is over.
     *
     * @param resumed the other one; null if it is not known
     */
    void resumedAnother(LocalClientSession hostSession, OpenfireSession resumed) {
        OpenfireSession resuming = byStreamId.get(HostSessions.streamId(hostSession));
        if (resuming != null) {
            resuming.moveTo(null);
            resuming.evidence().commanded(SessionEnd.of(EndCause.RESUMED)
                    .replacedBy(resumed == null ? null : resumed.session().id()));
            ends.end(resuming);
        }
        host.ends().removeResuming(hostSession);
    }

    @Override
    public void connectionEnded(OpenfireSession session, ClientChannel channel) {
        ends.connectionEnded(session, channel);
    }

    @Override
    public void tellAfter(Runnable step) {
        registry.tellAfter(step);
    }

    // ------------------------------------------------------------------ session events

    /** The host bound a resource to this session. */
    void bound(LocalClientSession hostSession) {
        if (ends.isStopped()) {
            return;
        }
        OpenfireSession session = meet(hostSession);
        if (!HostSessions.isRegistered(hostSession)) {
            // Another session got the same full JID meanwhile, and is told of before this one; or this one has ended.
            ends.end(session);
            return;
        }
        if (session.channel() == null) {
            session.catchUp();
        }
        JID address = hostSession.getAddress();
        // Bind 2 (XEP-0386) and XEP-0078 bind before the client is told that it is logged in.
        session.session().authenticated(address.getNode(), false);
        session.session().bound(address.getNode(), address.getDomain(), address.getResource(),
                rosters.has(hostSession));
        ends.endIfGone(session);
        if (HostSessions.isClosedForGood(hostSession)) {
            // Its connection ended while the host was at the bind: what the host does then was done before. Not here:
            // it holds a lock on the address while it tells of a bind.
            ends.removeLater(session);
        }
    }

    @Override
    public OpenfireSession meet(LocalClientSession hostSession) {
        String streamId = HostSessions.streamId(hostSession);
        OpenfireSession session = byStreamId.get(streamId);
        if (session != null) {
            return session;
        }
        return enterOnce(streamId, null, () -> {
            OpenfireSession met = new OpenfireSession(host, ends.closer(), hostSession, null);
            registry.accepted(met, new HostConnection(host, hostSession));
            return met;
        });
    }

    /** All live sessions. */
    Stream<OpenfireSession> sessions() {
        return registry.sessions().stream().map(OpenfireSession::of);
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
            ends.allAreKnown();
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
            OpenfireSession existing = new OpenfireSession(host, ends.closer(), hostSession, channel);
            SessionConnection connection = channel == null ? new HostConnection(host, hostSession) : channel;
            registry.seeded(existing, SeededState.of(hostSession, connection, rosters.has(hostSession)),
                    hostSession.getCreationDate().toInstant(), hostSession.getLastActiveDate().toInstant());
            return existing;
        });
        if (channel != null) {
            session.moveTo(channel);
            session.session().attached(channel);
        }
        ends.endIfGone(session);
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
