package io.github.sessionstate.openfire;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

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
        // One that has become available, and waits for what this one will read.
        private LocalClientSession waiting;

        Arrival(LocalClientSession session, Packet presence) {
            this.session = session;
            this.presence = presence;
        }

        private boolean isOf(JID user) {
            JID address = session.getAddress();
            return user != null && address.getNode().equals(user.getNode())
                    && address.getDomain().equals(user.getDomain());
        }

        void begins(Message message) {
            if (!isOf(message.getTo())) {
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

        /**
         * There may be messages in the store that came while another session became available.
         *
         * @return whether the host may be reading the store for this one: then it is this one that gets them at its end, as
         *         two that read at once would both get them
         */
        boolean readsFor(LocalClientSession other) {
            if (!isOf(other.getAddress())) {
                return false;
            }
            synchronized (this) {
                if (isAvailable) {
                    return false;
                }
                hasSeenMessages = true;
                waiting = other;
                return true;
            }
        }

        /** The session that is to get what may be in the store, of one that is forgotten; null if nothing may be there. */
        synchronized LocalClientSession heir() {
            if (isAvailable) {
                return messages.isEmpty() ? null : session;
            }
            return waiting;
        }

        synchronized boolean isOver() {
            return isAvailable && messages.isEmpty() || System.nanoTime() - start > MAX_NANOS;
        }
    }

    /** The host is about to work on available presence. */
    void begins(Packet presence, LocalClientSession session) {
        if (!session.isInitialized()) {
            underWay.add(new Arrival(session, presence));
        }
    }

    /** The host is about to work on a message. */
    void begins(Message message) {
        for (Arrival arrival : underWay) {
            arrival.begins(message);
        }
    }

    /** The host is through with presence or a message. */
    void isThrough(Packet stanza) {
        for (Arrival arrival : underWay) {
            if (stanza == arrival.presence) {
                host.completeArrival(arrival.session, (Presence) stanza);
            }
            boolean mayHaveStored = stanza instanceof Message ? arrival.isThrough((Message) stanza)
                    : stanza == arrival.presence && arrival.becomesAvailable();
            if (arrival.isOver()) {
                underWay.remove(arrival);
            }
            if (mayHaveStored && underWay.stream().noneMatch(other -> other.readsFor(arrival.session))) {
                host.offlineStore().deliverTo(arrival.session);
            }
        }
    }

    /** Forgets those that came to nothing. To be called now and then. */
    void forget() {
        for (Arrival arrival : underWay) {
            if (arrival.isOver() && underWay.remove(arrival) && arrival.heir() != null) {
                host.offlineStore().deliverTo(arrival.heir());
            }
        }
    }
}
