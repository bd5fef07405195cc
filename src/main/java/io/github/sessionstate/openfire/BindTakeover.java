package io.github.sessionstate.openfire;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.PacketError;

import io.github.sessionstate.binding.BindArbiter;
import io.github.sessionstate.binding.BindHooks;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.HostCapabilities.BindHandlers;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;

/**
 * Stands before the host's handler of resource binds (RFC 6120 §7). A second bind on a stream is refused, which the
 * host would take, and leave the session of the first JID behind for good. All others go through their turn, in which
 * the plugin decides and the host binds.
 */
final class BindTakeover extends Hook {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-bind";

    private final SessionTracker tracker;
    private final LiveSettings settings;
    private final Binder binder;
    private final Capability<BindHandlers> host;
    private final Handler handler = new Handler();
    private final Lately lately = new Lately();
    // The host's handlers by namespace.
    private volatile Map<String, IQHandler> handlers;
    private volatile IQHandler delegate;
    private volatile boolean stopped;

    BindTakeover(Capability<BindHandlers> needed, SessionTracker tracker, OpenfireRosters rosters,
                 LiveSettings settings, BindArbiter arbiter, BindHooks hooks, ScheduledExecutorService executor) {
        super("bind", needed);
        this.host = needed;
        this.tracker = tracker;
        this.settings = settings;
        this.binder = new Binder(tracker, rosters, new BindSettings(settings), arbiter, hooks, executor,
                this::delegate, this::failed);
    }

    @Override
    synchronized void install() {
        handlers = host.get().byNamespace().get(XMPPServer.getInstance().getIQRouter());
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
        binder.stop();
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

    /** What to hand to the host at once; null if the request was answered, or is taken through its turn. */
    private IQ take(IQ request) {
        OpenfireSession session = sessionOf(request);
        if (session == null) {
            // A second bind of a session that has ended meanwhile: the host would log an error, and answer nobody.
            return request.getFrom().getNode() == null ? request : null;
        }
        Bind bind = session.beginBind(request, binder);
        if (bind == null) {
            session.host().process(BindRequest.refusal(request, PacketError.Condition.not_allowed, null));
        } else if (bind.user() == null) {
            bindAnonymous(bind);
        } else {
            binder.bind(bind);
        }
        return null;
    }

    // The host makes the name, so there is nothing to decide, and answers before it returns.
    private void bindAnonymous(Bind bind) {
        delegate(BindRequest.asking(bind.request(), BindRequest.resource(bind.request())));
        bind.done();
    }

    private void delegate(IQ request) {
        host.get().process().run(delegate, request);
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
        private static final long KEPT_NANOS = Bind.LIMIT_NANOS;
        // Of one that has ended: its connection and all that hangs on it would be kept from the garbage collector.
        private static final long KEPT_ENDED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

        private final Map<JID, Met> met = new LinkedHashMap<>();

        synchronized void met(JID address, OpenfireSession session) {
            long now = System.nanoTime();
            Iterator<Met> oldest = met.values().iterator();
            while (oldest.hasNext() && isOver(oldest.next(), now)) {
                oldest.remove();
            }
            met.put(address, new Met(session, now));
        }

        synchronized OpenfireSession find(JID address) {
            Met found = met.get(address);
            return found == null ? null : found.session();
        }

        private static boolean isOver(Met one, long now) {
            long age = now - one.since();
            return age > KEPT_NANOS || age > KEPT_ENDED_NANOS && one.session().session().state().isDestroyed();
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
                    request = take(request);
                } catch (RuntimeException | LinkageError e) {
                    failed(e);
                }
            }
            if (request != null) {
                delegate(request);
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
