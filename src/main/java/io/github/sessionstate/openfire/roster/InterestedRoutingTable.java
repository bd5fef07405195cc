package io.github.sessionstate.openfire.roster;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.xmpp.packet.IQ;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;

import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.Hook;
import io.github.sessionstate.openfire.host.HostCapabilities.RoutingTables;
import io.github.sessionstate.openfire.host.HostField;
import io.github.sessionstate.openfire.host.Substitute;
import io.github.sessionstate.openfire.host.SubstituteRoutes;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.TrackedSessions;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Log;

/**
 * Shows the host routes that it leaves out: to resources that are interested and not available. Those who should get
 * what {@link InterestedOnlyFilter} keeps from all others are chosen by the host with a question for the routes of a
 * bare JID, and if nobody is available it sends nothing that anyone could see. So the two parts of the host that ask
 * get a routing table of the plugin, which adds the routes to the host's answer, and which a stanza comes back to for
 * each of them. The stanza is the host's, once for each resource; what is not for interested resources goes no further.
 */
public final class InterestedRoutingTable extends Hook {
    private static final Log LOG = Log.of(InterestedRoutingTable.class);

    private final Capability<RoutingTables> offered;
    private final TrackedSessions tracker;
    private final InterestedOnlyFilter interestedOnly;
    private final List<Substitute<RoutingTable>> places = new ArrayList<>();
    private volatile boolean stopped;

    public InterestedRoutingTable(Capability<RoutingTables> needed, TrackedSessions tracker,
                                  InterestedOnlyFilter interestedOnly) {
        super("interested-routes", needed);
        this.offered = needed;
        this.tracker = tracker;
        this.interestedOnly = interestedOnly;
    }

    @Override
    protected synchronized void install() {
        XMPPServer server = XMPPServer.getInstance();
        SessionManager sessions = server.getSessionManager();
        take(offered.get().ofSubscriptions(), server.getPresenceSubscribeHandler(), false);
        Routes pushes = take(offered.get().ofSessions(), sessions, true);
        if (!asksForRoutes(sessions, pushes)) {
            places.remove(places.size() - 1).leave();
        }
    }

    private Routes take(HostField<RoutingTable> place, Object owner, boolean forBroadcastsOnly) {
        Routes routes = new Routes(place.get(owner), forBroadcastsOnly);
        places.add(new Substitute<>(place, owner, routes.asTable()));
        return routes;
    }

    /**
     * Whether the host asks its routing table whom to send a roster push: up to 4.9, which leaves out those who are not
     * available. Tried with a user who does not exist.
     */
    private static boolean asksForRoutes(SessionManager sessions, Routes pushes) {
        pushes.askingThread = Thread.currentThread();
        try {
            sessions.userBroadcast("sessionstate-" + UUID.randomUUID(), new IQ(IQ.Type.set));
            return pushes.isAsked;
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("Could not find out whom this Openfire sends roster pushes", e);
            return true;
        } finally {
            pushes.askingThread = null;
        }
    }

    @Override
    protected synchronized void uninstall() {
        // A stanza may be on its way through one of them: it goes on as a plain view of the host's.
        stopped = true;
        places.forEach(Substitute::leave);
        places.clear();
    }

    @Override
    protected synchronized boolean isInPlace() {
        return places.stream().allMatch(Substitute::isInPlace);
    }

    /** A route that the host left out. Never outlives the call that asked for it. */
    private static final class LeftOut extends JID {
        private static final long serialVersionUID = 1L;

        private final transient OpenfireSession session;

        LeftOut(OpenfireSession session, SessionState state) {
            super(state.username(), state.host(), state.resource(), true);
            this.session = session;
        }

        JID plain() {
            return new JID(getNode(), getDomain(), getResource(), true);
        }
    }

    /** The host's routing table with more routes. */
    private final class Routes extends SubstituteRoutes {
        // SessionManager also asks for other reasons, with the same question.
        private final boolean forBroadcastsOnly;
        // While it is found out whether the host asks for routes: the thread that tries, and whether it did.
        private volatile Thread askingThread;
        private volatile boolean isAsked;

        Routes(RoutingTable original, boolean forBroadcastsOnly) {
            super(original);
            this.forBroadcastsOnly = forBroadcastsOnly;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            String name = method.getName();
            if (name.equals("routePacket") && arguments[0] instanceof LeftOut) {
                deliver((LeftOut) arguments[0], (Packet) arguments[1]);
                return null;
            }
            Object answer = ask(method, arguments);
            if (name.equals("getRoutes") && Thread.currentThread() == askingThread) {
                isAsked = true;
            } else if (name.equals("getRoutes") && !stopped) {
                @SuppressWarnings("unchecked")
                List<JID> routes = (List<JID>) answer;
                return withLeftOut(routes, (JID) arguments[0]);
            }
            return answer;
        }

        private List<JID> withLeftOut(List<JID> routes, JID asked) {
            try {
                if (asked.getResource() != null || asked.getNode() == null || !interestedOnly.isOurs()) {
                    return routes;
                }
                List<JID> leftOut = leftOut(routes, asked.toBareJID());
                if (leftOut.isEmpty() || forBroadcastsOnly && !isAskedBy("userBroadcast")) {
                    return routes;
                }
                leftOut.addAll(0, routes);
                return leftOut;
            } catch (RuntimeException | LinkageError e) {
                failed(e);
                return routes;
            }
        }

        private List<JID> leftOut(List<JID> routes, String bareJid) {
            List<JID> leftOut = new ArrayList<>();
            for (OpenfireSession session : tracker.sessionsOf(bareJid)) {
                SessionState state = session.session().state();
                if (state.isConnectedResource() && session.isInterested()) {
                    JID route = new LeftOut(session, state);
                    if (!routes.contains(route)) {
                        leftOut.add(route);
                    }
                }
            }
            return leftOut;
        }

        private void deliver(LeftOut route, Packet stanza) {
            try {
                if (InterestedOnlyFilter.concerns(stanza)) {
                    if (stanza.getTo() == route) {
                        stanza.setTo(route.plain());
                    }
                    route.session.hostSession().process(stanza);
                }
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
        }
    }
}
