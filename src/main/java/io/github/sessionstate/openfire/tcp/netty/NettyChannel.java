package io.github.sessionstate.openfire.tcp.netty;

import javax.net.ssl.SSLSession;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.host.HostCall;
import io.github.sessionstate.openfire.host.NettyMembers;
import io.github.sessionstate.openfire.tracked.ClientChannel;

/** A client's connection on Netty. */
final class NettyChannel extends ClientChannel {
    // The host's name for its connection object: NettyConnectionHandler.
    private static final AttributeKey<Connection> CONNECTION = AttributeKey.valueOf("CONNECTION");

    private final NettyMembers members;
    // Null once it was released.
    private volatile Channel channel;
    private volatile boolean ignoresInput;
    private volatile boolean hasSeenEndOfStream;

    NettyChannel(NettyMembers members, Channel channel) {
        super(channel.remoteAddress());
        this.members = members;
        this.channel = channel;
    }

    @Override
    protected void release() {
        channel = null;
    }

    @Override
    protected Connection connection() {
        Channel now = channel;
        return now == null ? null : now.attr(CONNECTION).get();
    }

    @Override
    public LocalClientSession hostSession() {
        Connection connection = connection();
        Object session = connection == null ? null : HostCall.call(() -> members.session().invoke(connection));
        return session instanceof LocalClientSession ? (LocalClientSession) session : null;
    }

    @Override
    public boolean isOnEventLoop() {
        Channel now = channel;
        return now != null && now.eventLoop().inEventLoop();
    }

    @Override
    public void ignoreInput() {
        ignoresInput = true;
    }

    /** Whether the host must not get this from the client. */
    boolean ignores(Object message) {
        if (ignoresInput && message instanceof String && ((String) message).startsWith("</stream:stream")) {
            hasSeenEndOfStream = true;
        }
        return ignoresInput;
    }

    @Override
    public boolean isEndedByClient() {
        return hasSeenEndOfStream;
    }

    @Override
    public void disconnect() {
        Channel now = channel;
        if (now != null) {
            now.close();
        }
    }

    @Override
    public boolean isOpen() {
        Channel now = channel;
        return now != null && now.isActive();
    }

    @Override
    public boolean isInputBad() {
        // This host closes the stream with an error then, which is seen.
        return false;
    }

    private SslHandler tlsHandler() {
        Channel now = channel;
        return now == null ? null : now.pipeline().get(SslHandler.class);
    }

    @Override
    protected boolean isSecured() {
        return tlsHandler() != null;
    }

    @Override
    protected SSLSession sslSession() {
        SslHandler handler = tlsHandler();
        return handler == null ? null : handler.engine().getSession();
    }

    @Override
    protected boolean isStreamCompressed() {
        Connection connection = connection();
        return connection != null && connection.isCompressed();
    }
}
