package io.github.sessionstate.openfire.bind;

import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

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
import io.github.sessionstate.openfire.attempt.BindAttempt;
import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.openfire.host.HostCapabilities.BindHandlers;
import io.github.sessionstate.openfire.host.HostCapabilities.DirectBinds;
import io.github.sessionstate.openfire.host.HostCapabilities.UnboundSessions;
import io.github.sessionstate.openfire.roster.OpenfireRosters;
import io.github.sessionstate.openfire.tracked.Ends;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;

/**
 * Stands before the host's handler of resource binds (RFC 6120 §7). A second bind on a stream is refused, which the
 * host would take, and leave the session of the first JID behind for good. All others go through their turn, in which
 * the plugin decides and the host binds.
 */
public final class BindTakeover extends Hook {
    private static final String NAMESPACE = "urn:ietf:params:xml:ns:xmpp-bind";

    private final TrackedSessions tracker;
    private final LiveSettings settings;
    private final BindProcess process;
    private final Capability<BindHandlers> offered;
    private final Handler handler = new Handler();
    private final StanzasBehindBinds behind;
    // The host's handlers by namespace.
    private volatile Map<String, IQHandler> handlers;
    private volatile IQHandler delegate;
    private volatile boolean stopped;

    public BindTakeover(Capability<BindHandlers> needed, TrackedSessions tracker, Ends ends, OpenfireRosters rosters,
                 LiveSettings settings, BindArbiter arbiter, BindHooks hooks, StanzasBehindBinds behind,
                 ScheduledExecutorService executor) {
        super("bind", needed);
        this.offered = needed;
        this.tracker = tracker;
        this.behind = behind;
        this.settings = settings;
        this.process = new BindProcess(tracker, ends, rosters, new BindSettings(settings), arbiter, hooks, executor,
                this::failed);
    }

    @Override
    protected synchronized void install() {
        handlers = offered.get().byNamespace().get(XMPPServer.getInstance().getIQRouter());
        IQHandler there = handlers.get(NAMESPACE);
        delegate = there == null ? builtIn() : there;
        XMPPServer.getInstance().getIQRouter().addHandler(handler);
    }

    private static IQHandler builtIn() {
        return XMPPServer.getInstance().getIQHandlers().stream()
                .filter(candidate -> candidate.getInfo() != null
                        && NAMESPACE.equals(candidate.getInfo().getNamespace()))
                .findFirst().orElseThrow(() -> new IllegalStateException("Openfire has no handler of binds"));
    }

    @Override
    protected synchronized void uninstall() {
        // Another plugin may have put its handler over this one and go on delegating to it.
        stopped = true;
        if (delegate != null) {
            handlers.replace(NAMESPACE, handler, delegate);
        }
        process.stop();
        behind.stop();
    }

    @Override
    protected boolean isInPlace() {
        return handlers.get(NAMESPACE) == handler;
    }

    /** What decides binds that come by no stanza, in the same turns. */
    public DirectBindHook directBinds(Capability<DirectBinds> needed, Capability<UnboundSessions> unboundSessions) {
        return new DirectBindHook(needed, unboundSessions, tracker, process, settings);
    }

    /**
     * Goes back to its place if nobody else is there: a plugin that was there before and is unloaded takes away
     * whatever handler it finds.
     */
    public synchronized void follow() {
        behind.forget();
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
        BindRequest asked = new BindRequest(request, session, this::delegate);
        BindAttempt bind = session.beginBind(asked, process);
        if (bind == null) {
            asked.refuse(PacketError.Condition.not_allowed, null);
            return null;
        }
        behind.hold(session, bind);
        if (bind.bareJid() == null) {
            bindAnonymous(bind);
        } else {
            process.bind(bind);
        }
        return null;
    }

    // The host makes the name, so there is nothing to decide, and answers before it returns.
    private void bindAnonymous(BindAttempt bind) {
        try {
            bind.request().grant(bind.request().resource());
        } finally {
            bind.done();
        }
    }

    private void delegate(IQ request) {
        offered.get().process().run(delegate, request);
    }

    private OpenfireSession sessionOf(IQ request) {
        JID from = request.getFrom();
        Session hostSession = XMPPServer.getInstance().getSessionManager().getSession(from);
        if (hostSession instanceof LocalClientSession) {
            OpenfireSession session = tracker.meet((LocalClientSession) hostSession);
            if (session.channel() == null) {
                // The look at such sessions may not have met it since its client logged in.
                session.catchUp();
            }
            behind.asks(from, session);
            return session;
        }
        // The host took the session out of its table of unbound ones since it gave the stanza its address.
        return hostSession == null ? behind.find(from) : null;
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
