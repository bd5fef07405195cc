package io.github.sessionstate.it.probe;

import java.util.concurrent.CompletionStage;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.interceptor.PacketRejectedException;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

/**
 * Stands in for Bind 2 (XEP-0386): has the host bind the resource that a client names in a message, by the method that
 * Bind 2 calls, and answers as that does.
 */
final class Bind2 implements PacketInterceptor {
    @Override
    public void interceptPacket(Packet stanza, Session session, boolean incoming, boolean processed)
            throws PacketRejectedException {
        Element bind = incoming && !processed && stanza instanceof Message
                ? stanza.getElement().element(QName.get("bind", "urn:xmpp:bind:0")) : null;
        if (bind != null) {
            bind((LocalClientSession) session, bind.getText());
            throw new PacketRejectedException();
        }
    }

    private static void bind(LocalClientSession session, String resource) {
        try {
            // Hosts have it from 5.1.1 on.
            ((CompletionStage<?>) SessionManager.class.getMethod("bindResource", LocalClientSession.class,
                    AuthToken.class, String.class)
                    .invoke(SessionManager.getInstance(), session, session.getAuthToken(), resource))
                    .whenComplete((result, failure) -> answer(session, failure == null
                            && result.toString().equals("BOUND"), resource));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    // With the caller's own resource, not with the session's address.
    private static void answer(LocalClientSession session, boolean isBound, String resource) {
        if (isBound) {
            session.deliverRawText("<success xmlns='urn:xmpp:sasl:2'><authorization-identifier>"
                    + session.getAddress().toBareJID() + '/' + resource
                    + "</authorization-identifier><bound xmlns='urn:xmpp:bind:0'/></success>");
            SessionEventDispatcher.dispatchEvent(session, SessionEventDispatcher.EventType.resource_bound);
            session.deliverRawText("<stream:features/>");
        } else {
            session.deliverRawText("<failure xmlns='urn:xmpp:sasl:2'>"
                    + "<temporary-auth-failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>");
        }
    }
}
