package io.github.sessionstate.openfire.tcp.mina;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

import javax.net.ssl.SSLException;

import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.service.IoService;
import org.apache.mina.core.service.IoServiceListener;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.core.write.WriteRequest;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jivesoftware.openfire.spi.ConnectionListener;

import io.github.sessionstate.openfire.attempt.HeldInput;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.MinaMembers;
import io.github.sessionstate.openfire.host.TcpAccept;
import io.github.sessionstate.openfire.tcp.AcceptHook;
import io.github.sessionstate.openfire.tcp.StreamWatch;
import io.github.sessionstate.openfire.tracked.Transitions;

/**
 * The accept hook on MINA (Openfire before 4.8): a service listener for accept and end, and a filter in each connection
 * until a resource is bound.
 */
public final class MinaAcceptHook extends AcceptHook<NioSocketAcceptor> {
    private final Transitions tracker;
    private final MinaMembers members;
    private final IoServiceListener listener = new Listener();
    // Names the filter in a connection, and the attribute with its watch. Of its own, so that one run of the plugin
    // takes nothing for its own that is left of another.
    private final String name = "sessionstate-" + System.identityHashCode(this);

    /** @param needed with the means for connections on MINA */
    public MinaAcceptHook(Transitions tracker, Capability<TcpAccept> needed) {
        super(needed);
        this.tracker = tracker;
        this.members = (MinaMembers) needed.get();
    }

    @Override
    protected NioSocketAcceptor acceptorOf(ConnectionListener connectionListener) {
        return connectionListener.getSocketAcceptor();
    }

    @Override
    protected void attach(NioSocketAcceptor acceptor) {
        acceptor.addListener(listener);
        for (IoSession io : acceptor.getManagedSessions().values()) {
            watch(io, true);
        }
    }

    private void watch(IoSession io, boolean existedBefore) {
        Watch filter = new Watch();
        // An accept between the two steps of attach() would be taken in twice.
        if (io.setAttributeIfAbsent(name, filter) != null) {
            return;
        }
        io.getFilterChain().addLast(name, filter);
        filter.stream = new StreamWatch(tracker, new MinaChannel(members, io), existedBefore);
        if (filter.stream.isDone()) {
            leave(io.getFilterChain(), filter);
        }
        if (isStopped()) {
            leave(io);
        } else if (io.isClosing()) {
            filter.stream.ended();
        }
    }

    @Override
    protected void detach(NioSocketAcceptor acceptor) {
        acceptor.removeListener(listener);
        acceptor.getManagedSessions().values().forEach(this::leave);
    }

    private void leave(IoSession io) {
        Watch filter = (Watch) io.removeAttribute(name);
        if (filter != null) {
            leave(io.getFilterChain(), filter);
        }
    }

    private static void leave(IoFilterChain chain, Watch filter) {
        synchronized (filter) {
            if (chain.contains(filter)) {
                chain.remove(filter);
            }
        }
    }

    @Override
    protected void collectUnwatched(NioSocketAcceptor acceptor, Collection<Object> unwatched) {
        for (IoSession io : acceptor.getManagedSessions().values()) {
            if (!io.isClosing() && !io.containsAttribute(name)) {
                unwatched.add(io);
            }
        }
    }

    @Override
    public void takeIn(Object connection) {
        watch((IoSession) connection, true);
    }

    @Override
    protected boolean isAttached(NioSocketAcceptor acceptor) {
        // MINA does not tell its listeners, and offers no way to replace another's.
        return true;
    }

    @Override
    protected boolean isEmpty(NioSocketAcceptor replaced) {
        return replaced.getManagedSessionCount() == 0;
    }

    /** Told of each accept on MINA's own thread, before anything is read, and of each end. */
    private final class Listener implements IoServiceListener {
        @Override
        public void sessionCreated(IoSession io) {
            guard(() -> watch(io, false));
        }

        @Override
        public void sessionClosed(IoSession io) {
            // Its end is told as well.
        }

        @Override
        public void sessionDestroyed(IoSession io) {
            Watch filter = (Watch) io.getAttribute(name);
            // Before that the filter is told as well, once all that the client sent has been worked on.
            if (filter != null && filter.stream != null && filter.stream.isDone()) {
                guard(filter.stream::ended);
            }
        }

        @Override
        public void serviceActivated(IoService service) {
            // Only connections matter here.
        }

        @Override
        public void serviceDeactivated(IoService service) {
            // Only connections matter here.
        }

        @Override
        public void serviceIdle(IoService service, IdleStatus status) {
            // Only connections matter here.
        }
    }

    /** Stands last before the host's handler: looks at the host's session once the handler is through. */
    private final class Watch extends IoFilterAdapter {
        private volatile StreamWatch stream;
        private final HeldInput held = new HeldInput();

        @Override
        public void messageReceived(NextFilter next, IoSession io, Object message) {
            held.take(() -> pass(next, io, message));
        }

        private void pass(NextFilter next, IoSession io, Object message) {
            StreamWatch watched = message instanceof String ? stream : null;
            if (watched == null) {
                members.messageReceived().run(next, io, message);
                return;
            }
            String text = (String) message;
            boolean isBind = watched.isBind(text);
            if (isBind) {
                held.hold();
            }
            guard(() -> watched.received(text));
            members.messageReceived().run(next, io, message);
            guard(() -> watched.processed(text));
            if (isBind) {
                watched.afterBind(() -> release(watched, io), true);
            } else {
                guard(() -> leaveWhenDone(watched, io));
            }
        }

        private void release(StreamWatch watched, IoSession io) {
            held.release();
            guard(() -> leaveWhenDone(watched, io));
        }

        private void leaveWhenDone(StreamWatch watched, IoSession io) {
            if (held.isHolding() || !watched.isDone()) {
                return;
            }
            leave(io.getFilterChain(), this);
            if (!io.isConnected()) {
                // Its end came meanwhile, too early for the listener and too late for the filter.
                watched.ended();
            }
        }

        @Override
        public void filterWrite(NextFilter next, IoSession io, WriteRequest request) {
            StreamWatch watched = stream;
            if (watched != null && request.getMessage() instanceof IoBuffer) {
                guard(() -> watched.sent(text((IoBuffer) request.getMessage())));
            }
            next.filterWrite(io, request);
        }

        // One character a byte: only what is ASCII anyway matters.
        private String text(IoBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void sessionIdle(NextFilter next, IoSession io, IdleStatus status) {
            StreamWatch watched = stream;
            // The host pings at the first time and closes at the second.
            if (watched != null && io.getIdleCount(status) > 1) {
                guard(watched::idle);
            }
            members.sessionIdle().run(next, io, status);
        }

        @Override
        public void exceptionCaught(NextFilter next, IoSession io, Throwable cause) {
            held.take(() -> caught(next, io, cause));
        }

        private void caught(NextFilter next, IoSession io, Throwable cause) {
            StreamWatch watched = stream;
            if (watched != null && cause instanceof SSLException) {
                guard(watched::tlsFailed);
            } else if (watched != null && cause instanceof IOException) {
                guard(watched::broken);
            }
            members.exceptionCaught().run(next, io, cause);
        }

        @Override
        public void sessionClosed(NextFilter next, IoSession io) {
            held.take(() -> closed(next, io));
        }

        private void closed(NextFilter next, IoSession io) {
            StreamWatch watched = stream;
            if (watched != null) {
                guard(watched::ending);
            }
            members.sessionClosed().run(next, io);
            if (watched != null) {
                guard(watched::ended);
            }
        }
    }
}
