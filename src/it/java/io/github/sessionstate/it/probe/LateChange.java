package io.github.sessionstate.it.probe;

import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.roster.Roster;
import org.jivesoftware.openfire.roster.RosterItem;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

/** Gives a contact another name, once, at the moment when a roster was read for an answer that has not yet left. */
final class LateChange implements PacketInterceptor {
    private final String username;
    private final JID contact;
    private final String name;

    LateChange(String username, JID contact, String name) {
        this.username = username;
        this.contact = contact;
        this.name = name;
    }

    @Override
    public void interceptPacket(Packet stanza, Session session, boolean incoming, boolean processed) {
        if (incoming || processed || !(stanza instanceof IQ) || ((IQ) stanza).getType() != IQ.Type.result
                || !username.equals(session.getAddress().getNode()) || ((IQ) stanza).getChildElement() == null
                || !((IQ) stanza).getChildElement().getNamespaceURI().equals("jabber:iq:roster")) {
            return;
        }
        InterceptorManager.getInstance().removeInterceptor(this);
        try {
            Roster roster = XMPPServer.getInstance().getRosterManager().getRoster(username);
            RosterItem item = roster.getRosterItem(contact);
            item.setNickname(name);
            roster.updateRosterItem(item);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
