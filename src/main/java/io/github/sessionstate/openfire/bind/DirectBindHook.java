package io.github.sessionstate.openfire.bind;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.xmpp.packet.JID;

import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.openfire.host.HostCapabilities.DirectBinds;
import io.github.sessionstate.openfire.host.HostCapabilities.UnboundSessions;
import io.github.sessionstate.openfire.host.HostSessions;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Setting;

/**
 * Decides binds that come by no stanza: from 5.1.1 on {@link SessionManager} has a method that binds a resource, which
 * Bind 2 (XEP-0386) calls and any plugin may. The host works on that on threads of its own, few enough to be used up by
 * binds that wait for each other, so it gets threads of the plugin. What it binds is to be seen where it first asks the
 * routing table for the route of the full JID, before it takes the lock on that: there the bind is taken through its
 * turn. The host asks once more with the lock; if the bind was refused, it is shown a session that cannot be closed.
 *
 * <p>Which session binds is to be seen nowhere: it is taken to be the youngest of its user that is authenticated and
 * has no resource. Hooks, and those who are told of decisions, get that one.
 */
public final class DirectBindHook extends Hook {
    private static final StackWalker CALLERS = StackWalker.getInstance();
    private static final String BINDING = "resolveConflictAndBind";
    private static final int AT_ONCE = 64;
    private static final int WAITING = 10_000;

    private final Capability<DirectBinds> offered;
    private final Capability<UnboundSessions> unboundSessions;
    private final TrackedSessions tracker;
    private final BindProcess process;
    private final LiveSettings settings;
    // By the thread that is at it.
    private final Map<Thread, DirectBind> binds = new ConcurrentHashMap<>();
    private final AtomicLong bypassed = new AtomicLong();
    private final ClientSession inTheWay = (ClientSession) Proxy.newProxyInstance(ClientSession.class.getClassLoader(),
            new Class<?>[] {ClientSession.class}, (proxy, method, arguments) -> inTheWay(method.getName()));
    // What stands in the host's places, and what stood there; null on a host that has no such binds.
    private RoutingTable routes;
    private RoutingTable hostRoutes;
    private Threads threads;
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
        DirectBinds places = offered.get();
        if (places.exist()) {
            SessionManager manager = SessionManager.getInstance();
            RoutingTable original = places.routes().get(manager);
            hostRoutes = original;
            // The interface differs between hosts.
            routes = (RoutingTable) Proxy.newProxyInstance(RoutingTable.class.getClassLoader(),
                    new Class<?>[] {RoutingTable.class},
                    (proxy, method, arguments) -> answer(original, method, arguments));
            threads = new Threads(places.threads().get(manager));
            places.routes().set(manager, routes);
            places.threads().set(manager, threads);
        }
    }

    @Override
    protected synchronized void uninstall() {
        // The host may be within a call to one of them, and goes on with a plain view of its own.
        stopped = true;
        SessionManager manager = SessionManager.getInstance();
        if (threads != null) {
            if (offered.get().threads().get(manager) == threads) {
                offered.get().threads().set(manager, threads.host);
            }
            threads.close();
        }
        if (routes != null && offered.get().routes().get(manager) == routes) {
            offered.get().routes().set(manager, hostRoutes);
        }
    }

    @Override
    protected synchronized boolean isInPlace() {
        return !offered.get().exist() || offered.get().routes().get(SessionManager.getInstance()) == routes
                && offered.get().threads().get(SessionManager.getInstance()) == threads;
    }

    /** How many sessions were bound, since the plugin was loaded, without having been decided before. */
    public long bypassed() {
        return bypassed.get();
    }

    /** The host is just binding a resource to this session. */
    public void bound(LocalClientSession hostSession) {
        DirectBind direct = binds.get(Thread.currentThread());
        OpenfireSession session = tracker.find(hostSession);
        boolean isDecided = direct != null && direct.isDecided() || session != null && session.bind() != null;
        if (!isDecided && settings.get(Setting.TAKEOVER_BIND)) {
            bypassed.incrementAndGet();
        }
    }

    // ------------------------------------------------------------------ in the routing table's place

    private Object answer(RoutingTable original, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("getClientRoute") && isRefused((JID) arguments[0])) {
            return inTheWay;
        }
        try {
            return method.invoke(original, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private boolean isRefused(JID fullJid) {
        DirectBind bind = binds.get(Thread.currentThread());
        if (bind == null || stopped || bind.isDeciding() || !isBinding()) {
            return false;
        }
        if (bind.begin(fullJid)) {
            try {
                List<OpenfireSession> candidates = unbound(fullJid.getNode());
                if (!candidates.isEmpty()) {
                    bind.decide(candidates.get(0).session(), candidates.size() == 1, process);
                }
            } catch (RuntimeException | LinkageError e) {
                // Then the host decides.
                failed(e);
            }
        }
        return bind.isRefused();
    }

    // What the host does once it has bound it asks for routes as well.
    private static boolean isBinding() {
        return CALLERS.walk(frames -> frames
                .filter(frame -> frame.getClassName().equals(SessionManager.class.getName())).findFirst()
                .filter(frame -> frame.getMethodName().equals(BINDING)).isPresent());
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
                .sorted(Comparator.comparing((OpenfireSession session) -> session.session().since()).reversed()).toList();
    }

    // The look at sessions on BOSH and WebSocket may not have met it yet.
    private OpenfireSession met(LocalClientSession hostSession) {
        OpenfireSession session = tracker.meet(hostSession);
        if (session.channel() == null) {
            session.catchUp();
        }
        return session;
    }

    // ------------------------------------------------------------------ in the place of the host's threads

    /** The host's threads for the binds that a client asked for by a stanza, our own for all others. */
    private final class Threads extends ThreadPoolExecutor {
        private final ThreadPoolExecutor host;

        Threads(ThreadPoolExecutor host) {
            super(AT_ONCE, AT_ONCE, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING),
                    new DaemonThreads("sessionstate-direct-bind-"));
            allowCoreThreadTimeOut(true);
            this.host = host;
        }

        @Override
        public void execute(Runnable task) {
            if (stopped || process.isGranting() || !settings.get(Setting.TAKEOVER_BIND)) {
                offered.get().execute().run(host, task);
            } else {
                super.execute(() -> run(task));
            }
        }

        private void run(Runnable task) {
            DirectBind bind = new DirectBind();
            binds.put(Thread.currentThread(), bind);
            try {
                // Until the client has its answer: before that the next bind of its user must not end the session.
                offered.get().run().run(task);
            } finally {
                binds.remove(Thread.currentThread());
                guard(bind::done);
            }
        }

        /** The host is stopping. */
        @Override
        public void shutdown() {
            super.shutdown();
            host.shutdown();
        }

        /** Those that wait go to the host; those that are begun come to their end. */
        void close() {
            super.shutdown();
            List<Runnable> waiting = new ArrayList<>();
            getQueue().drainTo(waiting);
            waiting.forEach(task -> offered.get().execute().run(host, task));
        }
    }
}
