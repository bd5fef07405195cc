package io.github.sessionstate.openfire.end;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.host.HostEnds;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.SessionRegistry;

/**
 * Keeps the host's routing table right where sessions follow each other under one full JID: what comes late of the one
 * must not take the place of the other.
 */
final class RouteGuard {
    private final HostEnds host;
    private final SessionRegistry registry;
    private final Set<LocalClientSession> givenWay = heldByHost();
    // Those that the host has removed, and counted out as connections.
    private final Set<LocalClientSession> countedOut = heldByHost();

    RouteGuard(HostEnds host, SessionRegistry registry) {
        this.host = host;
        this.registry = registry;
    }

    /** Sessions are in it for as long as the host itself has them. */
    private static Set<LocalClientSession> heldByHost() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    }

    /** The bound session with this full JID, by our own tables; null if there is none. */
    private OpenfireSession holderOf(String fullJid) {
        return registry.byFullJid(fullJid).map(OpenfireSession::of).orElse(null);
    }

    /**
     * This session will be taken out of the host's tables before its connection is closed.
     *
     * @return false if this is known
     */
    boolean givesWay(LocalClientSession session) {
        return givenWay.add(session);
    }

    /** Whether the plugin has taken this session out of the host's tables, or is about to. */
    boolean hasGivenWay(LocalClientSession session) {
        return givenWay.contains(session);
    }

    /**
     * The host removed this session. 4.2.0 compares no stream ids: with a session that ends late it removes the route
     * of the one that replaced it.
     */
    void removed(LocalClientSession ended) {
        if (!HostSessions.isReplaced(ended)) {
            countedOut.add(ended);
        }
        restoreSuccessor(ended);
        // Its presence may have put it back before the host told of the removal.
        presenceBehindTheEnd(ended);
    }

    /** The route of the session that replaced this one may be gone with it. */
    void restoreSuccessor(LocalClientSession ended) {
        OpenfireSession successor = holderOf(ended.getAddress().toString());
        // Only where nobody stands: a third session may just have taken the place, and its bind not yet be told of.
        if (successor != null && successor.isConnected()
                && SessionManager.getInstance().getSession(ended.getAddress()) == null) {
            restore(successor.hostSession());
        }
    }

    // It may end at the same moment: then the host has just taken it out, and would keep it for good.
    private void restore(LocalClientSession successor) {
        host.restoreRoute(successor);
        if (hasGivenWay(successor) || HostSessions.isClosedForGood(successor)
                && !successor.getStreamManager().getResume()) {
            remove(successor);
        }
    }

    /** Takes a session that is over out of the host's tables, where it may be for the second time. */
    void remove(LocalClientSession over) {
        if (countedOut.contains(over)) {
            host.removeRoute(over);
        } else {
            host.remove(over);
        }
    }

    /**
     * The host was still at presence of a session when that ended. It may have put the session back into its routing
     * table with it, where it would stay, or stand before the one that replaced it.
     */
    void presenceBehindTheEnd(LocalClientSession ended) {
        boolean isOver = hasGivenWay(ended) || HostSessions.isClosedForGood(ended);
        if (!isOver || !HostSessions.isRegistered(ended)) {
            return;
        }
        OpenfireSession successor = holderOf(ended.getAddress().toString());
        if (successor != null && successor.isConnected()) {
            restore(successor.hostSession());
        } else {
            remove(ended);
        }
    }
}
