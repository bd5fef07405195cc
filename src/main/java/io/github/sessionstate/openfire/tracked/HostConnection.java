package io.github.sessionstate.openfire.tracked;

import java.net.UnknownHostException;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.http.HttpSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.websocket.WebSocketConnection;

import io.github.sessionstate.openfire.host.Host;

/** The connection of a session as far as the host's session tells, where no accept hook knows more. */
public final class HostConnection implements EndingConnection {
    private final Host host;
    // Null once it has ended.
    private volatile LocalClientSession session;
    // Null if the session was detached at the time, and once it has ended.
    private volatile Connection connection;
    private volatile boolean wasSecure;
    private final String transport;
    private final String ip;

    public HostConnection(Host host, LocalClientSession session) {
        this.host = host;
        this.session = session;
        this.connection = connectionOf(session);
        this.transport = transportOf(session);
        this.ip = ipOf(session);
    }

    private static String ipOf(LocalClientSession session) {
        try {
            return session.isDetached() ? null : session.getHostAddress();
        } catch (UnknownHostException e) {
            // The connection ended between the two questions.
            return null;
        }
    }

    /** Whether this session is on BOSH or WebSocket. */
    public static boolean isWeb(LocalClientSession session) {
        return !transportOf(session).equals("tcp");
    }

    private static String transportOf(LocalClientSession session) {
        if (session instanceof HttpSession) {
            return "bosh";
        }
        return connectionOf(session) instanceof WebSocketConnection ? "websocket" : "tcp";
    }

    private static Connection connectionOf(LocalClientSession session) {
        // 4.2.0 logs an error when it is asked for the connection of a detached session.
        return session.isDetached() ? null : session.getConnection();
    }

    /** Whether the session has still the connection that this was made for. */
    public boolean isCurrent() {
        LocalClientSession now = session;
        return now != null && connectionOf(now) == connection;
    }

    @Override
    public void letGo() {
        wasSecure = isSecure();
        session = null;
        connection = null;
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public String ip() {
        return ip;
    }

    @Override
    public int port() {
        return 0;
    }

    @Override
    public boolean isSecure() {
        LocalClientSession now = session;
        return now == null ? wasSecure : host.isSecure(now);
    }

    @Override
    public String tls() {
        return null;
    }

    @Override
    public String cipher() {
        return null;
    }

    @Override
    public boolean isCompressed() {
        return false;
    }
}
