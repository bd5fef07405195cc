package io.github.sessionstate.openfire.tracked;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;

/** What the rooms do with sessions that end or lose their connection, and what they must know to do it in time. */
public interface Ends {
    /** The host keeps the session without a connection; it had this channel, or null. */
    void detached(OpenfireSession session, ClientChannel former);

    /**
     * Ends a session before its place is taken. Never blocks.
     *
     * @param successor the id of the session that takes the place; null if it is not known
     * @param whenThere run if its client is there: it ends the connection by itself within two seconds of being told,
     *                  or has a transport where that cannot be seen. Null if this does not matter
     * @return whether the host's tables have nothing of it any more; if not, another thread is still at its end
     */
    boolean makeWay(OpenfireSession session, CloseReason reason, EndCause cause, String successor, Runnable whenThere);

    /** The session has ended. */
    void end(OpenfireSession session);

    /** The session has left the host's tables, and no event came. */
    void endUntold(OpenfireSession session);

    /** Ends those of our sessions under this bare JID that the host ended without telling. */
    void endUntold(String bareJid);

    /** Whether nothing is followed any more. */
    boolean isStopped();

    /** Whether the host has told of no end yet: it may be one that never does, so that its tables must be looked at. */
    boolean isSilentAboutEnds();

    /** Whether something that an ended session never acknowledged is still on its way to this user. */
    boolean isUndelivered(String bareJid);
}
