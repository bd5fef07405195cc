package io.github.sessionstate.openfire.host;

import java.lang.invoke.MethodHandle;
import java.util.Queue;

import org.dom4j.QName;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.jivesoftware.openfire.streammanagement.StreamManager.UnackedPacket;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Where stanzas are that a client has not acknowledged (XEP-0198), and the way to where they go.
 *
 * @param queue   in a {@link StreamManager}, to be read and changed under its lock; the oldest first
 * @param toAny   has a {@link RoutingTable} send a stanza on, past all interceptors; null before 4.8
 * @param toAnyAs the same, told whether the server sends it; null from 4.8 on
 * @param copied  whether the host makes carbon copies (XEP-0280) of a {@link Message}; null before 4.8
 */
record UnacknowledgedStanzas(HostField<Queue<UnackedPacket>> queue, LeakFreeHostCall toAny, LeakFreeHostCall toAnyAs,
                             MethodHandle copied) {
    private static final QName NO_COPY = QName.get("no-copy", "urn:xmpp:hints");

    static UnacknowledgedStanzas find(HostLookup host) throws NotOfferedException {
        String route = "routePacket";
        LeakFreeHostCall toAny =
                host.optional(in -> in.leakFreeCall(RoutingTable.class, route, JID.class, Packet.class));
        return new UnacknowledgedStanzas(host.field(StreamManager.class, "unacknowledgedServerStanzas"), toAny,
                toAny != null ? null
                        : host.leakFreeCall(RoutingTable.class, route, JID.class, Packet.class, boolean.class),
                host.optional(in -> in.method(in.type("org.jivesoftware.openfire.forward.Forwarded"),
                        "isEligibleForCarbonsDelivery", Message.class)));
    }

    /** Whether the host has made carbon copies of this message for those who want some. */
    boolean isCopied(Message message) {
        if (copied != null) {
            return HostCall.call(() -> (boolean) copied.invoke(message));
        }
        // A private message has lost the element that says so, and mostly has this hint.
        return message.getType() == Message.Type.chat && message.getElement().element(NO_COPY) == null;
    }

    /** Sends it to those who are there, or where the host keeps what nobody is there for. */
    void route(JID to, Packet stanza) {
        RoutingTable routes = XMPPServer.getInstance().getRoutingTable();
        if (toAny != null) {
            toAny.run(routes, to, stanza);
        } else {
            toAnyAs.run(routes, to, stanza, false);
        }
    }
}
