package io.github.sessionstate.openfire;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.session.SessionRegistry;

/**
 * Keeps the host's routing table right where sessions follow each other under one full JID: what comes late of the one
 * must not take the place of the other.
 */
final class RouteGuard {
    private final Host host;
    private final SessionRegistry registry;

    RouteGuard(Host host, SessionRegistry registry) {
        this.host = host;
        this.registry = registry;
    }

    /** The bound session with this full JID, by our own tables; null if there is none. */
    private OpenfireSession holderOf(String fullJid) {
        return registry.byFullJid(fullJid).map(OpenfireSession::of).orElse(null);
    }

    /**
     * The host removed this session. 4.2.0 compares no stream ids: with a session that ends late it removes the route of
     * the one that replaced it.
     */
    void ended(LocalClientSession ended) {
        OpenfireSession successor = holderOf(ended.getAddress().toString());
        // Only where nobody stands: a third session may just have taken the place, and its bind not yet be told of.
        if (successor != null && successor.isConnected()
                && SessionManager.getInstance().getSession(ended.getAddress()) == null) {
            host.restoreRoute(successor.host());
        }
    }

    /**
     * The host was still at presence of a session when that ended. It may have put the session back into its routing
     * table with it, where it would stay, or stand before the one that replaced it.
     */
    void presenceBehindTheEnd(LocalClientSession ended) {
        if (ended.isDetached() || !ended.isClosed() || !HostSessions.isRegistered(ended)) {
            return;
        }
        OpenfireSession successor = holderOf(ended.getAddress().toString());
        if (successor != null && successor.isConnected()) {
            host.restoreRoute(successor.host());
        } else {
            HostSessions.remove(ended);
        }
    }
}
