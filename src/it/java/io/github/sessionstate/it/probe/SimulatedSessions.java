package io.github.sessionstate.it.probe;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.Presence;

/**
 * Bound sessions of the host's own kind, made and changed by the calls with which it makes and changes those of
 * clients. Only what lies before those is missing: network, TLS, SASL and XML.
 */
final class SimulatedSessions {
    private static final int RESOURCES = 5;
    private static final int LOWEST_PRIORITY = -5;
    private static final int HIGHEST_PRIORITY = 10;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long SEED = 1;
    /** The oldest sessions, which a page that begins with them has in sight. */
    private static final int IN_SIGHT = 50;
    /** One change of so many is to one of those. */
    private static final int SELDOM = 100;

    private volatile List<LocalClientSession> sessions = List.of();
    private volatile int made;
    private volatile long changes;
    private volatile Thread changing;

    /** How many sessions have been made so far. */
    int made() {
        return made;
    }

    /** How many changes have been made since they began. */
    long changes() {
        return changes;
    }

    /** Begins to make so many sessions, five for each user. To be called once. */
    void make(int count) {
        new Thread(() -> {
            LocalClientSession[] all = new LocalClientSession[count];
            Random random = new Random(SEED);
            for (int i = 0; i < count; i++) {
                all[i] = bound(i);
                Presence presence = presence(random);
                if (presence.isAvailable()) {
                    receive(all[i], presence);
                }
                made = i + 1;
            }
            sessions = List.of(all);
        }, "Simulated binds").start();
    }

    /**
     * Begins to change the presence of sessions chosen at random, at this rate; one of a hundred changes is to one of
     * the fifty oldest. A status, where there is one, tells the moment of the change in milliseconds.
     */
    void change(int perSecond) {
        Thread thread = new Thread(() -> changeAt(perSecond), "Simulated changes");
        changing = thread;
        thread.start();
    }

    /** Ends the changes. */
    void rest() {
        changing = null;
    }

    private void changeAt(int perSecond) {
        List<LocalClientSession> all = sessions;
        Random random = new Random(SEED);
        long start = System.nanoTime();
        long done = 0;
        while (changing == Thread.currentThread()) {
            while (done < (System.nanoTime() - start) * perSecond / TimeUnit.SECONDS.toNanos(1)) {
                int among = done % SELDOM == 0 ? Math.min(IN_SIGHT, all.size()) : all.size();
                receive(all.get(random.nextInt(among)), presence(random));
                changes = ++done;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static LocalClientSession bound(int number) {
        LocalClientSession session = SessionManager.getInstance()
                .createClientSession(SimulatedConnection.numbered(number), Locale.ENGLISH);
        session.setAuthToken(token(String.format(Locale.ROOT, "user%05d", number / RESOURCES)),
                "resource" + number % RESOURCES);
        return session;
    }

    /** As the host has it for a user who has logged in: the later one hides the constructor. */
    private static AuthToken token(String username) {
        try {
            return (AuthToken) AuthToken.class.getMethod("generateUserToken", String.class).invoke(null, username);
        } catch (NoSuchMethodException e) {
            return new AuthToken(username);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the host does with presence that it has read from a client. */
    private static void receive(LocalClientSession session, Presence presence) {
        presence.setFrom(session.getAddress());
        XMPPServer.getInstance().getPacketRouter().route(presence);
        session.incrementClientPacketCount();
    }

    /** Of ten, two are unavailable and four are available without more; the others are away, busy or away for long. */
    private static Presence presence(Random random) {
        int kind = random.nextInt(10);
        if (kind < 2) {
            return new Presence(Presence.Type.unavailable);
        }
        Presence presence = new Presence();
        presence.setPriority(LOWEST_PRIORITY + random.nextInt(HIGHEST_PRIORITY - LOWEST_PRIORITY + 1));
        if (kind >= 6) {
            presence.setShow(kind < 8 ? Presence.Show.away : kind == 8 ? Presence.Show.dnd : Presence.Show.xa);
            presence.setStatus("In a meeting since " + System.currentTimeMillis());
        }
        return presence;
    }
}
