package io.github.sessionstate.openfire.tracked;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.attempt.HeldStanzas;
import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.session.BoundedText;
import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SendRefusedException;
import io.github.sessionstate.session.ServerFacts;
import io.github.sessionstate.session.ServerSession;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.StreamText;
import io.github.sessionstate.session.XmppSession;

/** Joins a session of the model with the host's session and the connection of the moment. */
public final class OpenfireSession implements ServerSession {
    /** Ends sessions in the host. */
    public interface Closer {
        /** Never blocks. */
        CompletableFuture<CloseResult> close(OpenfireSession session, CloseReason reason, EndCause cause);

        /** The session that is being closed has ended. Never blocks. */
        void ended(CompletableFuture<CloseResult> closing);
    }

    private static final Set<EndCause> AFTER_FAILED_LOGINS =
            EnumSet.of(EndCause.CLOSED, EndCause.CLOSED_BY_CLIENT, EndCause.CONNECTION_LOST);

    private final Host host;
    private final Closer closer;
    // Set once, before any table leads here or to it: the registry needs this object to make its own.
    private volatile XmppSession session;
    private volatile LocalClientSession hostSession;
    private volatile ClientChannel channel;
    // Null until something tells. Written under the lock of this.
    private volatile EndEvidence evidence;
    // The last command to close it; null if there was none. Guarded by the lock of this.
    private CompletableFuture<CloseResult> closing;
    // The client's request for a resource, until it is answered. Written under the lock of this.
    private volatile BindAttempt bind;
    // What the stanza hook waits for. Written by the thread that handles the client's stanzas.
    private volatile PendingPresence pendingPresence;
    private volatile RosterGet rosterGet;
    private volatile HeldStanzas heldStanzas;
    // By which the client logged in over TCP; null before that.
    private volatile String saslMechanism;
    // How many of the logins that failed are told of, if no accept hook saw them. Guarded by the lock of this.
    private int failedLogins;

    public OpenfireSession(Host host, Closer closer, LocalClientSession hostSession, ClientChannel channel) {
        this.host = host;
        this.closer = closer;
        this.hostSession = hostSession;
        this.channel = channel;
    }

    /** The host's side of one of our sessions: every one was begun with it. */
    public static OpenfireSession of(Session session) {
        return (OpenfireSession) ((XmppSession) session).server();
    }

    /** The session of the model; never null once a table leads here. */
    public XmppSession session() {
        return session;
    }

    @Override
    public void begins(XmppSession begun) {
        session = begun;
    }

    /** The host's session; null before the stream header. */
    public LocalClientSession hostSession() {
        return hostSession;
    }

    /** The host made its session for this one. */
    public void identify(LocalClientSession identified) {
        hostSession = identified;
    }

    /** The TCP connection of the moment; null if there is none that the accept hook knows. */
    public ClientChannel channel() {
        return channel;
    }

    /** Whether this thread must not block, as it serves the session's connection and others. */
    public boolean isOnEventLoop() {
        ClientChannel now = channel;
        return now != null && now.isOnEventLoop();
    }

    /** The session has this connection now; null for none that an accept hook knows. */
    public synchronized void moveTo(ClientChannel current) {
        channel = current;
        evidence().outlived();
    }

    /**
     * The host keeps the session without a connection.
     *
     * @return false if it is detached already, or another connection has taken the place of the former one
     */
    public boolean detachedFrom(ClientChannel former) {
        SessionConnection lost;
        synchronized (this) {
            if (channel != former) {
                return false;
            }
            lost = session.state().connection();
            moveTo(null);
        }
        return session.detachedFrom(lost);
    }

    /**
     * Takes over how far the host has come with a session that no accept hook follows. Its stream counts as open: the
     * host made the session with the first stream header.
     */
    public void catchUp() {
        session.opened(hostSession.getServerName());
        catchUpFailedLogins();
        if (HostSessions.isAuthenticated(hostSession)) {
            session.authenticated(HostSessions.username(hostSession), false);
        }
    }

    /** An accept hook saw that the client logs in by this SASL mechanism, and the host takes it. Null if it is unknown. */
    public void authenticatesBy(String mechanism) {
        saslMechanism = mechanism;
    }

    /** Tells of the logins that failed where no accept hook sees them. Of those the host knows how many there were. */
    public void catchUpFailedLogins() {
        LocalClientSession now = hostSession;
        if (now == null || channel != null) {
            return;
        }
        int all = HostSessions.failedLogins(now);
        int untold;
        synchronized (this) {
            untold = all - failedLogins;
            failedLogins = all;
        }
        for (int i = 0; i < untold; i++) {
            session.failedToLogIn(null, null, null);
        }
    }

