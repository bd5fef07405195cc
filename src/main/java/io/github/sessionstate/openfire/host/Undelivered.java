package io.github.sessionstate.openfire.host;

import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.jivesoftware.openfire.streammanagement.StreamManager.UnackedPacket;
import org.jivesoftware.util.XMPPDateTimeFormat;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

import io.github.sessionstate.openfire.host.HostCapabilities.UnacknowledgedStanzas;
import io.github.sessionstate.text.Log;

/**
 * What the client of a session with stream management never acknowledged (XEP-0198 §8), once that session has ended:
 * messages go to another resource of the user, or to the offline store (RFC 6121 §8.5.3.2.1), each once and in their
 * order; who asked the client something gets an error. The host sends the messages to the session itself once more,
 * where they are lost, while interceptors and the carbons of their senders see them a second time: it is kept from
 * that.
 */
public final class Undelivered {
    private static final Log LOG = Log.of(Undelivered.class);
    private static final long STORE_NANOS = 100_000;
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");
    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final QName CARBON_RECEIVED = QName.get("received", CARBONS);
    private static final QName CARBON_SENT = QName.get("sent", CARBONS);
    private static final QName NO_COPY = QName.get("no-copy", "urn:xmpp:hints");

    private final Capability<UnacknowledgedStanzas> offered;
    private final Executor executor;

    /** @param executor for what may block */
    Undelivered(Capability<UnacknowledgedStanzas> offered, Executor executor) {
        this.offered = offered;
        this.executor = executor;
    }

    /** Whether the host, on this thread at the end of a session, sends that a message which it has sent it before. */
    public boolean isRepeated(Message message) {
        // All those say when they were sent first; most others do not.
        if (!offered.isOffered() || message.getElement().element(DELAY) == null || message.getTo() == null) {
            return false;
        }
        Session session = SessionManager.getInstance().getSession(message.getTo());
        StreamManager manager = session instanceof LocalClientSession
                ? ((LocalClientSession) session).getStreamManager() : null;
        return manager != null && Thread.holdsLock(manager) && !manager.isEnabled()
                && queue(manager).stream().anyMatch(unacknowledged -> unacknowledged.packet == message);
    }

    private Queue<UnackedPacket> queue(StreamManager manager) {
        return offered.get().queue().get(manager);
    }

    /** Takes what its client has not acknowledged out of a session: it is to be sent elsewhere by whoever has it. */
    List<UnackedPacket> take(LocalClientSession session) {
        if (!offered.isOffered()) {
            return List.of();
        }
        StreamManager manager = session.getStreamManager();
        // As the host does.
        synchronized (manager) {
            Queue<UnackedPacket> queue = queue(manager);
            List<UnackedPacket> taken = List.copyOf(queue);
            queue.clear();
            return taken;
        }
    }

    /** The session has ended, and the host has it in its tables no more. Does not block. */
    public void sendElsewhereLater(LocalClientSession ended) {
        if (!offered.isOffered() || queue(ended.getStreamManager()).isEmpty()) {
            return;
        }
        try {
            executor.execute(() -> sendElsewhere(ended, take(ended)));
        } catch (RejectedExecutionException e) {
            LOG.debug("The plugin is being unloaded; what {} did not acknowledge is lost", ended.getAddress());
        }
    }

    /**
     * Sends elsewhere what was taken from a session that the host has in its tables no more. Blocks while messages are
     * stored.
     */
    void sendElsewhere(LocalClientSession ended, List<UnackedPacket> taken) {
        for (UnackedPacket unacknowledged : taken) {
            try {
                sendElsewhere(ended, unacknowledged.packet, unacknowledged.timestamp);
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("A stanza that {} did not acknowledge could not be sent elsewhere", ended.getAddress(), e);
            }
            // The offline store tells messages apart, and orders them, by the millisecond in which they came.
            long stored = System.currentTimeMillis();
            while (System.currentTimeMillis() == stored) {
                LockSupport.parkNanos(STORE_NANOS);
            }
        }
    }

    private void sendElsewhere(LocalClientSession ended, Packet stanza, Date sent) {
        JID address = ended.getAddress();
        if (stanza instanceof Message && isForAnyResource((Message) stanza)
                && !wasCopied((Message) stanza, sent, ended)) {
            Element root = stanza.getElement();
            if (root.element(DELAY) == null) {
                root.addElement(DELAY).addAttribute("stamp", XMPPDateTimeFormat.format(sent))
                        .addAttribute("from", address.getDomain());
            }
            stanza.setTo(address.asBareJID());
            offered.get().route(address.asBareJID(), stanza);
        } else if (stanza instanceof IQ && ((IQ) stanza).isRequest() && !isFromServer(stanza.getFrom(), address)) {
            XMPPServer.getInstance().getIQRouter().routingFailed(address, stanza);
        }
    }

    // The server asks for itself, or for the user's account.
    private static boolean isFromServer(JID from, JID address) {
        return from == null || from.getResource() == null && from.getDomain().equals(address.getDomain())
                && (from.getNode() == null || from.getNode().equals(address.getNode()));
    }

    // Not what is only for one resource, or for those of the moment.
    private static boolean isForAnyResource(Message message) {
        return (message.getType() == Message.Type.chat || message.getType() == Message.Type.normal)
                && message.getElement().element(CARBON_RECEIVED) == null
                && message.getElement().element(CARBON_SENT) == null;
    }

    /** Whether another resource of the user has it already, as a carbon copy (XEP-0280). */
    private static boolean wasCopied(Message message, Date sent, LocalClientSession ended) {
        if (message.getType() != Message.Type.chat || message.getElement().element(NO_COPY) != null) {
            return false;
        }
        for (ClientSession other : SessionManager.getInstance().getSessions(ended.getAddress().getNode())) {
            if (other.isMessageCarbonsEnabled() && other.getPresence().isAvailable()
                    && other.getCreationDate().before(sent)
                    && !other.getStreamID().equals(ended.getStreamID())) {
                return true;
            }
        }
        return false;
    }
}
