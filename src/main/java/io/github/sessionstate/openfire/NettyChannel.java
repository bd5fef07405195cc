package io.github.sessionstate.openfire;

import javax.net.ssl.SSLSession;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.host.HostCall;
import io.github.sessionstate.openfire.host.NettyMembers;

/** A client's connection on Netty. */
final class NettyChannel extends ClientChannel {
    // The host's name for its connection object: NettyConnectionHandler.
    private static final AttributeKey<Connection> CONNECTION = AttributeKey.valueOf("CONNECTION");

    private final NettyMembers host;
    private final Channel channel;
    private volatile boolean ignoresInput;

    NettyChannel(NettyMembers host, Channel channel) {
        super(channel.remoteAddress());
        this.host = host;
        this.channel = channel;
    }

    @Override
    LocalClientSession hostSession() {
        Connection connection = channel.attr(CONNECTION).get();
        Object session = connection == null ? null : HostCall.call(() -> host.session().invoke(connection));
        return session instanceof LocalClientSession ? (LocalClientSession) session : null;
    }

    @Override
    boolean isOnEventLoop() {
        return channel.eventLoop().inEventLoop();
    }

    @Override
    public void ignoreInput() {
        ignoresInput = true;
    }

    /** Whether the host must get nothing more that the client sends. */
    boolean isInputIgnored() {
        return ignoresInput;
    }

    @Override
    void disconnect() {
        channel.close();
    }

    @Override
    boolean isOpen() {
        return channel.isActive();
    }

    @Override
    boolean isOpenForHost() {
        Connection connection = channel.attr(CONNECTION).get();
        return connection != null && !connection.isClosed();
    }

    @Override
    boolean isInputBad() {
        // This host closes the stream with an error then, which is seen.
        return false;
    }

    @Override
    public boolean isSecure() {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    @Override
    SSLSession sslSession() {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        return handler == null ? null : handler.engine().getSession();
    }

    @Override
    public boolean isCompressed() {
        Connection connection = channel.attr(CONNECTION).get();
        return connection != null && connection.isCompressed();
    }
}
