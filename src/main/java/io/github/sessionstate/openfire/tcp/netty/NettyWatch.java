package io.github.sessionstate.openfire.tcp.netty;

import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
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

    private final Means means;
    private final boolean existedBefore;
    private volatile NettyChannel channel;
    private volatile StreamWatch stream;
    // What came behind a request for a resource: the host would work on it before, as on stanzas of a session without
    // one. For the event loop. Null if nothing is held, as is nearly always so.
    private HeldInput held;

    /**
     * What all connections have in common.
     *
     * @param failed told what the plugin's own code throws
     * @param leave  takes all handlers of the plugin out of a pipeline
     */
    record Means(Transitions tracker, NettyMembers members, Consumer<Throwable> failed,
                 Consumer<ChannelPipeline> leave) {
    }

    /** @param existedBefore whether the connection was there before the plugin was */
    NettyWatch(Means means, boolean existedBefore) {
        this.means = means;
        this.existedBefore = existedBefore;
    }

    /** Of a handler by its type: not every host gives it a name. Null if it has left. */
    static ChannelHandlerContext context(ChannelPipeline pipeline, Class<?> type) {
        return pipeline.context(type.asSubclass(ChannelHandler.class));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        guard(() -> {
            NettyChannel watched = new NettyChannel(means.members(), context.channel());
            channel = watched;
            if (existedBefore) {
                afterHost(context, () -> watchExisting(context.channel(), watched));
            } else {
                stream = new StreamWatch(means.tracker(), watched, false);
            }
        });
    }

    private void watchExisting(Channel existing, NettyChannel watched) {
        StreamWatch taken = new StreamWatch(means.tracker(), watched, true);
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
        if (held != null && held.add(() -> pass(context, message))) {
            context.channel().config().setAutoRead(false);
        } else {
            held = null;
            pass(context, message);
        }
    }

    private void pass(ChannelHandlerContext context, Object message) {
        // What was held may have lost its session meanwhile.
        if (channel != null && channel.ignores(message)) {
            return;
        }
        StreamWatch watched = stream;
        String text = message instanceof String ? (String) message : null;
        boolean isBind = text != null && watched != null && watched.isBind(text);
        if (isBind) {
            held = held == null ? new HeldInput() : held;
            held.hold();
        }
        see(StreamWatch::received, text);
        means.members().read().run(context, message);
        if (isBind || text != null && (watched == null || !watched.isDone())) {
            HeldInput behind = held;
            afterHost(context, () -> {
                see(StreamWatch::processed, text);
                if (isBind) {
                    watched.afterBind(() -> answered(context, behind), false);
                }
            });
        }
    }

    // Mostly nothing waits: it would cost more than all else here to wake the event loop for each login.
    private void answered(ChannelHandlerContext context, HeldInput behind) {
        if (!behind.endIfEmpty()) {
            run(context.executor(), () -> release(context));
        }
    }

    private void release(ChannelHandlerContext context) {
        // Whatever waits has stopped the reading, and nothing else has.
        if (held != null && held.release()) {
            context.channel().config().setAutoRead(true);
        }
    }

    // ------------------------------------------------------------------ to the client

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        see(StreamWatch::sent, message instanceof String ? (String) message : null);
        context.write(message, promise);
    }

    // Not as a guarded step: every stanza comes here, and would be an object more.
    private void see(BiConsumer<StreamWatch, String> what, String text) {
        StreamWatch watched = stream;
        if (watched != null && text != null) {
            try {
                what.accept(watched, text);
            } catch (RuntimeException | LinkageError e) {
                means.failed().accept(e);
            }
        }
    }

    // ------------------------------------------------------------------ ends

    /** Tells what ends the stream. */
    void see(Consumer<StreamWatch> what) {
        StreamWatch watched = stream;
        if (watched != null) {
            guard(() -> what.accept(watched));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof WriteTimeoutException) {
            see(StreamWatch::broken);
        }
        means.members().caught().run(context, cause);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        release(context);
        see(StreamWatch::ending);
        means.members().inactive().run(context);
        afterHost(context, () -> see(StreamWatch::ended));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        release(context);
    }

    // The host may keep its connection for long, which leads to what stands before its handler in the pipeline.
    @Override
    public void channelUnregistered(ChannelHandlerContext context) {
        means.members().unregistered().run(context);
        if (!context.channel().isOpen()) {
            means.leave().accept(context.pipeline());
        }
    }

    private void afterHost(ChannelHandlerContext context, Runnable step) {
        ChannelHandlerContext hosts = context(context.pipeline(), means.members().handler());
        // Without the host's handler the pipeline is being taken down: nothing is processed any more.
        run(hosts == null ? context.executor() : hosts.executor(), step);
    }

    // Before 5.1 the host works on the event loop, and is through when it returns.
    private void run(EventExecutor executor, Runnable step) {
        if (executor.inEventLoop()) {
            guard(step);
            return;
        }
        try {
            executor.execute(() -> guard(step));
        } catch (RejectedExecutionException e) {
            LOG.debug("Openfire is shutting down; a connection is followed no further");
        }
    }

    private void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | LinkageError e) {
            means.failed().accept(e);
        }
    }
}
