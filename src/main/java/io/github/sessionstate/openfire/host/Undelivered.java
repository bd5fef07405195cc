package io.github.sessionstate.openfire.host;

import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import org.dom4j.Element;
import org.dom4j.QName;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.jivesoftware.openfire.streammanagement.StreamManager.UnackedPacket;
import org.jivesoftware.util.XMPPDateTimeFormat;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;

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
    private static final long ARRIVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");
    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final QName CARBON_RECEIVED = QName.get("received", CARBONS);
    private static final QName CARBON_SENT = QName.get("sent", CARBONS);

    private final Capability<UnacknowledgedStanzas> offered;
    private final Executor executor;
    // How many sessions' stanzas, by bare JID.
    private final ConcurrentMap<String, Integer> underWay = new ConcurrentHashMap<>();

    /** @param executor for what may block */
    Undelivered(Capability<UnacknowledgedStanzas> offered, Executor executor) {
        this.offered = offered;
        this.executor = executor;
    }

    /** Whether the host may have sent this before: it says so then. */
    public static boolean mayBeRepeated(Message message) {
        return message.getElement().element(DELAY) != null && message.getTo() != null;
    }

    /** Whether the host, on this thread and at the end of this session, sends a message that it has sent it before. */
    public boolean isRepeated(Message message, LocalClientSession ending) {
        StreamManager manager = ending.getStreamManager();
        return offered.isOffered() && Thread.holdsLock(manager) && !manager.isEnabled()
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

    /** Whether something is still on its way to this user: a session that begins now might miss it in the store. */
    public boolean isUnderWayTo(String bareJid) {
        return underWay.containsKey(bareJid);
    }

    /** The session has ended, and the host has it in its tables no more: sends on what is left in it. Does not block. */
    public void sendElsewhere(LocalClientSession ended) {
        if (offered.isOffered() && !queue(ended.getStreamManager()).isEmpty()) {
            begin(ended, () -> take(ended));
        }
    }

    /** Sends on what was taken from a session that the host has in its tables no more. Does not block. */
    void sendElsewhere(LocalClientSession ended, List<UnackedPacket> taken) {
        if (!taken.isEmpty()) {
            begin(ended, () -> taken);
        }
    }

    private void begin(LocalClientSession ended, Supplier<List<UnackedPacket>> left) {
        String user = ended.getAddress().toBareJID();
        underWay.merge(user, 1, Integer::sum);
        Runnable work = () -> {
            try {
                left.get().forEach(unacknowledged -> send(ended, unacknowledged));
            } finally {
                underWay.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
            }
        };
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            // The plugin is being unloaded: nobody else will do it.
            work.run();
        }
    }

    private void send(LocalClientSession ended, UnackedPacket unacknowledged) {
        JID address = ended.getAddress();
        Packet stanza = unacknowledged.packet;
        try {
            if (stanza instanceof Message && isForAnyResource((Message) stanza)
                    && !wasCopied((Message) stanza, unacknowledged.timestamp, ended)) {
                send((Message) stanza, unacknowledged.timestamp, address);
            } else if (stanza instanceof IQ && ((IQ) stanza).isRequest() && !isFromServer(stanza.getFrom(), address)) {
                XMPPServer.getInstance().getIQRouter().routingFailed(address, stanza);
            }
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("A stanza that {} did not acknowledge could not be sent elsewhere", address, e);
        }
    }

    private void send(Message message, Date sent, JID address) {
        Element root = message.getElement();
        if (root.element(DELAY) == null) {
            root.addElement(DELAY).addAttribute("stamp", XMPPDateTimeFormat.format(sent))
                    .addAttribute("from", address.getDomain());
        }
        message.setTo(address.asBareJID());
        // The host deletes unread what is stored while it reads the store for a session.
        long start = System.nanoTime();
        while (isSomebodyArriving(address.getNode()) && System.nanoTime() - start < ARRIVAL_NANOS) {
            LockSupport.parkNanos(STORE_NANOS);
        }
        offered.get().route(address.asBareJID(), message);
        // The offline store tells messages apart, and orders them, by the millisecond in which they came.
        long stored = System.currentTimeMillis();
        while (System.currentTimeMillis() == stored) {
            LockSupport.parkNanos(STORE_NANOS);
        }
    }

    /** Whether the host is at the first presence of a session of this user. */
    private static boolean isSomebodyArriving(String user) {
        return HostSessions.ofUser(user).stream()
                .anyMatch(session -> session.getPresence().isAvailable() && !session.isInitialized());
    }

    // Not what is only for one resource, or for those of the moment.
    private static boolean isForAnyResource(Message message) {
        return (message.getType() == Message.Type.chat || message.getType() == Message.Type.normal)
                && message.getElement().element(CARBON_RECEIVED) == null
                && message.getElement().element(CARBON_SENT) == null;
    }

    // The server asks for itself, or for the user's account.
    private static boolean isFromServer(JID from, JID address) {
        return from == null || from.getResource() == null && from.getDomain().equals(address.getDomain())
                && (from.getNode() == null || from.getNode().equals(address.getNode()));
    }

    /** Whether another resource of the user has it already, as a carbon copy (XEP-0280). */
    private boolean wasCopied(Message message, Date sent, LocalClientSession ended) {
        if (!offered.get().isCopied(message)) {
            return false;
        }
        // What is sent to the account goes to no resource with a negative priority.
        boolean isForAccount = message.getTo().getResource() == null;
        for (ClientSession other : HostSessions.ofUser(ended.getAddress().getNode())) {
            if (other.isMessageCarbonsEnabled() && other.getPresence().isAvailable()
                    && (!isForAccount || other.getPresence().getPriority() >= 0)
                    && other.getCreationDate().before(sent)
                    && !other.getStreamID().equals(ended.getStreamID())) {
                return true;
            }
        }
        return false;
    }
}
