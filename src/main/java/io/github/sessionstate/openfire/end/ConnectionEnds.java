package io.github.sessionstate.openfire.end;

import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.session.LocalClientSession;

import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.host.Later;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.Ends;
import io.github.sessionstate.openfire.tracked.OpenfireSession;

/** Finds out what becomes of sessions whose connection has ended. */
final class ConnectionEnds {
    private static final long MAX_DELAY_MILLIS = 1000;
    // How long the host's own event of an end may come after the session has left the host's tables.
    private static final long EVENT_MILLIS = 500;
    // The same where it may never come.
    private static final long SILENT_MILLIS = 20;
    private static final long LEFT_OPEN_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEFT_TO_CLIENT_NANOS = TimeUnit.SECONDS.toNanos(2);
    // What may still come of an end has mostly come by then. Not longer: each holds a connection with its buffers.
    private static final long LET_GO_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Ends ends;
    private final RouteGuard routes;
    private final Later later;
    // Looked at together, several times a second: a task for each would wake a thread for each session that ends.
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    // Connections whose session has ended.
    private final ConcurrentMap<ClientChannel, LeftOpen> leftOpen = new ConcurrentHashMap<>();
    // In the order of their times.
    private final Queue<Over> over = new ConcurrentLinkedQueue<>();

    /** The end of a connection, of which the host should soon tell as the end of the session. */
    private record Ended(OpenfireSession session, ClientChannel channel) {
    }

    /** When a connection was to be gone, and what to do if it goes before that. */
    private record LeftOpen(long due, Runnable inTime) {
    }

    /** A session or a connection that has ended, and is of no use any more some time later. */
    private record Over(Runnable letGo, long due) {
    }

    ConnectionEnds(Ends ends, RouteGuard routes, Later later) {
        this.ends = ends;
        this.routes = routes;
        this.later = later;
    }

    /** The connection has ended; what becomes of the session is for the host to decide. */
    void connectionEnded(OpenfireSession session, ClientChannel channel) {
        LeftOpen awaited = leftOpen.remove(channel);
        if (awaited != null && System.nanoTime() - awaited.due() < 0) {
            awaited.inTime().run();
        }
        letGoLater(channel::letGo);
        if (session.channel() != channel) {
            // It was resumed over another connection.
            later.run(1, () -> endIfDetached(session, 2));
        } else if (session.session().state().isConnectedResource()) {
            if (session.hostSession().getStreamManager().getResume() || ends.isSilentAboutEnds()) {
                settle(session, channel, 1);
            } else {
                ended.add(new Ended(session, channel));
            }
        } else {
            ends.end(session);
            if (ends.isSilentAboutEnds() && session.hostSession() != null) {
                // The host may be at its end yet, and go by its address.
                lookAtRoute(session);
            }
        }
    }

    /** Looks now and once more whether the host took the route of this session's successor, where it does not tell. */
    void lookAtRoute(OpenfireSession session) {
        later.run(SILENT_MILLIS, () -> restoreSuccessor(session));
        later.run(EVENT_MILLIS, () -> restoreSuccessor(session));
    }

    private void restoreSuccessor(OpenfireSession ended) {
        LocalClientSession hostSession = ended.hostSession();
        if (!ends.isStopped() && hostSession != null) {
            routes.restoreSuccessor(hostSession);
        }
    }

    // The host detaches or removes the session on its own threads, and tells nobody of the former.
    private void settle(OpenfireSession session, ClientChannel channel, long delayMillis) {
        LocalClientSession hostSession = session.hostSession();
        if (ends.isStopped() || session.channel() != channel || session.session().state().isDestroyed()) {
            return;
        }
        if (hostSession.isDetached()) {
            ends.detached(session, channel);
        } else if (!HostSessions.isRegistered(hostSession)) {
            left(session);
        } else {
            later.run(delayMillis, () -> settle(session, channel, Math.min(delayMillis * 2, MAX_DELAY_MILLIS)));
        }
    }

    /** The session has left the host's tables. The event that follows may know more of the cause. */
    void left(OpenfireSession session) {
        later.run(ends.isSilentAboutEnds() ? SILENT_MILLIS : EVENT_MILLIS, () -> ends.endUntold(session));
    }

    /**
     * 4.2.0 may learn of the end of the old connection after the client has resumed over another one, and then takes
     * the session for detached again, while the client waits. Without its connection it can resume once more.
     */
    private void endIfDetached(OpenfireSession session, long delayMillis) {
        ClientChannel current = session.channel();
        if (ends.isStopped() || session.session().state().isDestroyed() || current == null || !current.isOpen()) {
            return;
        }
        if (session.hostSession().isDetached()) {
            current.disconnect();
        } else if (delayMillis < MAX_DELAY_MILLIS) {
            later.run(delayMillis, () -> endIfDetached(session, delayMillis * 2));
        }
    }

    /**
     * A session or a connection has ended: takes the step that lets go of it once nothing may still come of the end.
     */
    void letGoLater(Runnable letGo) {
        over.add(new Over(letGo, System.nanoTime() + LET_GO_NANOS));
    }

    /** The session has ended: its connection must too, and is the host's to close. */
    void mustClose(ClientChannel channel) {
        leftOpen.putIfAbsent(channel, new LeftOpen(System.nanoTime() + LEFT_OPEN_NANOS, () -> {
        }));
    }

    /**
     * The client is told that its session has ended, and the connection is its to end.
     *
     * @param inTime run if it does so within two seconds
     */
    void leaveToClient(ClientChannel channel, Runnable inTime) {
        leftOpen.put(channel, new LeftOpen(System.nanoTime() + LEFT_TO_CLIENT_NANOS, inTime));
        if (ends.isStopped()) {
            stop();
        }
    }

    /** Closes what was left open: nobody looks after it from now on. */
    void stop() {
        leftOpen.keySet().forEach(ClientChannel::disconnect);
        leftOpen.clear();
    }

    /**
     * Looks after ends that are half done. To be called several times a second, by one thread at a time.
     *
     * <p>Connections of sessions that ended a while ago are closed: 5.1.1 may end a session that its client has just
     * resumed, and leaves the client without an answer.
     */
    void follow() {
        for (Ended one = ended.poll(); one != null; one = ended.poll()) {
            settle(one.session(), one.channel(), 1);
        }
        long now = System.nanoTime();
        for (Over next = over.peek(); next != null && next.due() - now <= 0; next = over.peek()) {
            over.remove().letGo().run();
        }
        leftOpen.forEach((channel, left) -> {
            boolean isOverdue = left.due() - now < 0;
            if (isOverdue) {
                leftOpen.remove(channel);
            }
            // One that has ended its stream waits for this (RFC 6120 §4.4), and of its end the host tells as of any
            // other.
            if ((isOverdue || channel.isEndedByClient()) && channel.isOpen()) {
                channel.disconnect();
            }
        });
    }
}
