package io.github.sessionstate.openfire;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.UserSessions;
import io.github.sessionstate.session.XmppSession;

/** Turns what the hooks see into transitions of the model. Sessions are told apart by stream id, not by JID. */
public final class SessionTracker {
    private static final Logger LOG = LoggerFactory.getLogger(SessionTracker.class);
    private static final long SETTLE_MAX_MILLIS = 1000;

    private final Host host;
    private final SessionRegistry registry;
    private final OpenfireRosters rosters;
    private final SessionCloser closer;
    private final ScheduledExecutorService executor;
    private final ConcurrentMap<String, OpenfireSession> byStreamId = new ConcurrentHashMap<>();
    private final Object takingIn = new Object();
    private volatile boolean stopped;

    /** @param executor for what must wait; never used for anything that blocks */
    public SessionTracker(Host host, SessionRegistry registry, OpenfireRosters rosters,
                          ScheduledExecutorService executor) {
        this.host = host;
        this.registry = registry;
        this.rosters = rosters;
        this.closer = new SessionCloser(host, executor);
        this.executor = executor;
    }

    /** From now on nothing changes the model any more: sessions go on in the host, untold. */
    public void stop() {
        stopped = true;
    }

    // ------------------------------------------------------------------ accept hook

    /** Begins to follow a connection, as a new session or as that of one that exists. */
    StreamWatch watch(ClientChannel channel, boolean existedBefore) {
        LocalClientSession hostSession = existedBefore ? channel.hostSession() : null;
        if (hostSession != null) {
            return new StreamWatch(this, channel, takeIn(hostSession, channel));
        }
        OpenfireSession session = new OpenfireSession(closer, null, channel);
        session.begin(existedBefore ? registry.seeded(session, SessionState.accepted(channel), Instant.now())
                : registry.accepted(session, channel));
        return new StreamWatch(this, channel, session);
    }

    /**
     * The host made its session for this one.
     *
     * @return the session to go on with: this one, or one that another hook made for the host's session before
     */
    OpenfireSession identified(OpenfireSession session, LocalClientSession hostSession, ClientChannel channel) {
        if (session.host() != null) {
            return session;
        }
        session.identify(hostSession);
        if (byStreamId.putIfAbsent(HostSessions.streamId(hostSession), session) == null) {
            return session;
        }
        OpenfireSession known = takeIn(hostSession, channel);
        end(session);
        return known;
    }

    /**
     * The host gave the connection to a session that its client resumed (XEP-0198 §5); the session that carried the
     * request is over.
     *
     * @return the resumed session
     */
    OpenfireSession resumed(OpenfireSession carrier, LocalClientSession resumed, ClientChannel channel) {
        OpenfireSession session = takeIn(resumed, channel);
        carrier.endsBecause(EndCause.RESUMED);
        end(carrier);
        return session;
    }

    /** The connection has ended; what becomes of the session is for the host to decide. */
    void connectionEnded(OpenfireSession session, ClientChannel channel) {
        if (session.channel() != channel) {
            // It was resumed over another connection.
            return;
        }
        if (session.session().state().isConnectedResource()) {
            settle(session, channel, 1);
            return;
        }
        if (session.endCause() == EndCause.CLOSED) {
            session.endsBecause(EndCause.CONNECTION_LOST);
        }
        end(session);
    }

