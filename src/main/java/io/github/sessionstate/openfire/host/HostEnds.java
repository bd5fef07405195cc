package io.github.sessionstate.openfire.host;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.http.HttpSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager.UnackedPacket;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;
import org.xmpp.packet.StreamError;

import io.github.sessionstate.openfire.host.HostCapabilities.DetachedEnd;
import io.github.sessionstate.openfire.host.HostCapabilities.SessionClose;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.text.Log;

/** Ends the host's own sessions, each version in its way: their connections, and what its tables have of them. */
public final class HostEnds {
    private static final Log LOG = Log.of(HostEnds.class);
    private static final String END_OF_STREAM = "</stream:stream>";
    private static final long FLUSH_STEP_MILLIS = 5;
    private static final long FLUSH_LIMIT_MILLIS = 1000;

    private final HostCapabilities offered;
    private final Undelivered undelivered;
    private final Later later;
    private final Executor blocking;

    HostEnds(HostCapabilities offered, Undelivered undelivered, Later later, Executor blocking) {
        this.offered = offered;
        this.undelivered = undelivered;
        this.later = later;
        this.blocking = blocking;
    }

    // ------------------------------------------------------------------ closing

    /**
     * Closes a live session whose stream is open, after telling the client why. Returns at once.
     *
     * @param channel the session's TCP connection; null if it has none or it is unknown
     */
    public void close(LocalClientSession session, HostChannel channel, CloseReason reason) {
        StreamError error = reason.condition() == null ? null : StreamErrors.of(reason);
        SessionClose means = offered.sessionClose().get();
        if (error != null && session instanceof HttpSession && offered.boshRequests().isOffered()
                && offered.boshRequests().get().terminate((HttpSession) session, error)) {
            close(session);
            return;
        }
        if (means.withError() != null) {
            // The host waits by itself until the client has the error.
            means.withError().run(session, error);
            return;
        }
        if (error != null) {
            session.deliverRawText(error.toXML());
        }
        closeOnceFlushed(session, channel, System.nanoTime());
    }

    // On MINA closing drops what is still in the connection's write queue, the error with it.
    private void closeOnceFlushed(LocalClientSession session, HostChannel channel, long start) {
        boolean isFlushed = channel == null || channel.isFlushed();
        if (isFlushed || System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(FLUSH_LIMIT_MILLIS)) {
            close(session);
        } else {
            later.run(FLUSH_STEP_MILLIS, () -> closeOnceFlushed(session, channel, start));
        }
    }

    /**
     * Whether the host tells sessions with one address apart by their streams: so do those that close with an error.
     */
    private boolean isByStream() {
        return offered.sessionClose().isOffered() && offered.sessionClose().get().withError() != null;
    }

    /** Closes a live session without an error. Returns at once. */
    public void close(LocalClientSession session) {
        SessionClose means = offered.sessionClose().get();
        if (means.withError() != null || isOnMina()) {
            means.plain().run(session);
        } else {
            // 4.8 and 4.9 wait until the client has read what was written last, however long that takes.
            blocking.execute(() -> {
                try {
                    means.plain().run(session);
                } catch (RuntimeException | LinkageError e) {
                    LOG.warn("Could not close a session", e);
                }
            });
        }
    }

    private boolean isOnMina() {
        return offered.tcpAccept().isOffered() && offered.tcpAccept().get() instanceof MinaMembers;
    }

    // ------------------------------------------------------------------ the end in the host's tables

    /** Ends a detached session (XEP-0198): contacts get unavailable presence, and it cannot be resumed. */
    public void terminateDetached(LocalClientSession session) {
        DetachedEnd means = offered.detachedEnd().get();
        SessionManager manager = SessionManager.getInstance();
        if (means.terminate() != null) {
            List<UnackedPacket> left = undelivered.take(session);
            means.terminate().run(manager, session);
            undelivered.sendElsewhere(session, left);
        } else {
            // Asked for first: one that is forgotten and not removed would stay for good.
            offered.sessionRemoval().get();
            HostCall.call(() -> means.forget().invoke(manager, session));
            endInTables(session);
        }
    }

    /** Whether {@link #endAtOnce} does anything with sessions that are not detached. */
    public boolean endsAtOnce() {
        return offered.sessionRemoval().isOffered() && offered.sessionClose().isOffered();
    }

    /**
     * Takes a bound session out of the host's tables before its place is taken, whether its client reads or not. Its
     * contacts see it go; it cannot be resumed. Not left to the host's own bind, which up to 5.0 lets a session with
     * stream management detach, and stay, and whose late end would take the route of its successor, as the host
     * compares addresses only. May block where the host does, while it tells the contacts.
     *
     * @param channel        the session's TCP connection; null if it has none or it is unknown
     * @param isLeftToClient whether the client is only told that its stream is over, and the connection is its to end.
     *                       Whoever wants this closes it once it has lasted too long. Only with a channel
     * @return whether the host's tables have nothing of it any more, or it is left to the host; if not, another thread
     *         is still at its end
     */
    public boolean endAtOnce(LocalClientSession session, HostChannel channel, CloseReason reason,
                             boolean isLeftToClient) {
        if (!endsAtOnce() || session.isDetached() && !offered.detachedEnd().isOffered()) {
            return true;
        }
        session.getStreamManager().formalClose();
        if (session.isDetached()) {
            terminateDetached(session);
        } else if (!isEnding(session, channel)) {
            forgetConnection(session);
            if (channel != null && (isLeftToClient || !isByStream())) {
                // The host would take it for what the successor sends, as it goes by the address.
                channel.ignoreInput();
            }
            if (isLeftToClient) {
                session.deliverRawText(StreamErrors.of(reason).toXML() + END_OF_STREAM);
            } else {
                close(session, channel, reason);
            }
            endInTables(session);
        }
        return !HostSessions.isRegistered(session);
    }

