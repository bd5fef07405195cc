package io.github.sessionstate.openfire.tcp;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.spi.ConnectionListener;
import org.jivesoftware.openfire.spi.ConnectionManagerImpl;
import org.jivesoftware.openfire.spi.ConnectionType;

import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.Hook;

/**
 * Follows TCP connections of clients from their accept.
 *
 * <p>The host has no acceptor yet while plugins load at start-up, and makes a new one when a port or TLS setting
 * changes. {@link #follow()}, called several times a second, attaches to the acceptors of the moment; those it left
 * keep being followed until their last connection ends.
 *
 * @param <A> the acceptor of the host's network library
 */
public abstract class AcceptHook<A> extends Hook {
    private final Set<A> attached = Collections.newSetFromMap(new IdentityHashMap<>());
    // Those that could not be attached to, and why.
    private final Map<A, String> unattached = new IdentityHashMap<>();
    private volatile boolean stopped;

    protected AcceptHook(Capability<?> needed) {
        super("accept", needed);
    }

    /** The acceptor of a listener; null while there is none. */
    protected abstract A acceptorOf(ConnectionListener listener);

    /** Takes in the acceptor's connections, those that exist and those to come. */
    protected abstract void attach(A acceptor);

    /** Leaves the acceptor and all of its connections. */
    protected abstract void detach(A acceptor);

    /** Whether this hook is still known to the acceptor. */
    protected abstract boolean isAttached(A acceptor);

    /** Adds the acceptor's open connections that the hook does not follow. */
    protected abstract void collectUnwatched(A acceptor, Collection<Object> unwatched);

    /** Takes in a connection that {@link #collectUnwatched(Collection)} found. */
    public abstract void takeIn(Object connection);

    /** Whether no connection is left of an acceptor that the host has replaced. */
    protected abstract boolean isEmpty(A replaced);

    /**
     * Whether the hook was taken out. The host may go on with an accept that had begun before: who adds something to a
     * connection must ask this afterwards, and take it away again.
     */
    protected final boolean isStopped() {
        return stopped;
    }

    @Override
    protected final void install() {
        follow();
    }

    /** Attaches to acceptors that the host made since the last call. */
    public final synchronized void follow() {
        if (stopped) {
            return;
        }
        Set<A> current = currentAcceptors();
        for (A acceptor : current) {
            if (attached.add(acceptor)) {
                try {
                    attach(acceptor);
                } catch (RuntimeException | LinkageError e) {
                    unattached.put(acceptor, e.toString());
                    failed(e);
                }
            }
        }
        unattached.keySet().retainAll(current);
        attached.removeIf(acceptor -> !current.contains(acceptor) && isEmpty(acceptor));
        if (unattached.isEmpty()) {
            waitsFor(current.isEmpty() ? "Openfire does not listen for clients" : null);
        } else {
            outOfPlace(unattached.values().iterator().next());
        }
    }

    /** Adds the open connections of all acceptors that the hook does not follow. */
    public final synchronized void collectUnwatched(Collection<Object> unwatched) {
        attached.forEach(acceptor -> collectUnwatched(acceptor, unwatched));
    }

    private Set<A> currentAcceptors() {
        Set<A> current = Collections.newSetFromMap(new IdentityHashMap<>());
        ConnectionManagerImpl manager = (ConnectionManagerImpl) XMPPServer.getInstance().getConnectionManager();
        if (manager != null) {
            for (ConnectionListener listener : manager.getListeners(ConnectionType.SOCKET_C2S)) {
                A acceptor = acceptorOf(listener);
                if (acceptor != null) {
                    current.add(acceptor);
                }
            }
        }
        return current;
    }

    @Override
    protected final synchronized void uninstall() {
        stopped = true;
        attached.forEach(this::detach);
        attached.clear();
    }

    @Override
    protected final synchronized boolean isInPlace() {
        return currentAcceptors().stream().allMatch(acceptor -> !attached.contains(acceptor) || isAttached(acceptor));
    }
}
