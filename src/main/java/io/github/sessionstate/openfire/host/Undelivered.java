package io.github.sessionstate.openfire.host;

import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
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
    private static final long LOOK_NANOS = 1_000_000;
    // How far the clock may be set back and be waited for.
    private static final long SET_BACK_NANOS = TimeUnit.SECONDS.toNanos(1);
    // How long a client that binds has to wait for what takes long.
    private static final long HELD_UP_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final QName DELAY = QName.get("delay", "urn:xmpp:delay");
    private static final String CARBONS = "urn:xmpp:carbons:2";
    private static final QName CARBON_RECEIVED = QName.get("received", CARBONS);
    private static final QName CARBON_SENT = QName.get("sent", CARBONS);

    private final Capability<UnacknowledgedStanzas> offered;
    private final Executor executor;
    private final long arrivalNanos;
    private final LongSupplier clock;
    private final UnderWay underWay = new UnderWay();

    /**
     * @param executor for what may block
     * @param arrival  for how long at most the messages of one session wait for others whose first presence the host
     *                 is at: one may never get further
     * @param clock    as {@link System#currentTimeMillis()}
     */
    Undelivered(Capability<UnacknowledgedStanzas> offered, Executor executor, Duration arrival, LongSupplier clock) {
        this.offered = offered;
        this.executor = executor;
        this.arrivalNanos = arrival.toNanos();
        this.clock = clock;
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

    /**
     * Whether something is still on its way to this user: a session that begins now might miss it in the store. What
     * takes too long holds nobody up.
     */
    public boolean isUnderWayTo(String bareJid) {
        return underWay.isSince(bareJid, HELD_UP_NANOS);
    }

    /**
     * The host is about to work on the first presence of a session, at which it reads its user's store and deletes
     * what is there: no message is sent until {@link #arrived}, and one that is being sent is waited for, for a second
     * at most.
     */
    public void arrives(LocalClientSession session) {
        underWay.arrives(session);
    }

    /** The host is through with that presence, or will never be. */
    public void arrived(LocalClientSession session) {
        underWay.arrived(session);
    }

    /**
     * The session has ended, and the host has it in its tables no more: sends on what is left in it. Does not block.
     */
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
        Lock atOne = underWay.begins(user);
        Runnable work = () -> {
            try {
                Delivery delivery = new Delivery(ended, atOne);
                left.get().forEach(delivery::send);
            } finally {
                underWay.ends(user);
            }
        };
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            // The plugin is being unloaded: nobody else will do it.
            work.run();
        }
    }

    /** Sends on what is left of one session, the oldest first. */
    private final class Delivery {
        private final LocalClientSession ended;
        private final JID address;
        private final Lock atOne;
        private long waited;
        // The latest time at which one was sent, and so stored, if it was.
        private long latest;

        Delivery(LocalClientSession ended, Lock atOne) {
            this.ended = ended;
            this.atOne = atOne;
            this.address = ended.getAddress();
        }

        void send(UnackedPacket unacknowledged) {
            Packet stanza = unacknowledged.packet;
            try {
                if (stanza instanceof Message && isForAnyResource((Message) stanza)
                        && !wasCopied((Message) stanza, unacknowledged.timestamp, ended)) {
                    send((Message) stanza, unacknowledged.timestamp);
                } else if (stanza instanceof IQ && ((IQ) stanza).isRequest()
                        && !isFromServer(stanza.getFrom(), address)) {
                    XMPPServer.getInstance().getIQRouter().routingFailed(address, stanza);
                }
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("Could not redeliver a stanza that {} did not acknowledge", address, e);
            }
        }

        private void send(Message message, Date sent) {
            Element root = message.getElement();
            if (root.element(DELAY) == null) {
                root.addElement(DELAY).addAttribute("stamp", XMPPDateTimeFormat.format(sent))
                        .addAttribute("from", address.getDomain());
            }
            message.setTo(address.asBareJID());
            while (!sendBetweenArrivals(message)) {
                awaitArrivals();
            }
            awaitLaterTime();
        }

        // The host deletes unread what is stored while it reads the store for a session.
        private boolean sendBetweenArrivals(Message message) {
            atOne.lock();
            try {
                // Who begins to arrive behind this look waits for the lock.
                boolean isSent = waited >= arrivalNanos || !underWay.isSomebodyArriving(address.getNode());
                if (isSent) {
                    latest = Math.max(latest, clock.getAsLong());
                    offered.get().route(address.asBareJID(), message);
                }
                return isSent;
            } finally {
                atOne.unlock();
            }
        }

        // The offline store orders messages by the millisecond in which they came.
        private void awaitLaterTime() {
            long now = clock.getAsLong();
            latest = Math.max(latest, now);
            for (long start = System.nanoTime(); now <= latest; now = clock.getAsLong()) {
                if (System.nanoTime() - start > SET_BACK_NANOS) {
                    latest = now;
                    return;
                }
                LockSupport.parkNanos(STORE_NANOS);
            }
        }

        private void awaitArrivals() {
            long start = System.nanoTime();
            while (waited < arrivalNanos && underWay.isSomebodyArriving(address.getNode())) {
                LockSupport.parkNanos(LOOK_NANOS);
                long now = System.nanoTime();
                waited += now - start;
                start = now;
            }
        }
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
