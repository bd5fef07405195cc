package io.github.sessionstate.openfire.tcp.netty;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.WriteTimeoutException;
import io.netty.util.concurrent.EventExecutor;

import io.github.sessionstate.openfire.attempt.HeldInput;
import io.github.sessionstate.openfire.host.NettyMembers;
import io.github.sessionstate.openfire.tcp.StreamWatch;
import io.github.sessionstate.openfire.tracked.Transitions;
import io.github.sessionstate.text.Log;

/**
 * Follows one connection: stands before the host's handler. From 5.1 on that one works on an executor of its own, in
 * order per connection: what is put there after passing a message on runs once the host is through with the message.
 */
final class NettyWatch extends ChannelDuplexHandler {
    private static final Log LOG = Log.of(NettyWatch.class);

    private final Transitions tracker;
    private final NettyMembers members;
    private final boolean existedBefore;
    private final Consumer<Runnable> guard;
    private final Consumer<ChannelPipeline> leave;
    // What came behind a request for a resource: the host would work on it before, as on stanzas of a session without
    // one. Its steps are for the event loop.
    private final HeldInput held = new HeldInput();
    private volatile NettyChannel channel;
    private volatile StreamWatch stream;

    /**
     * @param existedBefore whether the connection was there before the plugin was
     * @param guard         runs a step of the plugin's own, which must not hurt the host
     * @param leave         takes all handlers of the plugin out of a pipeline
     */
    NettyWatch(Transitions tracker, NettyMembers members, boolean existedBefore, Consumer<Runnable> guard,
               Consumer<ChannelPipeline> leave) {
        this.tracker = tracker;
        this.members = members;
        this.existedBefore = existedBefore;
        this.guard = guard;
        this.leave = leave;
    }

    /** Of a handler by its type: not every host gives it a name. Null if it has left. */
    static ChannelHandlerContext context(ChannelPipeline pipeline, Class<?> type) {
        return pipeline.context(type.asSubclass(ChannelHandler.class));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        guard.accept(() -> {
            NettyChannel watched = new NettyChannel(members, context.channel());
            channel = watched;
            if (existedBefore) {
                afterHost(context, () -> watchExisting(context.channel(), watched));
            } else {
                stream = new StreamWatch(tracker, watched, false);
            }
        });
    }

    private void watchExisting(Channel existing, NettyChannel watched) {
        StreamWatch taken = new StreamWatch(tracker, watched, true);
        stream = taken;
        if (!existing.isOpen()) {
            // It may have told of its end before this handler was there.
            taken.ended();
        }
    }

    // ------------------------------------------------------------------ from the client

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (channel != null && channel.ignores(message)) {
            return;
        }
        if (held.isHolding()) {
            context.channel().config().setAutoRead(false);
            held.take(() -> pass(context, message));
        } else {
            pass(context, message);
        }
    }

    /** @return whether this is a request for a resource, behind which all must wait */
    private boolean pass(ChannelHandlerContext context, Object message) {
        StreamWatch watched = stream;
        String text = message instanceof String ? (String) message : null;
        if (text != null && watched != null) {
            see(it -> it.received(text));
        }
        boolean isBind = text != null && watched != null && watched.isBind(text);
        if (isBind) {
            held.hold();
        }
        members.read().run(context, message);
        if (text != null && (watched == null || !watched.isDone())) {
            afterHost(context, () -> {
                see(it -> it.processed(text));
                if (isBind) {
                    watched.afterBind(() -> run(context.executor(), () -> release(context)), false);
                }
            });
        }
        return isBind;
    }

    private void release(ChannelHandlerContext context) {
        boolean wasHolding = held.isHolding();
        held.release();
        if (wasHolding && !held.isHolding()) {
            context.channel().config().setAutoRead(true);
        }
    }

    // ------------------------------------------------------------------ to the client

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof String) {
            see(it -> it.sent((String) message));
        }
        context.write(message, promise);
    }

    // ------------------------------------------------------------------ ends

    /** Tells what ends the stream, or goes over it. */
    void see(Consumer<StreamWatch> what) {
        StreamWatch watched = stream;
        if (watched != null) {
            guard.accept(() -> what.accept(watched));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof WriteTimeoutException) {
            see(StreamWatch::broken);
        }
        members.caught().run(context, cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release(context);
        see(StreamWatch::ending);
        members.inactive().run(context);
        afterHost(context, () -> see(StreamWatch::ended));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release(context);
    }

    // The host may keep its connection for long, which leads to what stands before its handler in the pipeline.
    @Override
    public void channelUnregistered(ChannelHandlerContext context) {
        members.unregistered().run(context);
        if (!context.channel().isOpen()) {
            leave.accept(context.pipeline());
        }
    }

    private void afterHost(ChannelHandlerContext context, Runnable step) {
        ChannelHandlerContext hosts = context(context.pipeline(), members.handler());
        // Without the host's handler the pipeline is being taken down: nothing is processed any more.
        run(hosts == null ? context.executor() : hosts.executor(), step);
    }

    // Before 5.1 the host works on the event loop, and is through when it returns.
    private void run(EventExecutor executor, Runnable step) {
        if (executor.inEventLoop()) {
            guard.accept(step);
            return;
        }
        try {
            executor.execute(() -> guard.accept(step));
        } catch (RejectedExecutionException e) {
            LOG.debug("Openfire is shutting down; a connection is followed no further");
        }
    }
}
