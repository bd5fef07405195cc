package io.github.sessionstate.openfire;

import javax.net.ssl.SSLSession;

import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.ssl.SslFilter;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.net.StanzaHandler;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;

/** A client's connection on MINA. */
final class MinaChannel extends ClientChannel {
    // The host's names for what it hangs on a MINA session: ConnectionHandler, ConnectionManagerImpl.
    private static final String STANZA_HANDLER = "HANDLER";
    private static final String CONNECTION = "CONNECTION";
    private static final String PARSER = "XML-PARSER";
    private static final String TLS_FILTER = "tls";
    private static final String COMPRESSION_FILTER = "compression";

    private final IoSession io;

    MinaChannel(IoSession io) {
        super(io.getRemoteAddress());
        this.io = io;
    }

    @Override
    LocalClientSession hostSession() {
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
    void disconnect() {
        io.close(true);
    }

    @Override
    boolean isOpen() {
        return !io.isClosing();
    }

    @Override
    boolean isOpenForHost() {
        Connection connection = (Connection) io.getAttribute(CONNECTION);
        return connection != null && !connection.isClosed();
    }

    @Override
    boolean isInputBad() {
        Object parser = io.getAttribute(PARSER);
        // XMLLightweightParser throws its buffer away with the exception that it ends with, and only then.
        return parser != null && Late.field(parser.getClass(), "buffer", parser) == null;
    }

    /** Whether all that was written has been handed to the operating system, or the connection has ended. */
    boolean isFlushed() {
        return io.isClosing() || io.getScheduledWriteMessages() <= 0;
    }

    @Override
    public boolean isSecure() {
        return io.getFilterChain().contains(TLS_FILTER);
    }

    @Override
    SSLSession sslSession() {
        return (SSLSession) io.getAttribute(SslFilter.SSL_SESSION);
    }

    @Override
    public boolean isCompressed() {
        return io.getFilterChain().contains(COMPRESSION_FILTER);
    }
}
