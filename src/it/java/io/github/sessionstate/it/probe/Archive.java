package io.github.sessionstate.it.probe;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/** Notes the bodies of messages once they are through, as archiving plugins do. */
final class Archive implements PacketInterceptor {
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    @Override
    public void interceptPacket(Packet stanza, Session session, boolean incoming, boolean processed) {
        if (incoming && processed && stanza instanceof Message && ((Message) stanza).getBody() != null) {
            bodies.add(((Message) stanza).getBody());
        }
    }

    List<String> bodies() {
        return bodies;
    }
}
