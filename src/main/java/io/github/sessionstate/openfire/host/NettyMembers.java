package io.github.sessionstate.openfire.host;

import java.lang.invoke.MethodHandle;
import java.util.List;

import org.jivesoftware.openfire.spi.ConnectionListener;

/**
 * Hosts from 4.8 on: connections on Netty, whose pipelines are open to plugins. Netty's own types are not named here,
 * as this is looked for on hosts that do not have them.
 *
 * @param acceptor    the host's type of acceptors on Netty
 * @param factory     the host's type of what adds handlers to pipelines
 * @param handler     the host's type of its own handler in a pipeline. It has a name from 5.1.0 on only
 * @param getAcceptor of a {@link ConnectionListener}
 * @param add         adds a factory to an acceptor, and its handlers to all pipelines
 * @param remove      takes them away again
 * @param factories   the set of an acceptor's factories
 * @param session     the session of a connection
 * @param read        hands the next handler of a pipeline a message; those behind it hand it other events. The host
 *                    may work within these calls
 * @param connections the field with an acceptor's channels, an {@code Iterable}
 * @param keepAlive   the host's type of the handler that closes idle connections. It stands before the one that turns
 *                    bytes into text, which lets no failure of the connection pass
 */
public record NettyMembers(Class<?> acceptor, Class<?> factory, Class<?> handler, MethodHandle getAcceptor,
                           MethodHandle add, MethodHandle remove, MethodHandle factories, MethodHandle session,
                           LeakFreeHostCall read, LeakFreeHostCall inactive, LeakFreeHostCall unregistered,
                           LeakFreeHostCall caught, LeakFreeHostCall event,
                           Capability<HostField<Iterable<?>>> connections, Capability<Class<?>> keepAlive)
        implements TcpAccept {
    static NettyMembers find(HostLookup host) throws NotOfferedException {
        Class<?> acceptor = host.type("org.jivesoftware.openfire.spi.NettyConnectionAcceptor");
        Class<?> context = host.type("io.netty.channel.ChannelHandlerContext");
        Class<?> factory = host.type("org.jivesoftware.openfire.nio.NettyChannelHandlerFactory");
        return new NettyMembers(acceptor, factory,
                host.type("org.jivesoftware.openfire.nio.NettyConnectionHandler"),
                host.method(ConnectionListener.class, "getConnectionAcceptor"),
                host.method(acceptor, "addChannelHandler", factory),
                host.method(acceptor, "removeChannelHandler", factory),
                host.method(acceptor, "getChannelHandlerFactories"),
                host.method(host.type("org.jivesoftware.openfire.net.AbstractConnection"), "getSession"),
                host.leakFreeCall(context, "fireChannelRead", Object.class),
                host.leakFreeCall(context, "fireChannelInactive"),
                host.leakFreeCall(context, "fireChannelUnregistered"),
                host.leakFreeCall(context, "fireExceptionCaught", Throwable.class),
                host.leakFreeCall(context, "fireUserEventTriggered", Object.class),
                host.capability("tcp-connections", in -> in.field(acceptor, "allChannels")),
                host.capability("connection-failures",
                        in -> in.type("org.jivesoftware.openfire.nio.NettyIdleStateKeepAliveHandler")));
    }

    @Override
    public List<Capability<?>> more() {
        return List.of(connections, keepAlive);
    }
}
