package io.github.sessionstate.openfire;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.ConnectionCloseListener;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

/** What all hosts do alike with their own session objects. */
final class HostSessions {
    // What both hosts note in sessions that began on WebSocket; it outlasts the connection.
    private static final String BEGAN_ON_WEBSOCKET = "ws";
    private static final QuietCall ROUTE =
            new QuietCall(Late.method(PacketRouter.class, "route", void.class, Presence.class));
    private static final QuietCall ON_CLOSE = new QuietCall(
            Late.method(StreamManager.class, "onClose", void.class, PacketRouter.class, JID.class));
    private static final QuietCall REMOVE = new QuietCall(
            Late.method(SessionManager.class, "removeSession", boolean.class, LocalClientSession.class));
    private static final LateField<ConnectionCloseListener> CLOSE_LISTENER =
            new LateField<>(SessionManager.class, "clientSessionListener");

    private HostSessions() {
    }

    /** The stream id: it names a host session from its stream header to its end, across bind and resume. */
    static String streamId(LocalClientSession session) {
        return session.getStreamID().getID();
    }

    /** Whether SASL (or XEP-0078) succeeded. */
    static boolean isAuthenticated(LocalClientSession session) {
        return session.getAuthToken() != null;
    }

    /** The name that the client authenticated as; null for anonymous users, whose name comes with the bind. */
    static String username(LocalClientSession session) {
        AuthToken token = session.getAuthToken();
        return token.isAnonymous() ? null : token.getUsername();
    }

    /** Whether a resource is bound: until then the address is the domain and the stream id. */
    static boolean isBound(LocalClientSession session) {
        return session.getAddress().getNode() != null;
    }

    /** Whether the session lost its WebSocket to one that its client resumed; the accept hook sees those on TCP. */
    static boolean isWebCarrier(LocalClientSession session) {
        // 4.2.0 takes it for detached, and logs an error when it is asked for the connection of such a one.
        return !isBound(session) && session.getSessionData(BEGAN_ON_WEBSOCKET) != null
                && (session.isDetached() || session.getConnection() == null);
    }

    /** Whether the host's table has this very session under its address. */
    static boolean isRegistered(LocalClientSession session) {
        JID address = session.getAddress();
        var registered = XMPPServer.getInstance().getSessionManager().getSession(address);
        return registered != null && registered.getStreamID().equals(session.getStreamID());
    }

    /** Whether the host's table has a session with this full JID. */
    static boolean isTaken(String fullJid) {
        return SessionManager.getInstance().getSession(new JID(fullJid, true)) != null;
    }

    /** What the host sends when a connection ends: tells contacts and directed recipients that the session is gone. */
    static void sendUnavailable(LocalClientSession session) {
        if (session.getPresence().isAvailable() && isRegistered(session)) {
            Presence presence = new Presence(Presence.Type.unavailable);
            presence.setFrom(session.getAddress());
            ROUTE.run(XMPPServer.getInstance().getPacketRouter(), presence);
        }
    }

    /** Has the host do nothing any more when the connection of this session ends. */
    static void forgetConnection(LocalClientSession session) {
        Connection connection = session.getConnection();
        if (connection != null) {
            connection.removeCloseListener(CLOSE_LISTENER.get(SessionManager.getInstance()));
        }
    }

    /** What the host does when the connection of a session ends that cannot be resumed. */
    static void endInTables(LocalClientSession session) {
        sendUnavailable(session);
        ON_CLOSE.run(session.getStreamManager(), XMPPServer.getInstance().getPacketRouter(),
                new JID(session.getServerName()));
        remove(session);
    }

    /** Takes the session out of the host's tables, and with it the route of its address. */
    static void remove(LocalClientSession session) {
        REMOVE.run(SessionManager.getInstance(), session);
    }
}
