package io.github.sessionstate.openfire.bind;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;

import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.openfire.host.HostCapabilities.DirectBinds;
import io.github.sessionstate.openfire.host.HostCapabilities.UnboundSessions;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.host.Substitute;
import io.github.sessionstate.openfire.host.SubstituteRoutes;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;

/**
 * Decides binds that come by no stanza: from 5.1.1 on {@link SessionManager} has a method that binds a resource, which
 * Bind 2 (XEP-0386) calls and any plugin may. The host works on that on threads of its own, few enough to be used up by
 * binds that wait for each other, so {@link DirectBindThreads} lend it some of the plugin. What it binds is to be seen
 * where it first asks the routing table for the route of the full JID, before it takes the lock on that: there the bind
 * is taken through its turn. The host asks once more with the lock; if the bind was refused, it is shown a session that
 * cannot be closed.
 *
 * <p>Which session binds is to be seen nowhere: it is taken to be the youngest of its user that is authenticated and
 * has no resource. Hooks, and those who are told of decisions, get that one.
 */
public final class DirectBindHook extends Hook {
    private static final String BINDING = "resolveConflictAndBind";

    private final Capability<DirectBinds> offered;
    private final Capability<UnboundSessions> unboundSessions;
    private final TrackedSessions tracker;
    private final BindProcess process;
    private final LiveSettings settings;
    private final AtomicLong bypassed = new AtomicLong();
    private final ClientSession inTheWay = (ClientSession) Proxy.newProxyInstance(ClientSession.class.getClassLoader(),
            new Class<?>[] {ClientSession.class}, (proxy, method, arguments) -> inTheWay(method.getName()));
    private final List<Substitute<?>> places = new ArrayList<>();
    // Null on a host that has no such binds.
    private volatile DirectBindThreads threads;
    private volatile boolean stopped;

    DirectBindHook(Capability<DirectBinds> needed, Capability<UnboundSessions> unboundSessions, TrackedSessions tracker,
                   BindProcess process, LiveSettings settings) {
        super("direct-binds", needed);
        this.offered = needed;
        this.unboundSessions = unboundSessions;
        this.tracker = tracker;
        this.process = process;
        this.settings = settings;
    }

    // The host counts how often it was refused for this session, and compares that with how often that may be.
    private static Object inTheWay(String question) {
        return switch (question) {
            case "isClosed" -> false;
            case "incrementConflictCount" -> Integer.MIN_VALUE;
            case "toString" -> "a session that stays";
            default -> throw new UnsupportedOperationException(question);
        };
    }

    @Override
    protected synchronized void install() {
        DirectBinds means = offered.get();
        if (means.exist()) {
            SessionManager manager = SessionManager.getInstance();
            threads = new DirectBindThreads(means, means.threads().get(manager),
                    () -> stopped || process.isGranting() || !settings.get(Setting.TAKEOVER_BIND));
            places.add(new Substitute<>(means.routes(), manager,
                    new Routes(means.routes().get(manager)).asTable()));
            places.add(new Substitute<>(means.threads(), manager, threads));
        }
    }

    @Override
    protected synchronized void uninstall() {
        // The host may be within a call to one of them, and goes on with a plain view of its own.
        stopped = true;
        places.forEach(Substitute::leave);
        if (threads != null) {
            threads.close();
        }
    }

    @Override
    protected synchronized boolean isInPlace() {
        return places.stream().allMatch(Substitute::isInPlace);
    }

    /** How many sessions were bound, since the plugin was loaded, without having been decided before. */
    public long bypassed() {
        return bypassed.get();
    }

    /** The host is just binding a resource to this session. */
    public void bound(LocalClientSession hostSession) {
        DirectBind direct = current();
        OpenfireSession session = tracker.find(hostSession);
        boolean isDecided = direct != null && direct.isDecided() || session != null && session.bind() != null;
        if (!isDecided && settings.get(Setting.TAKEOVER_BIND)) {
            bypassed.incrementAndGet();
        }
    }

    // Null if this thread is at none of these binds.
    private DirectBind current() {
        DirectBindThreads now = threads;
        return now == null ? null : now.current();
    }

    /** The host's routing table, but that a refused bind finds somebody in its way. */
    private final class Routes extends SubstituteRoutes {
        Routes(RoutingTable original) {
            super(original);
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return method.getName().equals("getClientRoute") && isRefused((JID) arguments[0]) ? inTheWay
                    : ask(method, arguments);
        }

        private boolean isRefused(JID fullJid) {
            DirectBind bind = current();
            // What the host does once it has bound it asks for routes as well.
            if (bind == null || stopped || bind.isDeciding() || !isAskedBy(BINDING)) {
                return false;
            }
            if (bind.begin(fullJid)) {
                guard(() -> decide(bind, fullJid.getNode()));
            }
            return bind.isRefused();
        }
    }

    // If this fails, the host decides.
    private void decide(DirectBind bind, String username) {
        if (bind.isOverdue() || threads.isCrowded(username)) {
            bind.refuse();
            return;
        }
        List<OpenfireSession> candidates = unbound(username);
        if (!candidates.isEmpty()) {
            bind.decide(candidates.get(0).session(), candidates.size() == 1, process);
        }
    }

    /**
     * The sessions of this user that may be the one, the youngest first. The host knows those as well that log in just
     * now: with SASL2 it tells the client only once it has bound the resource.
     */
    private List<OpenfireSession> unbound(String username) {
        Stream<OpenfireSession> loggingIn = !unboundSessions.isOffered() ? Stream.of()
                : unboundSessions.get().of(SessionManager.getInstance()).values().stream()
                        .filter(session -> HostSessions.isAuthenticated(session)
                                && username.equalsIgnoreCase(HostSessions.username(session)))
                        .map(this::met);
        return Stream.concat(tracker.ofUser(username).stream(), loggingIn).distinct()
                .filter(session -> session.bind() == null && !session.session().state().isConnectedResource()
                        && !session.session().state().isDestroyed())
                .sorted(Comparator.comparing((OpenfireSession session) -> session.session().since()).reversed())
                .toList();
    }

    // The look at sessions on BOSH and WebSocket may not have met it yet.
    private OpenfireSession met(LocalClientSession hostSession) {
        OpenfireSession session = tracker.meet(hostSession);
        if (session.channel() == null) {
            session.catchUp();
        }
        return session;
    }
}
