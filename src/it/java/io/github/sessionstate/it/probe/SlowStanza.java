package io.github.sessionstate.it.probe;

import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/**
 * Holds up one stanza, as a slow database would: the first presence by which a session is announced as gone, or the
 * first message that it gets.
 */
final class SlowStanza implements PacketInterceptor {
    private static final long MILLIS = 500;

    private final JID jid;
    private final boolean isEnd;

    /** @param isEnd whether at the end of the session with this JID, else at what it gets */
    SlowStanza(JID jid, boolean isEnd) {
        this.jid = jid;
        this.isEnd = isEnd;
    }

    @Override
    public void interceptPacket(Packet stanza, Session session, boolean incoming, boolean processed) {
        if (processed || incoming != isEnd || !(isEnd ? isEnd(stanza) : isMessageTo(stanza, session))) {
            return;
        }
        InterceptorManager.getInstance().removeInterceptor(this);
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isEnd(Packet stanza) {
        return stanza instanceof Presence && jid.equals(stanza.getFrom())
                && ((Presence) stanza).getType() == Presence.Type.unavailable;
    }

    private boolean isMessageTo(Packet stanza, Session session) {
        return stanza instanceof Message && session != null && jid.equals(session.getAddress());
    }
}
