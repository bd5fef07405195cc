package io.github.sessionstate.openfire;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import javax.net.ssl.SSLSession;

import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.net.StanzaHandler;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;

/** A client's connection on MINA. */
final class MinaChannel implements ClientChannel {
    // The host's names for what it hangs on a MINA session: ConnectionHandler, ConnectionManagerImpl.
    private static final String STANZA_HANDLER = "HANDLER";
    private static final String TLS_FILTER = "tls";
    private static final String COMPRESSION_FILTER = "compression";

    private final IoSession io;
    private final InetSocketAddress remote;

    MinaChannel(IoSession io) {
        this.io = io;
        // Kept: MINA forgets the address once the connection has ended.
        SocketAddress address = io.getRemoteAddress();
        this.remote = address instanceof InetSocketAddress ? (InetSocketAddress) address : null;
    }

    @Override
    public LocalClientSession hostSession() {
        Object handler = io.getAttribute(STANZA_HANDLER);
        JID address = handler == null ? null : ((StanzaHandler) handler).getAddress();
        if (address == null) {
            return null;
        }
        ClientSession session = SessionManager.getInstance().getSession(address);
        return session instanceof LocalClientSession ? (LocalClientSession) session : null;
    }

    // The method that replaces it came after the MINA that 4.2 ships.
    @SuppressWarnings("deprecation")
    @Override
    public void disconnect() {
        io.close(true);
    }

    @Override
    public boolean isFlushed() {
        return io.isClosing() || io.getScheduledWriteMessages() <= 0;
    }

    @Override
    public String ip() {
        return remote == null ? null : remote.getAddress().getHostAddress();
    }

    @Override
    public int port() {
        return remote == null ? 0 : remote.getPort();
    }

    @Override
    public boolean isSecure() {
        return io.getFilterChain().contains(TLS_FILTER);
    }

    @Override
    public String tls() {
        SSLSession session = sslSession();
        return session == null ? null : session.getProtocol();
    }

    @Override
    public String cipher() {
        SSLSession session = sslSession();
        return session == null ? null : session.getCipherSuite();
    }

    private SSLSession sslSession() {
        return (SSLSession) io.getAttribute(SslFilter.SSL_SESSION);
    }

    @Override
    public boolean isCompressed() {
        return io.getFilterChain().contains(COMPRESSION_FILTER);
    }
}
