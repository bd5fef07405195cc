package io.github.sessionstate.openfire.tcp.netty;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import javax.net.ssl.SSLException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.concurrent.EventExecutor;
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

    private final Transitions tracker;
    // Of its own, so that one run of the plugin takes nothing for its own that is left of another.
    private final String handler = "sessionstate-" + System.identityHashCode(this);
    private final String failures = handler + "-failures";
    // One for all connections.
    private final Failures failuresHandler = new Failures();
    private final NettyMembers host;
    // The host's type for what adds handlers to its pipelines.
    private final Object factory;
    // Set while attach() runs: the host calls the factory on that thread for the channels that exist.
    private volatile Thread attaching;

    /** @param needed with the means for connections on Netty */
    public NettyAcceptHook(Transitions tracker, Capability<TcpAccept> needed) {
        super(needed);
        this.tracker = tracker;
        this.host = (NettyMembers) needed.get();
        Class<?> factoryType = host.factory();
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
        Object acceptor = HostCall.call(() -> host.getAcceptor().invoke(listener));
        return host.acceptor().isInstance(acceptor) ? acceptor : null;
    }

    @Override
    protected void attach(Object acceptor) {
        attaching = Thread.currentThread();
        try {
            HostCall.call(() -> host.add().invoke(acceptor, factory));
        } finally {
            attaching = null;
        }
    }

    @Override
    protected void detach(Object acceptor) {
        HostCall.call(() -> host.remove().invoke(acceptor, factory));
    }

    // The host offers no list of its connections but to those who add handlers to all of them.
    @Override
    protected void collectUnwatched(Object acceptor, Collection<Object> unwatched) {
        if (!host.connections().isOffered()) {
            return;
        }
        for (Object connection : host.connections().get().get(acceptor)) {
            Channel channel = (Channel) connection;
            // Without the host's handler it is being taken down, or not made yet.
            if (channel.isActive() && context(channel.pipeline(), host.handler()) != null
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
        return ((Set<?>) HostCall.call(() -> host.factories().invoke(acceptor))).contains(factory);
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
                pipeline.addBefore(name(context(pipeline, host.handler())), handler, new Watch(existedBefore));
                ChannelHandlerContext keepAlive = host.keepAlive().isOffered()
                        ? context(pipeline, host.keepAlive().get()) : null;
                if (keepAlive != null) {
                    pipeline.addBefore(keepAlive.name(), failures, failuresHandler);
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

    // By its type: not every host gives it a name.
    private static ChannelHandlerContext context(ChannelPipeline pipeline, Class<?> type) {
        return pipeline.context(type.asSubclass(ChannelHandler.class));
    }

    private static String name(ChannelHandlerContext context) {
        if (context == null) {
            throw new NoSuchElementException();
        }
        return context.name();
    }

    private void removeFrom(ChannelPipeline pipeline) {
        removeFrom(pipeline, handler);
        removeFrom(pipeline, failures);
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
     * Stands before the host's handler. From 5.1 on that one works on an executor of its own, in order per connection:
     * what is put there after passing a message on runs once the host is through with the message.
     */
    private final class Watch extends ChannelDuplexHandler {
        private final boolean existedBefore;
        private volatile NettyChannel channel;
        private volatile StreamWatch stream;
        // Whether a request for a resource is not answered yet. Written by the event loop and by who answers.
        private volatile boolean isBinding;
        // What came behind it: the host would work on it before, as on stanzas of a session without a resource. For
        // the event loop. Null if there is none, as is nearly always so.
        private Deque<Object> held;
        private volatile boolean isHolding;

        Watch(boolean existedBefore) {
            this.existedBefore = existedBefore;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            try {
                NettyChannel watched = new NettyChannel(host, context.channel());
                channel = watched;
                if (existedBefore) {
                    afterHost(context, () -> watchExisting(context.channel(), watched));
                } else {
                    stream = new StreamWatch(tracker, watched, false);
                }
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        }

        private void watchExisting(Channel existing, NettyChannel watched) {
            StreamWatch taken = new StreamWatch(tracker, watched, true);
            stream = taken;
            if (!existing.isOpen()) {
                // It may have told of its end before this handler was there.
                taken.ended();
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (channel != null && channel.ignores(message)) {
                return;
            }
            if (isBinding || isHolding) {
                hold(context, message);
            } else {
                pass(context, message);
            }
        }

        private void pass(ChannelHandlerContext context, Object message) {
            StreamWatch watched = stream;
            String text = message instanceof String ? (String) message : null;
            if (text != null && watched != null) {
                try {
                    watched.received(text);
                } catch (RuntimeException | LinkageError e) {
                    failed(e);
                }
            }
            boolean isBind = text != null && watched != null && watched.isBind(text);
            if (isBind) {
                isBinding = true;
            }
            host.read().run(context, message);
            if (text != null && (watched == null || !watched.isDone())) {
                afterHost(context, () -> {
                    if (stream != null) {
                        stream.processed(text);
                    }
                    if (isBind) {
                        watched.afterBind(() -> answered(context), false);
                    }
                });
            }
        }

        private void hold(ChannelHandlerContext context, Object message) {
            if (held == null) {
                held = new ArrayDeque<>();
            }
            held.add(message);
            context.channel().config().setAutoRead(false);
            // In this order: who answers says so first, and then looks whether anything is held.
            isHolding = true;
            if (!isBinding) {
                release(context);
            }
        }

        private void answered(ChannelHandlerContext context) {
            isBinding = false;
            if (isHolding) {
                context.executor().execute(() -> release(context));
            }
        }

        private void release(ChannelHandlerContext context) {
            if (!isHolding) {
                return;
            }
            Deque<Object> messages = held;
            held = null;
            isHolding = false;
            context.channel().config().setAutoRead(true);
            // One of them may be a request for a resource again, and hold what comes behind it.
            messages.forEach(message -> channelRead(context, message));
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            isBinding = false;
            release(context);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            StreamWatch watched = stream;
            if (message instanceof String && watched != null) {
                try {
                    watched.sent((String) message);
                } catch (RuntimeException | LinkageError e) {
                    failed(e);
                }
            }
            context.write(message, promise);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof WriteTimeoutException) {
                see(StreamWatch::broken);
            }
            host.caught().run(context, cause);
        }

        /** Notes what ends the stream. */
        void see(Consumer<StreamWatch> what) {
            StreamWatch watched = stream;
            if (watched != null) {
                try {
                    what.accept(watched);
                } catch (RuntimeException | LinkageError e) {
                    failed(e);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            isBinding = false;
            release(context);
            see(StreamWatch::ending);
            host.inactive().run(context);
            afterHost(context, () -> {
                if (stream != null) {
                    stream.ended();
                }
            });
        }

        // The host may keep its connection for long, which leads to what stands before its handler in the pipeline.
        @Override
        public void channelUnregistered(ChannelHandlerContext context) {
            host.unregistered().run(context);
            if (!context.channel().isOpen()) {
                removeFrom(context.pipeline());
            }
        }

        private void afterHost(ChannelHandlerContext context, Runnable step) {
            ChannelHandlerContext hosts = context(context.pipeline(), host.handler());
            // Without the host's handler the pipeline is being taken down: nothing is processed any more.
            EventExecutor executor = hosts == null ? context.executor() : hosts.executor();
            try {
                if (executor.inEventLoop()) {
                    // Before 5.1 the host works on the event loop, and is through when it returns.
                    guard(step);
                } else {
                    executor.execute(() -> guard(step));
                }
            } catch (RejectedExecutionException e) {
                LOG.debug("The host is shutting down; {} is followed no further", context.channel());
            }
        }
    }

    /**
     * Stands before the host's first own handlers, and sees what those keep to themselves: that the connection broke,
     * which the decoder takes for input that it cannot read, and that one without a stream ended for being idle.
     */
    @ChannelHandler.Sharable
    private final class Failures extends ChannelInboundHandlerAdapter {
        // Deprecated for handlers of what goes out, not for these.
        @SuppressWarnings("deprecation")
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
                see(context, StreamWatch::tlsFailed);
            } else if (cause instanceof IOException) {
                see(context, StreamWatch::broken);
            }
            host.caught().run(context, cause);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (!(event instanceof IdleStateEvent)) {
                host.event().run(context, event);
                return;
            }
            NettyChannel channel = new NettyChannel(host, context.channel());
            boolean wasOpen = channel.isOpenForHost();
            host.event().run(context, event);
            if (wasOpen && !channel.isOpenForHost()) {
                see(context, StreamWatch::idle);
            }
        }

        private void see(ChannelHandlerContext context, Consumer<StreamWatch> what) {
            ChannelHandler watch = context.pipeline().get(handler);
            if (watch != null) {
                ((Watch) watch).see(what);
            }
        }
    }
}
