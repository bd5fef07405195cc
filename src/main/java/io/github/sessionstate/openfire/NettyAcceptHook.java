package io.github.sessionstate.openfire;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import org.jivesoftware.openfire.spi.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The accept hook on Netty (Openfire 5): a handler in the pipeline of each connection. */
final class NettyAcceptHook extends AcceptHook<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(NettyAcceptHook.class);
    // The host's name for its own handler: NettyServerInitializer.
    private static final String HOST_HANDLER = "businessLogicHandler";

    private final SessionTracker tracker;
    // Of its own, so that one run of the plugin takes nothing for its own that is left of another.
    private final String handler = "sessionstate-" + System.identityHashCode(this);
    private final MethodHandle getAcceptor;
    private final MethodHandle addFactory;
    private final MethodHandle removeFactory;
    private final MethodHandle getFactories;
    // The host's type for what adds handlers to its pipelines.
    private final Object factory;
    // Set while attach() runs: the host calls the factory on that thread for the channels that exist.
    private volatile Thread attaching;

    NettyAcceptHook(SessionTracker tracker) {
        this.tracker = tracker;
        Class<?> acceptor = NettyHost.acceptorType();
        Class<?> factoryType = Late.type("org.jivesoftware.openfire.nio.NettyChannelHandlerFactory");
        getAcceptor = Late.method(ConnectionListener.class, "getConnectionAcceptor",
                Late.type("org.jivesoftware.openfire.spi.ConnectionAcceptor"));
        addFactory = Late.method(acceptor, "addChannelHandler", void.class, factoryType);
        removeFactory = Late.method(acceptor, "removeChannelHandler", void.class, factoryType);
        getFactories = Late.method(acceptor, "getChannelHandlerFactories", Set.class);
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
    Object acceptorOf(ConnectionListener listener) {
        Object acceptor = Late.call(() -> getAcceptor.invoke(listener));
        return NettyHost.acceptorType().isInstance(acceptor) ? acceptor : null;
    }

    @Override
    void attach(Object acceptor) {
        attaching = Thread.currentThread();
        try {
            Late.call(() -> addFactory.invoke(acceptor, factory));
        } finally {
            attaching = null;
        }
    }

    @Override
    void detach(Object acceptor) {
        Late.call(() -> removeFactory.invoke(acceptor, factory));
    }

    // The host offers no list of its connections but to those who add handlers to all of them.
    @Override
    void collectUnwatched(Object acceptor, Collection<Object> unwatched) {
        Iterable<Channel> channels = Late.field(NettyHost.acceptorType(), "allChannels", acceptor);
        for (Channel channel : channels) {
            // Without the host's handler it is being taken down, or not made yet.
            if (channel.isActive() && channel.pipeline().get(HOST_HANDLER) != null
                    && channel.pipeline().get(handler) == null) {
                unwatched.add(channel);
            }
        }
    }

    @Override
    void takeIn(Object connection) {
        addTo(((Channel) connection).pipeline(), true);
    }

    @Override
    boolean isAttached(Object acceptor) {
        return ((Set<?>) Late.call(() -> getFactories.invoke(acceptor))).contains(factory);
    }

    @Override
    boolean isEmpty(Object replaced) {
        // The host ends the threads of a replaced acceptor, and all of its connections with them.
        return true;
    }

    private void addTo(ChannelPipeline pipeline, boolean existedBefore) {
        try {
            if (pipeline.get(handler) == null) {
                pipeline.addBefore(HOST_HANDLER, handler, new Watch(existedBefore));
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
        try {
            if (pipeline.get(handler) != null) {
                pipeline.remove(handler);
            }
        } catch (NoSuchElementException e) {
            LOG.debug("{} left its pipeline by itself", pipeline.channel());
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("Could not leave the pipeline of {}", pipeline.channel(), e);
        }
    }

    /**
     * Stands before the host's handler. That one works on an executor of its own, in order per connection: what is put
     * there after passing a message on runs once the host is through with the message.
     */
    private final class Watch extends ChannelInboundHandlerAdapter {
        private final boolean existedBefore;
        private volatile StreamWatch stream;

        Watch(boolean existedBefore) {
            this.existedBefore = existedBefore;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            try {
                NettyChannel channel = new NettyChannel(context.channel());
                if (existedBefore) {
                    afterHost(context, () -> stream = tracker.watch(channel, true));
                } else {
                    stream = tracker.watch(channel, false);
                }
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.fireChannelRead(message);
            StreamWatch watched = stream;
            if ((watched == null || !watched.isDone()) && message instanceof String) {
                String text = (String) message;
                afterHost(context, () -> {
                    if (stream != null) {
                        stream.processed(text);
                    }
                });
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            context.fireChannelInactive();
            afterHost(context, () -> {
                if (stream != null) {
                    stream.ended();
                }
            });
        }

        private void afterHost(ChannelHandlerContext context, Runnable step) {
            ChannelHandlerContext host = context.pipeline().context(HOST_HANDLER);
            // Without the host's handler the pipeline is being taken down: nothing is processed any more.
            Executor executor = host == null ? context.executor() : host.executor();
            try {
                executor.execute(() -> {
                    try {
                        step.run();
                    } catch (RuntimeException | LinkageError e) {
                        failed(e);
                    }
                });
            } catch (RejectedExecutionException e) {
                LOG.debug("The host is shutting down; {} is followed no further", context.channel());
            }
        }
    }
}
