package io.github.sessionstate.openfire;

import org.dom4j.Element;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

import io.github.sessionstate.session.PresenceUpdate;
import io.github.sessionstate.session.SessionState;

/**
 * Follows presence and roster requests.
 *
 * <p>Presence is read before the host and other interceptors may add to it, and counts once the host has processed it:
 * one that another interceptor rejects changes nothing. A roster request counts when its result leaves, so that a
 * failed one changes nothing.
 */
final class StanzaHook extends Hook implements PacketInterceptor {
    private static final String ROSTER = "jabber:iq:roster";

    private final SessionTracker tracker;

    StanzaHook(SessionTracker tracker) {
        super("stanzas");
        this.tracker = tracker;
    }

    /** Presence on its way through the host, and what it will do. */
    record PendingPresence(Packet stanza, PresenceUpdate update) {
    }

    /** A roster get on its way through the host. */
    record PendingRosterGet(String id) {
        boolean isAnsweredBy(IQ iq) {
            return id == null ? iq.getID() == null : id.equals(iq.getID());
        }
    }

    @Override
    void install() {
        // First, to see the stanza as the client sent it.
        InterceptorManager.getInstance().addInterceptor(0, this);
    }

    @Override
    void uninstall() {
        InterceptorManager.getInstance().removeInterceptor(this);
    }

    @Override
    boolean isInPlace() {
        return InterceptorManager.getInstance().getInterceptors().contains(this);
    }

    @Override
    public void interceptPacket(Packet stanza, Session session, boolean incoming, boolean processed) {
        try {
            if (incoming) {
                if (!processed) {
                    received(stanza, session);
                } else if (stanza instanceof Presence) {
                    processed(stanza, session);
                }
            } else if (!processed && stanza instanceof IQ) {
                sending((IQ) stanza, session);
            }
        } catch (RuntimeException | LinkageError e) {
            failed(e);
        }
    }

    private void received(Packet stanza, Session hostSession) {
        OpenfireSession session = tracker.find(hostSession);
        if (session == null) {
            return;
        }
        session.session().stanzaReceived(System.currentTimeMillis());
        SessionState state = session.session().state();
        if (!state.isConnectedResource()) {
            return;
        }
        if (stanza instanceof Presence) {
            PresenceUpdate update = PresenceUpdate.of(stanza.getElement(), state.bareJid());
            // Presence that changes nothing leaves the pending one alone: with an unavailable one the host routes more of
            // the same client, to those whom it had sent directed presence.
            if (update != null) {
                session.setPendingPresence(new PendingPresence(stanza, update));
            }
        } else if (!state.interested() && stanza instanceof IQ && isOwnRosterGet((IQ) stanza, state)) {
            session.setPendingRosterGet(new PendingRosterGet(stanza.getID()));
        }
    }

    private static boolean isOwnRosterGet(IQ iq, SessionState state) {
        if (iq.getType() != IQ.Type.get) {
            return false;
        }
        Element child = iq.getChildElement();
        JID to = iq.getTo();
        return child != null && child.getName().equals("query") && child.getNamespaceURI().equals(ROSTER)
                && (to == null || to.toString().equals(state.bareJid()));
    }

    private void processed(Packet stanza, Session hostSession) {
        OpenfireSession session = tracker.find(hostSession);
        if (session == null) {
            if (hostSession instanceof LocalClientSession) {
                tracker.presenceBehindTheEnd((LocalClientSession) hostSession);
            }
            return;
        }
        PendingPresence pending = session.pendingPresence();
        // By identity: presence that the host or a plugin sends in between is not the one that is awaited.
        if (pending != null && pending.stanza() == stanza) {
            session.setPendingPresence(null);
            session.session().updated(pending.update());
        }
    }

    private void sending(IQ iq, Session hostSession) {
        if (iq.isRequest()) {
            return;
        }
        OpenfireSession session = tracker.find(hostSession);
        if (session == null) {
            return;
        }
        if (iq.getType() == IQ.Type.error && !session.session().state().isConnectedResource()) {
            session.bindRefused(iq.getID());
        }
        PendingRosterGet pending = session.pendingRosterGet();
        if (pending != null && pending.isAnsweredBy(iq)) {
            session.setPendingRosterGet(null);
            if (iq.getType() == IQ.Type.result) {
                session.session().askedForRoster();
            }
        }
    }
}
