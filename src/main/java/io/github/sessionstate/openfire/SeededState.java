package io.github.sessionstate.openfire;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;

/** The state of a session that was there before the plugin, as far as the host tells. */
final class SeededState {
    private SeededState() {
    }

    /**
     * @param connection its connection
     * @param withRoster whether the host has a roster for the user
     */
    static SessionState of(LocalClientSession hostSession, SessionConnection connection, boolean withRoster) {
        SessionState state = SessionState.accepted(connection).opened(hostSession.getServerName());
        if (HostSessions.isAuthenticated(hostSession)) {
            // Whether the client restarted its stream already is not to be known; mostly it did.
            state = state.authenticated(HostSessions.username(hostSession), false);
        }
        if (HostSessions.isBound(hostSession)) {
            JID address = hostSession.getAddress();
            // A roster push too many does no harm, one too few does: the client counts as interested.
            state = state.bound(address.getNode(), address.getDomain(), address.getResource(),
                    withRoster).askedForRoster();
            Presence presence = hostSession.getPresence();
            if (presence != null && presence.isAvailable()) {
                Presence broadcast = presence.createCopy();
                broadcast.setTo((JID) null);
                state = state.updated(PresenceUpdate.of(broadcast.getElement(), state.bareJid()));
            }
        }
        return hostSession.isDetached() ? state.detach() : state;
    }
}
