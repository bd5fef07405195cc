package io.github.sessionstate.openfire;

import java.util.Collection;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.service.IoService;
import org.apache.mina.core.service.IoServiceListener;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jivesoftware.openfire.spi.ConnectionListener;

/**
 * The accept hook on MINA (Openfire 4.2): a service listener for accept and end, and a filter in each connection until
 * a resource is bound. It leaves then, as the host works within the filter's call: threads that it starts there would
 * keep the plugin's classes for as long as they live.
 */
final class MinaAcceptHook extends AcceptHook<NioSocketAcceptor> {
    private final SessionTracker tracker;
    private final IoServiceListener listener = new Listener();
    // Names the filter in a connection, and the attribute with its watch. Of its own, so that one run of the plugin
    // takes nothing for its own that is left of another.
    private final String name = "sessionstate-" + System.identityHashCode(this);

    MinaAcceptHook(SessionTracker tracker) {
        this.tracker = tracker;
    }

    @Override
    NioSocketAcceptor acceptorOf(ConnectionListener connectionListener) {
        return connectionListener.getSocketAcceptor();
    }

    @Override
    void attach(NioSocketAcceptor acceptor) {
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
        filter.stream = tracker.watch(new MinaChannel(io), existedBefore);
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
    void detach(NioSocketAcceptor acceptor) {
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
    void collectUnwatched(NioSocketAcceptor acceptor, Collection<Object> unwatched) {
        for (IoSession io : acceptor.getManagedSessions().values()) {
            if (!io.isClosing() && !io.containsAttribute(name)) {
                unwatched.add(io);
            }
        }
    }

    @Override
    void takeIn(Object connection) {
        watch((IoSession) connection, true);
    }

    @Override
    boolean isAttached(NioSocketAcceptor acceptor) {
        // MINA does not tell its listeners, and offers no way to replace another's.
        return true;
    }

    @Override
    boolean isEmpty(NioSocketAcceptor replaced) {
        return replaced.getManagedSessionCount() == 0;
    }

    /** Told of each accept on MINA's own thread, before anything is read, and of each end. */
    private final class Listener implements IoServiceListener {
        @Override
        public void sessionCreated(IoSession io) {
            try {
                watch(io, false);
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        }

        @Override
        public void sessionClosed(IoSession io) {
            // Its end is told as well.
        }

        @Override
        public void sessionDestroyed(IoSession io) {
            try {
                Watch filter = (Watch) io.getAttribute(name);
                if (filter != null && filter.stream != null) {
                    filter.stream.ended();
                }
            } catch (RuntimeException | LinkageError e) {
                failed(e);
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

        @Override
        public void messageReceived(NextFilter next, IoSession io, Object message) {
            next.messageReceived(io, message);
            StreamWatch watched = stream;
            if (watched == null || !(message instanceof String)) {
                return;
            }
            try {
                watched.processed((String) message);
                if (watched.isDone()) {
                    leave(io.getFilterChain(), this);
                }
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        }
    }
}
