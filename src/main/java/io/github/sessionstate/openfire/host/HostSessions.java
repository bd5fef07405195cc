package io.github.sessionstate.openfire.host;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;

/** What all hosts tell alike of their own session objects. */
public final class HostSessions {
    // What both hosts note in sessions that began on WebSocket; it outlasts the connection.
    private static final String BEGAN_ON_WEBSOCKET = "ws";
    // SASLAuthentication counts them there.
    private static final String FAILED_LOGINS = "authRetries";
    // From 4.8 on it notes there which one succeeded.
    private static final String MECHANISM = "SaslMechanism";

    private HostSessions() {
    }

    /** The stream id: it names a host session from its stream header to its end, across bind and resume. */
    public static String streamId(LocalClientSession session) {
        return session.getStreamID().getID();
    }

    /** The bound sessions of a user, on all nodes. */
    public static List<ClientSession> ofUser(String username) {
        // The host has a null in its list for each that ends while it makes it.
        return SessionManager.getInstance().getSessions(username).stream().filter(Objects::nonNull).toList();
    }

    /** Whether SASL (or XEP-0078) succeeded. */
    public static boolean isAuthenticated(LocalClientSession session) {
        return session.getAuthToken() != null;
    }

    /** How often the client has tried to log in by SASL and failed. */
    public static int failedLogins(LocalClientSession session) {
        return session.getSessionData(FAILED_LOGINS) instanceof Integer failed ? failed : 0;
    }

    /** The SASL mechanism by which the client authenticated; null before that, and before 4.8. */
    public static String saslMechanism(LocalClientSession session) {
        return (String) session.getSessionData(MECHANISM);
    }

    /**
     * When the host ends a detached session at the earliest: so long after something last went over its stream or was
     * meant to. Null if it never does.
     */
    public static Instant resumableUntil(LocalClientSession session) {
        int limit = SessionManager.getInstance().getSessionDetachTime();
        return limit < 0 ? null : session.getLastActiveDate().toInstant().plusMillis(limit);
    }

    /** The name that the client authenticated as; null for anonymous users, whose name comes with the bind. */
    public static String username(LocalClientSession session) {
        AuthToken token = session.getAuthToken();
        return token.isAnonymous() ? null : token.getUsername();
    }

    /** Whether a resource is bound: until then the address is the domain and the stream id. */
    public static boolean isBound(LocalClientSession session) {
        return session.getAddress().getNode() != null;
    }

    /** Whether the session's connection has ended, and its client cannot come back to it (XEP-0198). */
    public static boolean isClosedForGood(LocalClientSession session) {
        try {
            return !session.isDetached() && session.isClosed();
        } catch (NullPointerException e) {
            // 4.2.0 takes its connection from a session that it detaches, and does not look.
            return false;
        }
    }

    /** Whether the session lost its WebSocket to one that its client resumed; the accept hook sees those on TCP. */
    public static boolean hasResumedOnWeb(LocalClientSession session) {
        // 4.2.0 takes it for detached, and logs an error when it is asked for the connection of such a one.
        return !isBound(session) && session.getSessionData(BEGAN_ON_WEBSOCKET) != null
                && (session.isDetached() || session.getConnection() == null);
    }

    /** Whether the host's table has this very session under its address. */
    public static boolean isRegistered(LocalClientSession session) {
        ClientSession holder = holderOfAddress(session);
        return holder != null && holder.getStreamID().equals(session.getStreamID());
    }

    /** Whether the host's table has another session under the address of this one. */
    public static boolean isReplaced(LocalClientSession session) {
        ClientSession holder = holderOfAddress(session);
        return holder != null && !holder.getStreamID().equals(session.getStreamID());
    }

    // Null if no session has the address.
    private static ClientSession holderOfAddress(LocalClientSession session) {
        return SessionManager.getInstance().getSession(session.getAddress());
    }

    /** Whether the host's table has a session with this full JID. */
    public static boolean isTaken(String fullJid) {
        return SessionManager.getInstance().getSession(new JID(fullJid, true)) != null;
    }
}