    /** Whether the client is connected, as far as this can be known: neither detached nor at its end. */
    public boolean isConnected() {
        ClientChannel currentChannel = channel;
        LocalClientSession current = hostSession;
        if (currentChannel != null && !currentChannel.isOpen()) {
            return false;
        }
        if (current == null) {
            return currentChannel != null;
        }
        return !HostSessions.isClosedForGood(current) && !current.isDetached();
    }

    /** What tells why this session ends. */
    public synchronized EndEvidence evidence() {
        evidence = evidence == null ? new EndEvidence() : evidence;
        return evidence;
    }

    /** How the session ends, if it does now. */
    public SessionEnd end() {
        LocalClientSession now = hostSession;
        // 5.1.1 removes a session that carried a resume by itself, and at once.
        if (now != null && HostSessions.hasResumedOnWeb(now)) {
            return SessionEnd.of(EndCause.RESUMED);
        }
        SessionEnd end = evidence().end();
        // Whoever ends the connection then, and how, follows from that.
        return now != null && AFTER_FAILED_LOGINS.contains(end.cause()) && hasFailedToLogIn(now)
                ? end.as(EndCause.AUTH_FAILED) : end;
    }

    @Override
    public SessionEnd replacedBy(String id) {
        // Without the lock of this: the model holds its own.
        EndEvidence gathered = evidence;
        SessionEnd known = gathered == null ? null : gathered.known();
        SessionEnd replaced = known != null && known.cause() == EndCause.REPLACED ? known
                : SessionEnd.of(EndCause.REPLACED);
        return replaced.replacedBy(id);
    }

    private boolean hasFailedToLogIn(LocalClientSession now) {
        return !HostSessions.isAuthenticated(now)
                && (HostSessions.failedLogins(now) > 0 || session.loginFailure().count() > 0);
    }

    /**
     * Something on a connection that ends the session, unless another connection has taken its place.
     *
     * @param byHost whether the host did it, else the client or the network
     */
    public synchronized void seen(ClientChannel on, SessionEnd end, boolean byHost) {
        if (channel != on) {
            return;
        }
        if (byHost) {
            evidence().seenFromHost(end);
        } else {
            evidence().seen(end);
        }
    }

    /**
     * A client asks for a resource.
     *
     * @param request what asks
     * @param course  what is done for it
     * @return null if the stream has a resource or is at its end, or an earlier request for one is on its way
     */
    public synchronized BindAttempt beginBind(BindAttempt.Request request, BindAttempt.Course course) {
        SessionState state = session.state();
        if (bind != null && bind.isPending() || state.isConnectedResource() || state.isDestroyed()) {
            return null;
        }
        BindAttempt begun = new BindAttempt(session, state.username(), request, course);
        bind = begun;
        if (session.state().isDestroyed()) {
            // Just now; who ended it may have seen no attempt.
            begun.done();
        }
        return begun;
    }

    /** The client's request for a resource that is not answered yet; null if there is none. */
    public BindAttempt bind() {
        return bind;
    }

    /** The client has its answer to this request for a resource. */
    public synchronized void forget(BindAttempt answered) {
        if (bind == answered) {
            bind = null;
        }
    }

    /** Runs the step once no request for a resource is on its way. See {@link BindAttempt#afterAnswer}. */
    public void afterBind(Runnable step, boolean isLong) {
        BindAttempt now = bind;
        if (now == null) {
            step.run();
        } else {
            now.afterAnswer(step, isLong);
        }
    }

    /** Presence that the host is at; null if there is none. */
    public PendingPresence pendingPresence() {
        return pendingPresence;
    }

    public void setPendingPresence(PendingPresence pending) {
        pendingPresence = pending;
    }

    /** The client's request for its roster that is not yet answered; null if there is none. */
    public RosterGet rosterGet() {
        return rosterGet;
    }

    public void setRosterGet(RosterGet get) {
        rosterGet = get;
    }

    /** What the client sent behind its request for a resource; null if nothing waits. */
    public HeldStanzas heldStanzas() {
        return heldStanzas;
    }

    public void setHeldStanzas(HeldStanzas held) {
        heldStanzas = held;
    }

    /** Whether the client asked for its roster, or is just being answered. */
    public boolean isInterested() {
        // In this order: a request is taken away after the session counts as interested.
        return rosterGet != null || session.state().interested();
    }