    /**
     * Whether the host is at the end of the session, on threads of its own from 4.8 on, or soon will be. It goes by the
     * address, for the presence if not for the rest: what is late of it would hit the successor.
     */
    private boolean isEnding(LocalClientSession session, HostChannel channel) {
        // On Netty a session that is closed stays in the tables until its client has read what was written last.
        return channel == null || isOnMina() ? HostSessions.isClosedForGood(session) : !channel.isOpen();
    }

    /** Has the host do nothing any more when the connection of this session ends. */
    private void forgetConnection(LocalClientSession session) {
        Connection connection = session.getConnection();
        if (connection != null && offered.closeListener().isOffered()) {
            connection.removeCloseListener(offered.closeListener().get().get(SessionManager.getInstance()));
        }
    }

    /** What the host does when the connection of a session ends that cannot be resumed. */
    private void endInTables(LocalClientSession session) {
        List<UnackedPacket> left = undelivered.take(session);
        try {
            sendUnavailable(session);
            offered.sessionRemoval().get().onClose().run(session.getStreamManager(),
                    XMPPServer.getInstance().getPacketRouter(), new JID(session.getServerName()));
        } catch (RuntimeException e) {
            // What cannot go elsewhere must not keep the session in the tables.
            LOG.warn("Could not announce the end of {}", session.getAddress(), e);
        }
        remove(session);
        undelivered.sendElsewhere(session, left);
    }

    /** What the host sends when a connection ends: tells contacts and directed recipients that the session is gone. */
    public void sendUnavailable(LocalClientSession session) {
        if (offered.sessionRemoval().isOffered() && session.getPresence().isAvailable()
                && HostSessions.isRegistered(session)) {
            Presence presence = new Presence(Presence.Type.unavailable);
            presence.setFrom(session.getAddress());
            offered.sessionRemoval().get().route().run(XMPPServer.getInstance().getPacketRouter(), presence);
        }
    }

    /**
     * Takes the session out of the host's tables, and with it the route of its address, if the host offers that. Where
     * the host goes by the address, and another session has that, nothing is done: it would lose its route.
     */
    public void remove(LocalClientSession session) {
        if (offered.sessionRemoval().isOffered() && (isByStream() || !HostSessions.isReplaced(session))) {
            offered.sessionRemoval().get().remove().run(SessionManager.getInstance(), session);
        }
    }

    /**
     * Takes the route of a session that has come back after the host removed it, and nothing else: a second removal
     * would count its connection out once more.
     */
    public void removeRoute(LocalClientSession session) {
        if (HostSessions.isRegistered(session)) {
            sendUnavailable(session);
            XMPPServer.getInstance().getRoutingTable().removeClientRoute(session.getAddress());
        }
    }

    /** Tells of a session whose client is gone for good that it is, as the host would before it removes it. */
    public void announceLeftBehind(LocalClientSession session) {
        // The host may be late rather than lost, and would hit whoever has the address by then.
        forgetConnection(session);
        sendUnavailable(session);
    }

    /**
     * A client resumed a session (XEP-0198 §5): removes what is left of the one that carried the request. 4.2.0 takes
     * it for detached, and would keep it among the unbound ones until that times out; later ones remove it themselves.
     */
    public void removeResuming(LocalClientSession resuming) {
        if (HostSessions.isRegistered(resuming) && offered.detachedEnd().isOffered()
                && offered.sessionRemoval().isOffered()) {
            HostCall.call(() -> offered.detachedEnd().get().forget().invoke(SessionManager.getInstance(), resuming));
            remove(resuming);
        }
    }

    /**
     * Why the host is just ending this session, as far as the session shows.
     *
     * @return null if it does not, as with one on TCP
     */
    public EndCause causeOfEnd(LocalClientSession session) {
        try {
            return offered.webEnds().isOffered() ? offered.webEnds().get().causeOf(session) : null;
        } catch (RuntimeException | LinkageError e) {
            // It ends all the same.
            LOG.debug("Why a session ends cannot be told", e);
            return null;
        }
    }

    /** Whether {@link #restoreRoute} does anything. */
    public boolean restoresRoutes() {
        return offered.clientRoutes().isOffered();
    }

    /** Puts a bound session back into the routing table, which has lost it, if the host offers that. */
    public void restoreRoute(LocalClientSession session) {
        if (restoresRoutes()) {
            HostCall.call(() -> offered.clientRoutes().get()
                    .invoke(XMPPServer.getInstance().getRoutingTable(), session.getAddress(), session));
        }
    }
}
