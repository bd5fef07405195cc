package io.github.sessionstate.openfire.tcp;

import java.util.Collection;

import org.jivesoftware.openfire.spi.ConnectionListener;

import io.github.sessionstate.openfire.host.Capability;

/** The accept hook where the host offers no way to its connections: it is never installed. */
public final class NoAcceptHook extends AcceptHook<Object> {
    public NoAcceptHook(Capability<?> needed) {
        super(needed);
    }

    @Override
    protected Object acceptorOf(ConnectionListener listener) {
        return null;
    }

    @Override
    protected void attach(Object acceptor) {
        // There is no acceptor.
    }

    @Override
    protected void detach(Object acceptor) {
        // There is no acceptor.
    }

    @Override
    protected boolean isAttached(Object acceptor) {
        return false;
    }

    @Override
    protected void collectUnwatched(Object acceptor, Collection<Object> unwatched) {
        // There is no acceptor.
    }

    @Override
    public void takeIn(Object connection) {
        // No connection was found.
    }

    @Override
    protected boolean isEmpty(Object replaced) {
        return true;
    }
}
