package io.github.sessionstate.openfire;

import java.lang.invoke.MethodHandle;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;

/**
 * Stands before the host's handler of resource binds (RFC 6120 §7). A second bind on a stream is refused, which the
 * host would take, and leave the session of the first JID behind for good; a resource name is read as the reference
 * does. All else is delegated on the calling thread, so that what the client sent behind its bind finds it done if the
 * host does it at once.
 */
final class BindTakeover extends Hook {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-bind";
    private static final MethodHandle PROCESS = Late.method(IQHandler.class, "process", void.class, Packet.class);

    private static final long WAIT_STEP_MILLIS = 5;
    private static final long WAIT_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(2);
    /** The host's setting by which it ends the old session at once. */
    private static final int KICK_AT_ONCE = 0;

    private final Host host;
    private final SessionTracker tracker;
    private final LiveSettings settings;
    private final ScheduledExecutorService executor;
    // Openfire keeps the handlers that plugins add in here, and offers no way to ask which one is there.
    private final Map<String, IQHandler> handlers;
    private final Handler handler = new Handler();
    // The bind that the host is at, by the full JID that it asks for.
    private final ConcurrentMap<String, IQ> underWay = new ConcurrentHashMap<>();
    private final Lately lately = new Lately();
    private volatile IQHandler delegate;
    private volatile boolean stopped;

    BindTakeover(Host host, SessionTracker tracker, LiveSettings settings, ScheduledExecutorService executor) {
        super("bind");
        this.host = host;
        this.executor = executor;
        this.tracker = tracker;
        this.settings = settings;
        this.handlers = Late.field(IQRouter.class, "namespace2Handlers", XMPPServer.getInstance().getIQRouter());
    }

    @Override
    synchronized void install() {
        IQHandler there = handlers.get(NAMESPACE);
        delegate = there == null ? builtIn() : there;
        XMPPServer.getInstance().getIQRouter().addHandler(handler);
    }

    private static IQHandler builtIn() {
        return XMPPServer.getInstance().getIQHandlers().stream()
                .filter(candidate -> candidate.getInfo() != null
                        && NAMESPACE.equals(candidate.getInfo().getNamespace()))
                .findFirst().orElseThrow(() -> new IllegalStateException("the host has no handler of binds"));
    }

    @Override
    synchronized void uninstall() {
        // Another plugin may have put its handler over this one and go on delegating to it.
        stopped = true;
        if (delegate != null) {
            handlers.replace(NAMESPACE, handler, delegate);
        }
    }

    @Override
    boolean isInPlace() {
        return handlers.get(NAMESPACE) == handler;
    }

    /**
     * Goes back to its place if nobody else is there: a plugin that was there before and is unloaded takes away
     * whatever handler it finds.
     */
    synchronized void follow() {
        IQHandler there = handlers.get(NAMESPACE);
        if (stopped || delegate == null || there == handler) {
            return;
        }
        IQHandler builtIn = builtIn();
        if (there == null || there == builtIn) {
            delegate = builtIn;
            handlers.put(NAMESPACE, handler);
        }
    }

    /** What to delegate as it is; null if the request was answered, or goes on in its turn. */
    private IQ decide(IQ request) {
        OpenfireSession session = sessionOf(request);
        if (session == null) {
            // A second bind of a session that has ended meanwhile: the host would log an error, and answer nobody.
            return request.getFrom().getNode() == null ? request : null;
        }
        if (!session.beginBind(request.getID())) {
            IQ reply = IQ.createResultIQ(request);
            reply.setFrom((String) null);
            reply.setChildElement(request.getChildElement().createCopy());
            reply.setError(PacketError.Condition.not_allowed);
            session.host().process(reply);
            return null;
        }
        String resource = BindRequest.resource(request);
        IQ asking = BindRequest.asking(request, resource);
        SessionState state = session.session().state();
        if (resource == null || state.username() == null) {
            return asking;
        }
        delegateInTurn(asking, state.username() + '@' + state.host() + '/' + resource, System.nanoTime());
        return null;
    }

    /**
     * Binds of one full JID follow each other: 4.2.0 lets two of them succeed at once. The session that has it ends
     * before, as far as the host would leave something of it behind. On the calling thread, unless it must wait.
     */
    private void delegateInTurn(IQ request, String fullJid, long start) {
        boolean isLate = System.nanoTime() - start > WAIT_LIMIT_NANOS;
        boolean isFirst = underWay.putIfAbsent(fullJid, request) == null;
        if (!isFirst && !isLate) {
            delegateLater(request, fullJid, start);
            return;
        }
        try {
            if (makeWay(fullJid) || isLate) {
                QuietCall.run(PROCESS, delegate, request);
            } else {
                delegateLater(request, fullJid, start);
            }
        } finally {
            if (isFirst) {
                underWay.remove(fullJid, request);
            }
        }
    }

    /** Whether no session is left that has this full JID, but one that the host's own bind deals with. */
    private boolean makeWay(String fullJid) {
        OpenfireSession old = tracker.holderOf(fullJid);
        if (old == null || SessionManager.getInstance().getConflictKickLimit() != KICK_AT_ONCE) {
            return true;
        }
        old.evidence().commanded(EndCause.REPLACED);
        // If not, another thread is at its end, such as the one that read the end of its connection.
        return host.endReplaced(old.host());
    }

    private void delegateLater(IQ request, String fullJid, long start) {
        executor.schedule(() -> {
            try {
                delegateInTurn(request, fullJid, start);
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        }, WAIT_STEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private OpenfireSession sessionOf(IQ request) {
        JID from = request.getFrom();
        Session hostSession = XMPPServer.getInstance().getSessionManager().getSession(from);
        if (hostSession instanceof LocalClientSession) {
            OpenfireSession session = tracker.meet((LocalClientSession) hostSession);
            lately.met(from, session);
            return session;
        }
        // The host took the session out of its table of unbound ones since it gave the stanza its address.
        return hostSession == null ? lately.find(from) : null;
    }

    /** Sessions that asked for a resource in the last seconds, by the address that they had before. */
    private static final class Lately {
        private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(10);

        private final Map<JID, Met> met = new LinkedHashMap<>();

        synchronized void met(JID address, OpenfireSession session) {
            long now = System.nanoTime();
            Iterator<Met> oldest = met.values().iterator();
            while (oldest.hasNext() && now - oldest.next().since() > KEPT_NANOS) {
                oldest.remove();
            }
            met.put(address, new Met(session, now));
        }

        synchronized OpenfireSession find(JID address) {
            Met found = met.get(address);
            return found == null ? null : found.session();
        }

        private record Met(OpenfireSession session, long since) {
        }
    }

    /** The handler that the host knows. */
    private final class Handler extends IQHandler {
        private final IQHandlerInfo info = new IQHandlerInfo("bind", NAMESPACE);

        Handler() {
            super("Session State: resource binding");
        }

        // All of the delegate's processing, its own handling of errors included.
        @Override
        public void process(Packet packet) {
            IQ request = (IQ) packet;
            if (!stopped && settings.get(Setting.TAKEOVER_BIND)) {
                try {
                    request = decide(request);
                } catch (RuntimeException | LinkageError e) {
                    failed(e);
                }
            }
            if (request != null) {
                QuietCall.run(PROCESS, delegate, request);
            }
        }

        @Override
        public IQ handleIQ(IQ packet) {
            process(packet);
            return null;
        }

        @Override
        public IQHandlerInfo getInfo() {
            return info;
        }
    }
}