    /**
     * The session has ended some time ago: logs and events may hold it for long, and must not keep the host's session
     * and connection alive by it.
     */
    public void letGo() {
        hostSession = null;
        channel = null;
        pendingPresence = null;
        heldStanzas = null;
    }

    // ------------------------------------------------------------------ for the model

    @Override
    public Number stanzasReceived() {
        LocalClientSession now = hostSession;
        return now == null ? 0L : host.stanzasReceived(now);
    }

    @Override
    public Number stanzasSent() {
        LocalClientSession now = hostSession;
        return now == null ? 0L : host.stanzasSent(now);
    }

    @Override
    public BoundedText presence(int maxLength) {
        LocalClientSession now = hostSession;
        Presence presence = now == null ? null : now.getPresence();
        try {
            return presence == null || !presence.isAvailable() ? null : BoundedText.of(presence.getElement(), maxLength);
        } catch (RuntimeException e) {
            // The host changes it while it is read.
            return null;
        }
    }

    @Override
    public ClientSoftware software() {
        LocalClientSession now = hostSession;
        return now == null ? null : host.software(now);
    }

    @Override
    public ServerFacts facts() {
        LocalClientSession now = hostSession;
        return now == null ? ServerFacts.NONE : new HostFacts(host, now, saslMechanism);
    }

    @Override
    public void send(StreamText text) throws SendRefusedException {
        LocalClientSession now = openSession();
        if (text.isStanza()) {
            process(now, text.stanza());
        } else if (now.isDetached()) {
            throw new SendRefusedException("the client is detached; only a stanza can wait for it");
        } else {
            now.deliverRawText(text.toString());
        }
    }

    @Override
    public void send(Packet stanza) throws SendRefusedException {
        LocalClientSession now = openSession();
        process(now, stanza);
    }

    @Override
    public CompletionStage<IQ> ask(IQ request) throws SendRefusedException {
        LocalClientSession now = openSession();
        CompletionStage<IQ> reply = host.replies().expect(now, request);
        process(now, request);
        if (session.state().isDestroyed()) {
            // Just now; who ended it may not have seen the request.
            host.replies().ended(now);
        }
        return reply;
    }

    /**
     * Has the host deliver a stanza, with the addresses that one without them has (RFC 6120 §8.1): without them the
     * host could send it nowhere else when the session ends before its client acknowledged it (XEP-0198 §8).
     */
    private static void process(LocalClientSession now, Packet stanza) {
        JID address = now.getAddress();
        if (stanza.getFrom() == null && stanza instanceof Message) {
            stanza.setFrom(address.getDomain());
        }
        if (HostSessions.isBound(now)) {
            if (stanza.getFrom() == null) {
                stanza.setFrom(address.asBareJID());
            }
            if (stanza.getTo() == null) {
                stanza.setTo(address);
            }
        }
        now.process(stanza);
    }

    private LocalClientSession openSession() throws SendRefusedException {
        LocalClientSession now = hostSession;
        if (now == null) {
            throw new SendRefusedException("the stream is not open");
        }
        return now;
    }

    @Override
    public CompletionStage<CloseResult> close(CloseReason reason) {
        return close(reason, EndCause.CLOSED_BY_ADMIN);
    }

    /**
     * Ends a detached session that may not be resumed any more: somebody in the host closed it, which leaves it there
     * until its time is over.
     */
    public synchronized void closeIfNobodyDoes() {
        if (closing == null && evidence().known() == null) {
            close(CloseReason.NONE, evidence().end().cause());
        }
    }

    /**
     * The session has ended: nothing that waits for it does any more, be it a request for a resource or to close it.
     */
    public void ended() {
        BindAttempt pending = bind;
        if (pending != null) {
            pending.done();
        }
        CompletableFuture<CloseResult> waiting;
        synchronized (this) {
            waiting = closing;
        }
        if (waiting != null) {
            closer.ended(waiting);
        }
    }

    /** Ends the session in the host for this reason. Never blocks. */
    public synchronized CompletionStage<CloseResult> close(CloseReason reason, EndCause cause) {
        CompletableFuture<CloseResult> earlier = closing;
        if (earlier != null && !(earlier.isDone() && earlier.join().outcome() == CloseResult.Outcome.FAILED)) {
            // That one ends the session, not this one as well.
            return earlier.thenApply(result ->
                    result.outcome() == CloseResult.Outcome.CLOSED ? CloseResult.gone() : result);
        }
        closing = closer.close(this, reason, cause);
        return closing;
    }
}
