package io.github.sessionstate.openfire.tracked;

import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;

/** What the rooms tell the tracker, so that it takes the model along, and what they must know to tell it in time. */
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

    /** The host keeps the session without a connection; it had this channel, or null. */
    void detached(OpenfireSession session, ClientChannel former);

    /**
     * Ends a session before its place is taken. Never blocks.
     *
     * @param whenThere run if its client is there: it ends the connection by itself within two seconds of being told,
     *                  or has a transport where that cannot be seen. Null if this does not matter
     * @return whether the host's tables have nothing of it any more; if not, another thread is still at its end
     */
    boolean makeWay(OpenfireSession session, CloseReason reason, EndCause cause, Runnable whenThere);

    /** The session has ended. */
    void end(OpenfireSession session);

    /** The session has left the host's tables, and no event came. */
    void endUntold(OpenfireSession session);

    /** Ends those of our sessions under this bare JID that the host ended without telling. */
    void endUntold(String bareJid);

    /** Takes a step that holds a lock. See {@link io.github.sessionstate.session.SessionRegistry#tellAfter}. */
    void tellAfter(Runnable step);

    /** Whether nothing is followed any more. */
    boolean isStopped();

    /** Whether the host has told of no end yet: it may be one that never does, so that its tables must be looked at. */
    boolean isSilentAboutEnds();

    /** Whether something that an ended session never acknowledged is still on its way to this user. */
    boolean isUndelivered(String bareJid);
}
