package io.github.sessionstate.openfire.host;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadPoolExecutor;

import javax.servlet.ServletRequest;

import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.ConnectionCloseListener;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.handler.PresenceSubscribeHandler;
import org.jivesoftware.openfire.handler.PresenceUpdateHandler;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.jivesoftware.util.JiveGlobals;
import org.xmpp.packet.JID;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;
import org.xmpp.packet.StreamError;

/**
 * All that differs between hosts, or is reached by reflection: looked up once, at start. What is not found makes one
 * capability absent, and nothing else.
 *
 * @param tcpAccept             following TCP connections from their accept
 * @param bindHandlers          standing before the host's handler of binds
 * @param directBinds           deciding binds that come by no stanza
 * @param routingTables         showing the host routes to interested resources
 * @param unboundSessions       listing the sessions that have no resource yet
 * @param detachedSessions      the table of detached sessions in a {@link SessionManager}; its keys are their stream
 *                              ids
 * @param sessionClose          closing live sessions
 * @param detachedEnd           ending sessions that are detached (XEP-0198)
 * @param sessionRemoval        taking sessions out of the host's tables
 * @param closeListener         having the host do nothing when a connection ends: its listener in a {@link
 *                              SessionManager}
 * @param unacknowledgedStanzas sending elsewhere what a client has not acknowledged (XEP-0198)
 * @param firstPresence         having a {@link PresenceUpdateHandler} work once more on presence at which it failed
 * @param boshRequests          telling clients on BOSH why their session is closed
 * @param webEnds               telling why sessions on BOSH and WebSocket end
 * @param clientRoutes          putting a session back into the host's {@link RoutingTable}
 * @param encryption            whether TLS protects a session that is not on TCP
 * @param clientSoftware        what clients say that they are (XEP-0092), of a {@link LocalSession}; from 4.4 on
 * @param stanzaCounters        reading how many stanzas were sent and received, without the session around
 * @param clientActivity        whether clients say that nobody looks at them (XEP-0352); from 4.8 on
 * @param userAgents            what clients say of themselves with SASL2 (XEP-0388); from 5.2 on
 * @param propertyChanges       changing the server's properties
 * @param propertyDescriptions  describing the properties on the console's own page; from 4.4 on
 * @param consoleAddresses      the console's lists of addresses; from 4.8 on
 */
