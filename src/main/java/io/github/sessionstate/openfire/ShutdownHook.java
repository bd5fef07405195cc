package io.github.sessionstate.openfire;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.XMPPServerListener;

import io.github.sessionstate.openfire.end.SessionEnds;
import io.github.sessionstate.openfire.host.Hook;

/**
 * Ends all sessions when the server begins to stop. Later would be too late: 5.1.1 stops its plugins before it closes
 * the connections, 4.2.0 after it, by when it tells of no end any more.
 */
final class ShutdownHook extends Hook implements XMPPServerListener {
    private final SessionEnds ends;

    ShutdownHook(SessionEnds ends) {
        super("shutdown");
        this.ends = ends;
    }

    @Override
    protected void install() {
        XMPPServer.getInstance().addServerListener(this);
    }

    @Override
    protected void uninstall() {
        XMPPServer.getInstance().removeServerListener(this);
    }

    @Override
    protected boolean isInPlace() {
        // The host does not tell its listeners, and offers no way to replace another's.
        return true;
    }

    @Override
    public void serverStarted() {
        // Only its end matters here.
    }

    @Override
    public void serverStopping() {
        guard(ends::serverStopping);
    }
}
