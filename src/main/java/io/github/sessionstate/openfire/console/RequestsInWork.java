package io.github.sessionstate.openfire.console;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

import org.dom4j.Element;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Packet;

import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;

/**
 * Knows whose request the host is working on, as far as a request can change a password: the host's own event of the
 * change does not tell who made it. The host works on such requests on the thread that brings them.
 */
final class RequestsInWork implements PacketInterceptor {
    // In-band registration (XEP-0077), ad-hoc commands (XEP-0133).
    private static final Set<String> NAMESPACES = Set.of("jabber:iq:register", "http://jabber.org/protocol/commands");

    private final TrackedSessions tracker;
    private final Consumer<Throwable> failed;
    // No ThreadLocal: the host's threads would keep it, and the plugin's classes with it.
    private final ConcurrentMap<Thread, Request> inWork = new ConcurrentHashMap<>();

    private record Request(Packet stanza, OpenfireSession from) {
    }

    /** @param failed told of what goes wrong in here */
    RequestsInWork(TrackedSessions tracker, Consumer<Throwable> failed) {
        this.tracker = tracker;
        this.failed = failed;
    }

    void install() {
        // Last: what another interceptor rejects is not worked on.
        InterceptorManager.getInstance().addInterceptor(this);
    }

    void uninstall() {
        InterceptorManager.getInstance().removeInterceptor(this);
        inWork.clear();
    }

    boolean isInPlace() {
        return InterceptorManager.getInstance().getInterceptors().contains(this);
    }

    /** The session whose request this thread works on; null if it works on none. */
    OpenfireSession onThisThread() {
        Request request = inWork.get(Thread.currentThread());
        return request == null ? null : request.from();
    }

    @Override
    public void interceptPacket(Packet stanza, Session session, boolean incoming, boolean processed) {
        if (!incoming || !(stanza instanceof IQ)) {
            return;
        }
        try {
            if (processed) {
                done(stanza);
            } else {
                begun((IQ) stanza, session);
            }
        } catch (RuntimeException | LinkageError e) {
            failed.accept(e);
        }
    }

    private void begun(IQ request, Session session) {
        // Whatever came before on this thread is done, though the host told nothing of it.
        if (!inWork.isEmpty()) {
            inWork.remove(Thread.currentThread());
        }
        if (request.getType() != IQ.Type.set) {
            return;
        }
        Element child = request.getChildElement();
        OpenfireSession from = child != null && NAMESPACES.contains(child.getNamespaceURI())
                ? tracker.find(session) : null;
        if (from != null) {
            inWork.put(Thread.currentThread(), new Request(request, from));
        }
    }

    private void done(Packet stanza) {
        Thread thread = Thread.currentThread();
        Request request = inWork.isEmpty() ? null : inWork.get(thread);
        if (request != null && request.stanza() == stanza) {
            inWork.remove(thread);
        }
    }
}
