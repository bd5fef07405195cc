package io.github.sessionstate.openfire.tcp.netty;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateEvent;
import org.jivesoftware.openfire.spi.ConnectionListener;

import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.HostCall;
import io.github.sessionstate.openfire.host.NettyMembers;
import io.github.sessionstate.openfire.host.TcpAccept;
import io.github.sessionstate.openfire.tcp.AcceptHook;
import io.github.sessionstate.openfire.tcp.StreamWatch;
import io.github.sessionstate.openfire.tracked.Transitions;
import io.github.sessionstate.text.Log;

/** The accept hook on Netty (Openfire 4.8 and later): a handler in the pipeline of each connection. */
public final class NettyAcceptHook extends AcceptHook<Object> {
    private static final Log LOG = Log.of(NettyAcceptHook.class);

    // Of its own, so that one run of the plugin takes nothing for its own that is left of another.
    private final String handler = "sessionstate-" + System.identityHashCode(this);
    private final String ends = handler + "-ends";
    // One for all connections.
    private final EndsBeforeHost endsHandler = new EndsBeforeHost();
    private final NettyMembers members;
    private final NettyWatch.Means means;
    // The host's type for what adds handlers to its pipelines.
    private final Object factory;
    // Set while attach() runs: the host calls the factory on that thread for the channels that exist.
    private volatile Thread attaching;

    /** @param needed with the means for connections on Netty */
    public NettyAcceptHook(Transitions tracker, Capability<TcpAccept> needed) {
        super(needed);
        this.members = (NettyMembers) needed.get();
        this.means = new NettyWatch.Means(tracker, members, this::failed, this::removeFrom);
        Class<?> factoryType = members.factory();
        factory = Proxy.newProxyInstance(factoryType.getClassLoader(), new Class<?>[] {factoryType},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "addNewHandlerTo" -> {
                        addTo((ChannelPipeline) arguments[0], Thread.currentThread() == attaching);
                        yield null;
                    }
                    case "removeHandlerFrom" -> {
                        removeFrom((ChannelPipeline) arguments[0]);
                        yield null;
                    }
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> "Session State";
                });
    }

    @Override
    protected Object acceptorOf(ConnectionListener listener) {
        Object acceptor = HostCall.call(() -> members.getAcceptor().invoke(listener));
        return members.acceptor().isInstance(acceptor) ? acceptor : null;
    }

    @Override
    protected void attach(Object acceptor) {
        attaching = Thread.currentThread();
        try {
            HostCall.call(() -> members.add().invoke(acceptor, factory));
        } finally {
            attaching = null;
        }
    }

    @Override
    protected void detach(Object acceptor) {
        HostCall.call(() -> members.remove().invoke(acceptor, factory));
    }

    // The host offers no list of its connections but to those who add handlers to all of them.
    @Override
    protected void collectUnwatched(Object acceptor, Collection<Object> unwatched) {
        if (!members.connections().isOffered()) {
            return;
        }
        for (Object connection : members.connections().get().get(acceptor)) {
            Channel channel = (Channel) connection;
            // Without the host's handler it is being taken down, or not made yet.
            if (channel.isActive() && NettyWatch.context(channel.pipeline(), members.handler()) != null
                    && channel.pipeline().get(handler) == null) {
                unwatched.add(channel);
            }
        }
    }

    @Override
    public void takeIn(Object connection) {
        addTo(((Channel) connection).pipeline(), true);
    }

    @Override
    protected boolean isAttached(Object acceptor) {
        return ((Set<?>) HostCall.call(() -> members.factories().invoke(acceptor))).contains(factory);
    }

    @Override
    protected boolean isEmpty(Object replaced) {
        // The host ends the threads of a replaced acceptor, and all of its connections with them.
        return true;
    }

    private void addTo(ChannelPipeline pipeline, boolean existedBefore) {
        try {
            if (pipeline.get(handler) == null) {
                // Which throws if that has left.
                pipeline.addBefore(
                        Optional.ofNullable(NettyWatch.context(pipeline, members.handler())).orElseThrow().name(),
                        handler, new NettyWatch(means, existedBefore));
                ChannelHandlerContext keepAlive = members.keepAlive().isOffered()
                        ? NettyWatch.context(pipeline, members.keepAlive().get()) : null;
                if (keepAlive != null) {
                    pipeline.addBefore(keepAlive.name(), ends, endsHandler);
                }
                if (isStopped()) {
                    removeFrom(pipeline);
                }
            }
        } catch (NoSuchElementException e) {
            // The host's handler leaves the pipeline when the connection ends.
            if (pipeline.channel().isOpen()) {
                failed(e);
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private void removeFrom(ChannelPipeline pipeline) {
        removeFrom(pipeline, handler);
        removeFrom(pipeline, ends);
    }

    private static void removeFrom(ChannelPipeline pipeline, String name) {
        try {
            if (pipeline.get(name) != null) {
                pipeline.remove(name);
            }
        } catch (NoSuchElementException e) {
            LOG.debug("{} left its pipeline by itself", pipeline.channel());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Could not leave the pipeline of {}", pipeline.channel(), e);
        }
    }

    /**
     * Stands before the host's first own handlers, and sees what those keep to themselves: that the connection broke,
     * which the decoder takes for input that it cannot read, and that one without a stream ended for being idle.
     */
    @ChannelHandler.Sharable
    private final class EndsBeforeHost extends ChannelInboundHandlerAdapter {
        // Deprecated for handlers of what goes out, not for these.
        @SuppressWarnings("deprecation")
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
                see(context, StreamWatch::tlsFailed);
            } else if (cause instanceof IOException) {
                see(context, StreamWatch::broken);
            }
            members.caught().run(context, cause);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof IdleStateEvent)) {
                members.event().run(context, event);
                return;
            }
            NettyChannel channel = new NettyChannel(members, context.channel());
            boolean wasOpen = channel.isOpenForHost();
            members.event().run(context, event);
            if (wasOpen && !channel.isOpenForHost()) {
                see(context, StreamWatch::idle);
            }
        }

        private void see(ChannelHandlerContext context, Consumer<StreamWatch> what) {
            ChannelHandler watch = context.pipeline().get(handler);
            if (watch != null) {
                ((NettyWatch) watch).see(what);
            }
        }
    }
}
