package io.github.sessionstate.openfire.tracked;

import java.util.List;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;

/** Our sessions, by what the host knows of them. */
public interface TrackedSessions {
    /** Our session for one of the host; null if there is none, or it belongs to another node or is no client. */
    OpenfireSession find(Session hostSession);

    /** Our session for one of the host; a new one for a transport or a connection that no accept hook has met. */
    OpenfireSession meet(LocalClientSession hostSession);

    /** Our sessions that are bound under this bare JID. */
    List<OpenfireSession> sessionsOf(String bareJid);

    /** The live sessions of a user on this node, the unbound ones included. */
    List<OpenfireSession> ofUser(String username);
}
