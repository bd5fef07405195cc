package io.github.sessionstate.openfire;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;

import io.github.sessionstate.openfire.host.Host;

/**
 * Sessions whose first available presence the host is at. It tells their contacts of it and reads the offline store
 * before it counts them as available: a message that comes in between is stored, and would wait there for the next
 * login of a user who is online. Such messages are delivered once the session counts. Where the host fails at that
 * presence, it is made to complete it. Thread-safe.
 */
final class Arrivals {
    // What an interceptor of another plugin rejects is never through.
    private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Host host;
    // Mostly empty, so that messages hardly notice.
    private final Set<Arrival> underWay = ConcurrentHashMap.newKeySet();

    Arrivals(Host host) {
        this.host = host;
    }

    /** A session on its way to be available, and the messages to its user that came meanwhile and are not through. */
    private static final class Arrival {
        private final LocalClientSession session;
        private final Packet presence;
        private final long start = System.nanoTime();
        // Guarded by this.
        private final Set<Message> messages = Collections.newSetFromMap(new IdentityHashMap<>());
        private boolean hasSeenMessages;
        private boolean isAvailable;

        Arrival(LocalClientSession session, Packet presence) {
            this.session = session;
            this.presence = presence;
        }

        void begins(Message message) {
            JID to = message.getTo();
            JID address = session.getAddress();
            if (to == null || !address.getNode().equals(to.getNode()) || !address.getDomain().equals(to.getDomain())) {
                return;
            }
            synchronized (this) {
                if (!isAvailable) {
                    messages.add(message);
                    hasSeenMessages = true;
                }
            }
        }

        /** @return whether messages may be in the store, and none is on its way there: it would be deleted unread */
        synchronized boolean isThrough(Message message) {
            return messages.remove(message) && isAvailable && messages.isEmpty();
        }

        /** @return the same */
        synchronized boolean becomesAvailable() {
            isAvailable = true;
            return hasSeenMessages && messages.isEmpty();
        }

        /** @return the same, of one that is forgotten */
        synchronized boolean isGivenUp() {
            return isAvailable && !messages.isEmpty();
        }

        synchronized boolean isDone() {
            return isAvailable && messages.isEmpty();
        }

        synchronized boolean isOver() {
            return isDone() || System.nanoTime() - start > MAX_NANOS;
        }
    }

    /** The host is about to work on available presence. */
    void begins(Packet presence, LocalClientSession session) {
        if (!session.isInitialized()) {
            underWay.add(new Arrival(session, presence));
            host.undelivered().arrives(session);
        }
    }

    /** The host is about to work on a message. */
    void begins(Message message) {
        for (Arrival arrival : underWay) {
            arrival.begins(message);
        }
    }

    /**
     * The host is through with presence, or failed at it.
     *
     * @param isEnding whether a session is about to be ended, and not to be announced any more; asked of few
     */
    void complete(Presence presence, Predicate<LocalClientSession> isEnding) {
        for (Arrival arrival : underWay) {
            if (presence == arrival.presence && !isEnding.test(arrival.session)) {
                host.completeArrival(arrival.session, presence);
            }
        }
    }

    /** The host is through with presence or a message. */
    void isThrough(Packet stanza) {
        for (Arrival arrival : underWay) {
            boolean isPresence = stanza == arrival.presence;
            if (isPresence) {
                host.undelivered().arrived(arrival.session);
            }
            boolean mayHaveStored = isPresence ? arrival.becomesAvailable()
                    : stanza instanceof Message && arrival.isThrough((Message) stanza);
            // What takes too long is forgotten by the one that also looks after what it leaves.
            if (arrival.isDone()) {
                underWay.remove(arrival);
            }
            if (mayHaveStored) {
                host.offlineStore().deliverTo(arrival.session);
            }
        }
    }

    /** Forgets those that came to nothing. To be called now and then. */
    void forget() {
        for (Arrival arrival : underWay) {
            if (arrival.isOver() && underWay.remove(arrival)) {
                host.undelivered().arrived(arrival.session);
                if (arrival.isGivenUp()) {
                    host.offlineStore().deliverTo(arrival.session);
                }
            }
        }
    }
}
