package io.github.sessionstate.openfire.host;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jivesoftware.openfire.session.LocalClientSession;

/**
 * To which users messages are under way that clients did not acknowledge, and which sessions are arriving: such messages
 * and the host's look into its store at the first presence of a session keep out of each other's way. Thread-safe.
 */
final class UnderWay {
    // By bare JID.
    private final ConcurrentMap<String, Sending> sendings = new ConcurrentHashMap<>();
    // At whose first presence the host is, or soon will be.
    private final Set<LocalClientSession> arriving = ConcurrentHashMap.newKeySet();

    /**
     * Messages to one user.
     *
     * @param sessions of how many sessions
     * @param since    when the last of them ended, by {@link System#nanoTime()}
     * @param atOne    held by who is sending a message: it may be on its way into the store
     */
    private record Sending(int sessions, long since, Lock atOne) {
        Sending and(Sending later) {
            return new Sending(sessions + later.sessions, later.since, atOne);
        }

        Sending oneLess() {
            return sessions == 1 ? null : new Sending(sessions - 1, since, atOne);
        }
    }

    /**
     * Those of one more session are under way to this user, until {@link #ends}.
     *
     * @return to be held while looking whether somebody is arriving, and sending one message if not
     */
    Lock begins(String bareJid) {
        return sendings.merge(bareJid, new Sending(1, System.nanoTime(), new ReentrantLock()), Sending::and).atOne();
    }

    void ends(String bareJid) {
        sendings.computeIfPresent(bareJid, (key, some) -> some.oneLess());
    }

    /** Whether something is under way to this user, of a session that ended less than this ago. */
    boolean isSince(String bareJid, long nanos) {
        Sending some = sendings.get(bareJid);
        return some != null && System.nanoTime() - some.since() < nanos;
    }

    /** See {@link Undelivered#arrives}. */
    void arrives(LocalClientSession session) {
        // First: who looks for it behind the next line finds it, and who looked before holds the lock.
        arriving.add(session);
        Sending some = sendings.isEmpty() ? null : sendings.get(session.getAddress().toBareJID());
        if (some == null) {
            return;
        }
        try {
            if (some.atOne().tryLock(1, TimeUnit.SECONDS)) {
                some.atOne().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void arrived(LocalClientSession session) {
        arriving.remove(session);
    }

    /** Whether the host is at the first presence of a session of this user, or about to be. */
    boolean isSomebodyArriving(String user) {
        return arriving.stream().anyMatch(session -> user.equals(session.getAddress().getNode()))
                || HostSessions.ofUser(user).stream()
                        .anyMatch(session -> session.getPresence().isAvailable() && !session.isInitialized());
    }
}
