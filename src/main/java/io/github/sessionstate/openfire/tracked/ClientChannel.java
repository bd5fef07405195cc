package io.github.sessionstate.openfire.tracked;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

import javax.net.ssl.SSLSession;

import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.host.HostChannel;

/** A TCP connection of a client, in the terms of the host's network library. */
public abstract class ClientChannel implements EndingConnection, HostChannel {
    // What the JDK calls the version of TLS until both sides have agreed on one.
    private static final String IN_HANDSHAKE = "NONE";

    // Kept: the libraries may forget the address once the connection has ended. As text: filters and orders
    // ask for it with every session, and to make it costs as much as all else that they do with one.
    private final String ip;
    private final int port;
    // Null while it may change.
    private volatile Facts last;
    // Null before TLS was negotiated. Kept: the libraries forget it as soon as the connection ends.
    private volatile Facts negotiated;

    private record Facts(boolean isSecure, String tls, String cipher, boolean isCompressed) {
    }

    /** @param remote the client's address; what is no internet address counts as unknown */
    protected ClientChannel(SocketAddress remote) {
        InetSocketAddress internet =
                remote instanceof InetSocketAddress address && !address.isUnresolved() ? address : null;
        this.ip = internet == null ? null : internet.getAddress().getHostAddress();
        this.port = internet == null ? 0 : internet.getPort();
    }

    /** The host's session on this connection now; null before the host made one. */
    public abstract LocalClientSession hostSession();

    /** Ends the connection at once, without another word to the client. Unwritten data is dropped. */
    public abstract void disconnect();

    /** Whether the host gave up reading, because what the client sent is no XML or is too long. */
    public abstract boolean isInputBad();

    /** Whether the client ended its stream, if the accept hook does not see that in a stream with a resource. */
    public boolean isEndedByClient() {
        return false;
    }

    /**
     * The element that the host, further up in the calls of this thread, is at, and which is from this client. Only to
     * be asked if there is one: otherwise this may be an earlier one, from any client.
     *
     * @return as it was sent, without its end if it is long; null if that cannot be told, as where the accept hook sees
     *         all that a client sends
     */
    public String lastElement() {
        return null;
    }

    /**
     * Whether this thread serves the input and output of connections, and must not block; so it is on hosts on Netty
     * before 5.1, which work on stanzas there.
     */
    public boolean isOnEventLoop() {
        return false;
    }

    /** The host's own connection object; null before the host made one, and once it was released. */
    protected abstract Connection connection();

    /** Whether the host holds the connection for open; false once the host itself has closed it. */
    public final boolean isOpenForHost() {
        Connection connection = connection();
        return connection != null && !connection.isClosed();
    }

    @Override
    public boolean isFlushed() {
        return true;
    }

    /** Whether TLS protects the connection; false once it was released. */
    protected abstract boolean isSecured();

    /** What TLS negotiated; null without TLS, and once it was released. */
    protected abstract SSLSession sslSession();

    /** Whether the stream is compressed; false once it was released. */
    protected abstract boolean isStreamCompressed();

    /** Holds nothing of the network library any more. All questions are answered as of a connection that has ended. */
    protected abstract void release();

    @Override
    public final void letGo() {
        if (last == null) {
            last = facts();
            release();
        }
    }

    private Facts facts() {
        Facts known = last;
        if (known != null) {
            return known;
        }
        SSLSession session = sslSession();
        boolean isNegotiated = session != null && !session.getProtocol().equals(IN_HANDSHAKE);
        Facts now = new Facts(isSecured(), isNegotiated ? session.getProtocol() : null,
                isNegotiated ? session.getCipherSuite() : null, isStreamCompressed());
        if (now.isSecure() && isNegotiated) {
            negotiated = now;
        }
        return negotiated == null ? now : negotiated;
    }

    @Override
    public final String transport() {
        return "tcp";
    }

    @Override
    public final String ip() {
        return ip;
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final boolean isSecure() {
        return facts().isSecure();
    }

    @Override
    public final String tls() {
        return facts().tls();
    }

    @Override
    public final String cipher() {
        return facts().cipher();
    }

    @Override
    public final boolean isCompressed() {
        return facts().isCompressed();
    }
}
