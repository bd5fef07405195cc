package io.github.sessionstate.it.probe;

import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

/** Holds up the first presence by which a session is announced as gone, as a slow database of contacts would. */
final class SlowEnd implements PacketInterceptor {
    private static final long MILLIS = 500;

    private final JID jid;

    SlowEnd(JID jid) {
        this.jid = jid;
    }

    @Override
    public void interceptPacket(Packet stanza, Session session, boolean incoming, boolean processed) {
        if (!incoming || processed || !(stanza instanceof Presence) || !jid.equals(stanza.getFrom())
                || ((Presence) stanza).getType() != Presence.Type.unavailable) {
            return;
        }
        InterceptorManager.getInstance().removeInterceptor(this);
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
