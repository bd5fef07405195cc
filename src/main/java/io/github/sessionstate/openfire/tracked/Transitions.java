package io.github.sessionstate.openfire.tracked;

import org.jivesoftware.openfire.session.LocalClientSession;

/** What the rooms tell the tracker of connections, so that it takes the model along. */
public interface Transitions extends TrackedSessions {
    /**
     * Begins to follow a connection.
     *
     * @param existedBefore whether it was there before the plugin was
     * @return a new session, or that of the host's session on it
     */
    OpenfireSession accepted(ClientChannel channel, boolean existedBefore);

    /**
     * The host made its session for this one.
     *
     * @return the session to go on with: this one, or one that another hook made for the host's session before
     */
    OpenfireSession identified(OpenfireSession session, LocalClientSession hostSession, ClientChannel channel);

    /**
     * The host gave the connection to a session that its client resumed (XEP-0198 §5); the session that carried the
     * request is over.
     *
     * @return the resumed session
     */
    OpenfireSession resumed(OpenfireSession resuming, LocalClientSession resumed, ClientChannel channel);

    /** The connection has ended; what becomes of the session is for the host to decide. */
    void connectionEnded(OpenfireSession session, ClientChannel channel);

    /** Takes a step that holds a lock. See {@link io.github.sessionstate.session.SessionRegistry#tellAfter}. */
    void tellAfter(Runnable step);
}
