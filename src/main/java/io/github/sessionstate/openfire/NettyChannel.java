package io.github.sessionstate.openfire;

import java.lang.invoke.MethodHandle;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

import javax.net.ssl.SSLSession;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;

/** A client's connection on Netty. */
final class NettyChannel implements ClientChannel {
    // The host's name for its connection object: NettyConnectionHandler.
    private static final AttributeKey<Connection> CONNECTION = AttributeKey.valueOf("CONNECTION");
    private static final MethodHandle GET_SESSION =
            Late.method(Late.type("org.jivesoftware.openfire.net.AbstractConnection"), "getSession",
                    LocalSession.class);

    private final Channel channel;
    private final InetSocketAddress remote;

    NettyChannel(Channel channel) {
        this.channel = channel;
        // Kept: Netty may forget the address once the connection has ended.
        SocketAddress address = channel.remoteAddress();
        this.remote = address instanceof InetSocketAddress ? (InetSocketAddress) address : null;
    }

    @Override
    public LocalClientSession hostSession() {
        Connection connection = channel.attr(CONNECTION).get();
        Object session = connection == null ? null : Late.call(() -> GET_SESSION.invoke(connection));
        return session instanceof LocalClientSession ? (LocalClientSession) session : null;
    }

    @Override
    public void disconnect() {
        channel.close();
    }

    @Override
    public boolean isFlushed() {
        return !channel.isActive() || channel.bytesBeforeWritable() == 0;
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
        return channel.pipeline().get(SslHandler.class) != null;
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
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler == null ? null : handler.engine().getSession();
    }

    @Override
    public boolean isCompressed() {
        Connection connection = channel.attr(CONNECTION).get();
        return connection != null && connection.isCompressed();
    }
}