    // The host detaches or removes the session on its own threads, and tells nobody of the former.
    private void settle(OpenfireSession session, ClientChannel channel, long delayMillis) {
        LocalClientSession hostSession = session.host();
        if (stopped || session.channel() != channel || session.session().state().isDestroyed()) {
            return;
        }
        if (hostSession.isDetached()) {
            session.session().detached();
        } else if (!HostSessions.isRegistered(hostSession)) {
            end(session);
        } else {
            try {
                executor.schedule(() -> settleAgain(session, channel, Math.min(delayMillis * 2, SETTLE_MAX_MILLIS)),
                        delayMillis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("The plugin is being unloaded; {} is followed no further", session.session());
            }
        }
    }

    private void settleAgain(OpenfireSession session, ClientChannel channel, long delayMillis) {
        try {
            settle(session, channel, delayMillis);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("What became of {} after its connection ended is not known", session.session(), e);
        }
    }

    // ------------------------------------------------------------------ session events

    /** The host bound a resource to this session. */
    void bound(LocalClientSession hostSession) {
        if (stopped) {
            return;
        }
        OpenfireSession session = meet(hostSession);
        JID address = hostSession.getAddress();
        session.session().bound(address.getNode(), address.getDomain(), address.getResource(),
                rosters.has(hostSession));
    }

    /** Our session for one of the host; a new one for a transport or a connection that no accept hook has met. */
    OpenfireSession meet(LocalClientSession hostSession) {
        String streamId = HostSessions.streamId(hostSession);
        OpenfireSession session = byStreamId.get(streamId);
        if (session != null) {
            return session;
        }
        synchronized (takingIn) {
            session = byStreamId.get(streamId);
            if (session == null) {
                session = new OpenfireSession(closer, hostSession, null);
                session.begin(registry.accepted(session, new HostConnection(host, hostSession)));
                byStreamId.put(streamId, session);
            }
            return session;
        }
    }

    /** The host removed this session. */
    void destroyed(LocalClientSession hostSession) {
        OpenfireSession session = byStreamId.get(HostSessions.streamId(hostSession));
        if (session != null) {
            end(session);
        }
    }

    private void end(OpenfireSession session) {
        if (stopped) {
            return;
        }
        if (session.host() != null) {
            byStreamId.remove(HostSessions.streamId(session.host()), session);
        }
        session.session().destroyed(session.endCause());
    }

    // ------------------------------------------------------------------ stanza hook

    /** Our session for one of the host; null if there is none, or it belongs to another node or is no client. */
    OpenfireSession find(Session hostSession) {
        return hostSession instanceof LocalClientSession
                ? byStreamId.get(hostSession.getStreamID().getID()) : null;
    }

    // ------------------------------------------------------------------ routes

    /** Our sessions that are bound under this bare JID. */
    List<OpenfireSession> sessionsOf(String bareJid) {
        return registry.byBareJid(bareJid).map(UserSessions::all).orElse(List.of()).stream()
                .map(session -> (OpenfireSession) session.host()).toList();
    }

    // ------------------------------------------------------------------ sessions that exist

    /** Takes in all bound sessions of this node that no hook has met. */
    void takeInBound() {
        for (ClientSession hostSession : SessionManager.getInstance().getSessions()) {
            // One that was replaced since the list was made must not take the place of its successor.
            if (hostSession instanceof LocalClientSession
                    && HostSessions.isRegistered((LocalClientSession) hostSession)) {
                takeIn((LocalClientSession) hostSession, null);
            }
        }
    }

    /** @param channel its connection; null if unknown */
    private OpenfireSession takeIn(LocalClientSession hostSession, ClientChannel channel) {
        String streamId = HostSessions.streamId(hostSession);
        OpenfireSession session;
        // Two hooks may meet the same session at the same time.
        synchronized (takingIn) {
            session = byStreamId.get(streamId);
            if (session == null) {
                session = new OpenfireSession(closer, hostSession, channel);
                SessionConnection connection = channel == null ? new HostConnection(host, hostSession) : channel;
                session.begin(registry.seeded(session, stateOf(hostSession, connection),
                        hostSession.getCreationDate().toInstant()));
                byStreamId.put(streamId, session);
            }
        }
        if (channel != null) {
            session.moveTo(channel);
            session.session().attached(channel);
        }
        if (HostSessions.isBound(hostSession) && !HostSessions.isRegistered(hostSession)) {
            // It ended meanwhile, and the event found nothing to end.
            end(session);
        }
        return session;
    }

    private SessionState stateOf(LocalClientSession hostSession, SessionConnection connection) {
        SessionState state = SessionState.accepted(connection).opened(hostSession.getServerName());
        if (HostSessions.isAuthenticated(hostSession)) {
            // Whether the client restarted its stream already is not to be known; mostly it did.
            state = state.authenticated(HostSessions.username(hostSession)).opened(hostSession.getServerName());
        }
        if (HostSessions.isBound(hostSession)) {
            JID address = hostSession.getAddress();
            // A roster push too many does no harm, one too few does: the client counts as interested.
            state = state.bound(address.getNode(), address.getDomain(), address.getResource(),
                    rosters.has(hostSession)).askedForRoster();
            Presence presence = hostSession.getPresence();
            if (presence != null && presence.isAvailable()) {
                Presence broadcast = presence.createCopy();
                broadcast.setTo((JID) null);
                state = state.updated(PresenceUpdate.of(broadcast.getElement(), state.bareJid()));
            }
        }
        return hostSession.isDetached() ? state.detach() : state;
    }
}