public record HostCapabilities(
        Capability<TcpAccept> tcpAccept,
        Capability<BindHandlers> bindHandlers,
        Capability<DirectBinds> directBinds,
        Capability<RoutingTables> routingTables,
        Capability<UnboundSessions> unboundSessions,
        Capability<HostField<Map<?, LocalSession>>> detachedSessions,
        Capability<SessionClose> sessionClose,
        Capability<DetachedEnd> detachedEnd,
        Capability<SessionRemoval> sessionRemoval,
        Capability<HostField<ConnectionCloseListener>> closeListener,
        Capability<UnacknowledgedStanzas> unacknowledgedStanzas,
        Capability<LeakFreeHostCall> firstPresence,
        Capability<BoshRequests> boshRequests,
        Capability<WebEnds> webEnds,
        Capability<MethodHandle> clientRoutes,
        Capability<Encryption> encryption,
        Capability<MethodHandle> clientSoftware,
        Capability<StanzaCounters> stanzaCounters,
        Capability<ClientActivity> clientActivity,
        Capability<UserAgents> userAgents,
        Capability<PropertyChanges> propertyChanges,
        Capability<SystemProperties> propertyDescriptions,
        Capability<AddressLists> consoleAddresses) {
    /** Asks the host. Never fails. */
    public static HostCapabilities of(HostLookup host) {
        return new HostCapabilities(
                host.capability("tcp-accept", HostCapabilities::findTcpAccept),
                host.capability("bind-handlers", BindHandlers::find),
                host.capability("direct-binds", DirectBinds::find),
                host.capability("routing-tables", RoutingTables::find),
                host.capability("unbound-sessions", UnboundSessions::find),
                host.capability("detached-sessions", in -> in.field(SessionManager.class, "detachedSessions")),
                host.capability("session-close", SessionClose::find),
                host.capability("detached-end", DetachedEnd::find),
                host.capability("session-removal", SessionRemoval::find),
                host.capability("close-listener", in -> in.field(SessionManager.class, "clientSessionListener")),
                host.capability("unacknowledged-stanzas", UnacknowledgedStanzas::find),
                host.capability("first-presence",
                        in -> in.leakFreeCall(PresenceUpdateHandler.class, "process", Presence.class)),
                host.capability("bosh-requests", BoshRequests::find),
                host.capability("web-ends", WebEnds::find),
                // 4.2.0 to 4.8.1 answer whether the route is new.
                host.capability("client-routes",
                        in -> in.method(RoutingTable.class, "addClientRoute", JID.class, LocalClientSession.class)),
                host.capability("encryption", Encryption::find),
                host.capability("client-software", in -> in.method(LocalSession.class, "getSoftwareVersion")),
                host.capability("stanza-counters", StanzaCounters::find),
                host.capability("client-activity", ClientActivity::find),
                host.capability("user-agents", UserAgents::find),
                host.capability("property-changes", PropertyChanges::find),
                host.capability("property-descriptions", SystemProperties::find),
                host.capability("console-addresses", AddressLists::find));
    }

    private static TcpAccept findTcpAccept(HostLookup host) throws NotOfferedException {
        try {
            return NettyMembers.find(host);
        } catch (NotOfferedException onNetty) {
            try {
                return MinaMembers.find(host);
            } catch (NotOfferedException onMina) {
                throw new NotOfferedException(onNetty.getMessage() + ", " + onMina.getMessage());
            }
        }
    }

    /** Every capability that this kind of host may have, offered or not, in the order of the page. */
    public List<Capability<?>> all() {
        List<Capability<?>> all = new ArrayList<>(List.of(tcpAccept));
        if (tcpAccept.isOffered()) {
            all.addAll(tcpAccept.get().more());
        }
        all.addAll(List.of(bindHandlers, directBinds, routingTables, unboundSessions, detachedSessions, sessionClose,
                detachedEnd, sessionRemoval, closeListener, unacknowledgedStanzas, firstPresence, boshRequests, webEnds,
                clientRoutes, encryption, clientSoftware, stanzaCounters, clientActivity, userAgents,
                propertyChanges, propertyDescriptions, consoleAddresses));
        return all;
    }

    /**
     * The way to handlers of IQ stanzas.
     *
     * @param byNamespace those that plugins added to an {@link IQRouter}. It offers no way to ask which one is there
     * @param process     has an {@link IQHandler} work on a stanza
     * @param route       has a {@link PacketRouter} take a stanza as if its client had sent it
     */
    public record BindHandlers(HostField<Map<String, IQHandler>> byNamespace, LeakFreeHostCall process,
                               LeakFreeHostCall route) {
        private static BindHandlers find(HostLookup host) throws NotOfferedException {
            return new BindHandlers(host.field(IQRouter.class, "namespace2Handlers"),
                    host.leakFreeCall(IQHandler.class, "process", Packet.class),
                    host.leakFreeCall(PacketRouter.class, "route", Packet.class));
        }
    }

    /**
     * Binds that come by no stanza. All are null before 5.1.1, where there are none.
     *
     * @param routes  where a {@link SessionManager} keeps the routing table that it asks at each
     * @param threads where it keeps the threads that are at them
     * @param execute has a {@link ThreadPoolExecutor} take one, for which it may make a thread
     * @param run     has the host do its part of one
     */
    public record DirectBinds(HostField<RoutingTable> routes, HostField<ThreadPoolExecutor> threads,
                              LeakFreeHostCall execute, LeakFreeHostCall run) {
        private static DirectBinds find(HostLookup host) throws NotOfferedException {
            MethodHandle bind = host.optional(in -> in.method(SessionManager.class, "bindResource",
                    LocalClientSession.class, AuthToken.class, String.class));
            return bind == null ? new DirectBinds(null, null, null, null)
                    : new DirectBinds(host.field(SessionManager.class, "routingTable"),
                            host.field(SessionManager.class, "bindConflictExecutor"),
                            host.leakFreeCall(ThreadPoolExecutor.class, "execute", Runnable.class),
                            host.leakFreeCall(Runnable.class, "run"));
        }

        /** Whether this host has such binds. */
        public boolean exist() {
            return routes != null;
        }
    }

    /**
     * Where parts of the host keep a reference to its routing table.
     *
     * @param ofSubscriptions in a {@link PresenceSubscribeHandler}
     * @param ofSessions      in a {@link SessionManager}
     */
    public record RoutingTables(HostField<RoutingTable> ofSubscriptions, HostField<RoutingTable> ofSessions) {
        private static RoutingTables find(HostLookup host) throws NotOfferedException {
            return new RoutingTables(host.field(PresenceSubscribeHandler.class, "routingTable"),
                    host.field(SessionManager.class, "routingTable"));
        }
    }

    /**
     * The host's table of sessions without a resource.
     *
     * @param localSessions in a {@link SessionManager}
     * @param unbound       in what is there: sessions by a key that differs between hosts
     */
    public record UnboundSessions(HostField<Object> localSessions, HostField<Map<?, LocalClientSession>> unbound) {
        private static UnboundSessions find(HostLookup host) throws NotOfferedException {
            return new UnboundSessions(host.field(SessionManager.class, "localSessionManager"),
                    host.field(host.type("org.jivesoftware.openfire.LocalSessionManager"), "preAuthenticatedSessions"));
        }

        /** The table itself, which goes on changing. */
        public Map<?, LocalClientSession> of(SessionManager manager) {
            return unbound.get(localSessions.get(manager));
        }
    }

    /**
     * Ways to close a session.
     *
     * @param withError tells the client a stream error, or none if it is null; null before 5.1.0
     * @param plain     without one
     */
    record SessionClose(LeakFreeHostCall withError, LeakFreeHostCall plain) {
        private static SessionClose find(HostLookup host) throws NotOfferedException {
            return new SessionClose(
                    host.optional(in -> in.leakFreeCall(LocalSession.class, "close", StreamError.class)),
                    host.leakFreeCall(LocalSession.class, "close"));
        }
    }

    /**
     * Ways to end a detached session.
     *
     * @param terminate ends it; null before 4.8
     * @param forget    has the host not take it for detached any more. 4.8 and later answer whether it was
     */
    record DetachedEnd(LeakFreeHostCall terminate, MethodHandle forget) {
        private static DetachedEnd find(HostLookup host) throws NotOfferedException {
            return new DetachedEnd(host.optional(in ->
                    in.leakFreeCall(SessionManager.class, "terminateDetached", LocalSession.class)),
                    host.method(SessionManager.class, "removeDetached", LocalSession.class));
        }
    }

    /**
     * What the host does when the connection of a session ends that cannot be resumed.
     *
     * @param route   has a {@link PacketRouter} tell that it is unavailable
     * @param onClose has a {@link StreamManager} send elsewhere what its client did not acknowledge
     * @param remove  has the {@link SessionManager} forget it
     */
    record SessionRemoval(LeakFreeHostCall route, LeakFreeHostCall onClose, LeakFreeHostCall remove) {
        private static SessionRemoval find(HostLookup host) throws NotOfferedException {
            return new SessionRemoval(host.leakFreeCall(PacketRouter.class, "route", Presence.class),
                    host.leakFreeCall(StreamManager.class, "onClose", PacketRouter.class, JID.class),
                    host.leakFreeCall(SessionManager.class, "removeSession", LocalClientSession.class));
        }
    }

    /**
     * Ways to ask for TLS.
     *
     * @param ofSession    from 4.8 on, else null
     * @param ofConnection until 4.8, else null
     */
    record Encryption(MethodHandle ofSession, MethodHandle ofConnection) {
        private static Encryption find(HostLookup host) throws NotOfferedException {
            try {
                return new Encryption(host.method(LocalSession.class, "isEncrypted"), null);
            } catch (NotOfferedException e) {
                return new Encryption(null, host.method(Connection.class, "isSecure"));
            }
        }
    }

    /**
     * The way to what a client said of its activity.
     *
     * @param csi    the manager of a {@link LocalClientSession}
     * @param active whether that holds its client for active
     */
    record ClientActivity(MethodHandle csi, MethodHandle active) {
        private static ClientActivity find(HostLookup host) throws NotOfferedException {
            return new ClientActivity(host.method(LocalClientSession.class, "getCsiManager"),
                    host.method(host.type("org.jivesoftware.openfire.csi.CsiManager"), "isActive"));
        }
    }

    /**
     * The way to what a client said of itself as it logged in. Each answers text, or null.
     *
     * @param id       of what is found under {@link #KEY} in the data of a session
     * @param software of the same
     * @param device   of the same
     */
    record UserAgents(MethodHandle id, MethodHandle software, MethodHandle device) {
        static final String KEY = "user-agent-info";

        private static UserAgents find(HostLookup host) throws NotOfferedException {
            Class<?> type = host.type("org.jivesoftware.openfire.net.UserAgentInfo");
            return new UserAgents(host.method(type, "getId"), host.method(type, "getSoftware"),
                    host.method(type, "getDevice"));
        }
    }

    /**
     * Ways to change a property. After 5.1 both answer what it was before.
     *
     * @param set    name, value
     * @param delete name
     */
    record PropertyChanges(MethodHandle set, MethodHandle delete) {
        private static PropertyChanges find(HostLookup host) throws NotOfferedException {
            return new PropertyChanges(host.method(JiveGlobals.class, "setProperty", String.class, String.class),
                    host.method(JiveGlobals.class, "deleteProperty", String.class));
        }
    }

    /**
     * Ways to ask whether a request comes from where the console is open to.
     *
     * @param passesBlocklist not from an address that is blocked
     * @param passesAllowlist from one that is allowed, if not all are
     */
    record AddressLists(MethodHandle passesBlocklist, MethodHandle passesAllowlist) {
        private static AddressLists find(HostLookup host) throws NotOfferedException {
            return new AddressLists(host.method(AuthCheckFilter.class, "passesBlocklist", ServletRequest.class),
                    host.method(AuthCheckFilter.class, "passesAllowList", ServletRequest.class));
        }
    }
}
