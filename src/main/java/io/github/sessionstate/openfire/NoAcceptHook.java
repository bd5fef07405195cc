package io.github.sessionstate.openfire;

import java.util.Collection;

import org.jivesoftware.openfire.spi.ConnectionListener;

import io.github.sessionstate.openfire.host.Capability;

/** The accept hook where the host offers no way to its connections: it is never installed. */
final class NoAcceptHook extends AcceptHook<Object> {
    NoAcceptHook(Capability<?> needed) {
        super(needed);
    }

    @Override
    Object acceptorOf(ConnectionListener listener) {
        return null;
    }

    @Override
    void attach(Object acceptor) {
        // There is no acceptor.
    }

    @Override
    void detach(Object acceptor) {
        // There is no acceptor.
    }

    @Override
    boolean isAttached(Object acceptor) {
        return false;
    }

    @Override
    void collectUnwatched(Object acceptor, Collection<Object> unwatched) {
        // There is no acceptor.
    }

    @Override
    void takeIn(Object connection) {
        // No connection was found.
    }

    @Override
    boolean isEmpty(Object replaced) {
        return true;
    }
}
