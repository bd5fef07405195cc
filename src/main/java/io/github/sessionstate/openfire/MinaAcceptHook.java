package io.github.sessionstate.openfire;

import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.service.IoService;
import org.apache.mina.core.service.IoServiceListener;
import org.apache.mina.core.session.IdleStatus;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;
import org.jivesoftware.openfire.spi.ConnectionListener;

/** The accept hook on MINA (Openfire 4.2): a service listener for the accept, and a filter in each connection. */
final class MinaAcceptHook extends AcceptHook<NioSocketAcceptor> {
    private final SessionTracker tracker;
    // Of its own, so that one run of the plugin takes nothing for its own that is left of another.
    private final String filter = "sessionstate-" + System.identityHashCode(this);
    private final IoServiceListener listener = new Listener();

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
        IoFilterChain chain = io.getFilterChain();
        synchronized (chain) {
            // An accept between the two steps of attach() would be taken in twice.
            if (chain.contains(filter)) {
                return;
            }
            chain.addLast(filter, new Watch());
        }
        if (isStopped()) {
            leave(chain);
            return;
        }
        Watch watch = (Watch) chain.get(filter);
        if (watch != null) {
            watch.stream = tracker.watch(new MinaChannel(io), existedBefore);
            if (io.isClosing()) {
                watch.stream.ended();
            }
        }
    }

    @Override
    void detach(NioSocketAcceptor acceptor) {
        acceptor.removeListener(listener);
        for (IoSession io : acceptor.getManagedSessions().values()) {
            leave(io.getFilterChain());
        }
    }

    private void leave(IoFilterChain chain) {
        synchronized (chain) {
            if (chain.contains(filter)) {
                chain.remove(filter);
            }
        }
    }

    @Override
    boolean isAttached(NioSocketAcceptor acceptor) {
        // MINA does not tell its listeners; the connections show whether theirs were taken out.
        return acceptor.getManagedSessions().values().stream()
                .allMatch(io -> io.isClosing() || io.getFilterChain().contains(filter));
    }

    @Override
    boolean isEmpty(NioSocketAcceptor replaced) {
        return replaced.getManagedSessionCount() == 0;
    }

    /** Told of each accept on MINA's own thread, before anything is read. */
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
            // The filter sees the end after the host's handler did.
        }

        @Override
        public void sessionDestroyed(IoSession io) {
            // The filter sees the end after the host's handler did.
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
            if (watched != null && !watched.isDone() && message instanceof String) {
                try {
                    watched.processed((String) message);
                } catch (RuntimeException | LinkageError e) {
                    failed(e);
                }
            }
        }

        @Override
        public void sessionClosed(NextFilter next, IoSession io) {
            next.sessionClosed(io);
            StreamWatch watched = stream;
            if (watched != null) {
                try {
                    watched.ended();
                } catch (RuntimeException | LinkageError e) {
                    failed(e);
                }
            }
        }
    }
}
