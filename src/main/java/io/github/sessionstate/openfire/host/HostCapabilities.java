package io.github.sessionstate.openfire.host;

import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import javax.servlet.ServletRequest;

import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.openfire.Connection;
import org.jivesoftware.openfire.ConnectionCloseListener;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
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
 */
public final class HostCapabilities {
    private final Capability<TcpAccept> tcpAccept;
    private final Capability<BindHandlers> bindHandlers;
    private final Capability<RoutingTables> routingTables;
    private final Capability<UnboundSessions> unboundSessions;
    private final Capability<SessionClose> sessionClose;
    private final Capability<HostField<Map<?, LocalSession>>> detachedSessions;
    private final Capability<DetachedEnd> detachedEnd;
    private final Capability<SessionRemoval> sessionRemoval;
    private final Capability<HostField<ConnectionCloseListener>> closeListener;
    private final Capability<UnacknowledgedStanzas> unacknowledgedStanzas;
    private final Capability<LeakFreeHostCall> firstPresence;
    private final Capability<BoshRequests> boshRequests;
    private final Capability<WebEnds> webEnds;
    private final Capability<MethodHandle> clientRoutes;
    private final Capability<Encryption> encryption;
    private final Capability<MethodHandle> clientSoftware;
    private final Capability<ClientActivity> clientActivity;
    private final Capability<PropertyChanges> propertyChanges;
    private final Capability<SystemProperties> propertyDescriptions;
    private final Capability<AddressLists> consoleAddresses;
    // Those of the page, in its order.
    private final List<Capability<?>> all = new ArrayList<>();

    /** Asks the host. Never fails. */
    public HostCapabilities(HostLookup host) {
        tcpAccept = add(host.capability("tcp-accept", HostCapabilities::findTcpAccept));
        if (tcpAccept.isOffered()) {
            all.addAll(tcpAccept.get().more());
        }
        bindHandlers = add(host.capability("bind-handlers", BindHandlers::find));
        routingTables = add(host.capability("routing-tables", RoutingTables::find));
        unboundSessions = add(host.capability("unbound-sessions", UnboundSessions::find));
        detachedSessions = add(host.capability("detached-sessions",
                in -> in.field(SessionManager.class, "detachedSessions")));
        sessionClose = add(host.capability("session-close", SessionClose::find));
        detachedEnd = add(host.capability("detached-end", DetachedEnd::find));
        sessionRemoval = add(host.capability("session-removal", SessionRemoval::find));
        closeListener = add(host.capability("close-listener",
                in -> in.field(SessionManager.class, "clientSessionListener")));
        unacknowledgedStanzas = add(host.capability("unacknowledged-stanzas", UnacknowledgedStanzas::find));
        firstPresence = add(host.capability("first-presence",
                in -> in.leakFreeCall(PresenceUpdateHandler.class, "process", Presence.class)));
        boshRequests = add(host.capability("bosh-requests", BoshRequests::find));
        webEnds = add(host.capability("web-ends", WebEnds::find));
        // 4.2.0 to 4.8.1 answer whether the route is new.
        clientRoutes = add(host.capability("client-routes", in ->
                in.method(RoutingTable.class, "addClientRoute", JID.class, LocalClientSession.class)));
        encryption = add(host.capability("encryption", Encryption::find));
        clientSoftware = add(host.capability("client-software",
                in -> in.method(LocalSession.class, "getSoftwareVersion")));
        clientActivity = add(host.capability("client-activity", ClientActivity::find));
        propertyChanges = add(host.capability("property-changes", PropertyChanges::find));
        propertyDescriptions = add(host.capability("property-descriptions", SystemProperties::find));
        consoleAddresses = add(host.capability("console-addresses", AddressLists::find));
    }

    private <T> Capability<T> add(Capability<T> capability) {
        all.add(capability);
        return capability;
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

    /** Every capability that this kind of host may have, offered or not. */
    public List<Capability<?>> all() {
        return Collections.unmodifiableList(all);
    }

    // ------------------------------------------------------------------ hooks

    /** Following TCP connections from their accept. */
    public Capability<TcpAccept> tcpAccept() {
        return tcpAccept;
    }

    /** Standing before the host's handler of binds. */
    public Capability<BindHandlers> bindHandlers() {
        return bindHandlers;
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

    /** Showing the host routes to interested resources. */
    public Capability<RoutingTables> routingTables() {
        return routingTables;
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

    /** Listing the sessions that have no resource yet. */
    public Capability<UnboundSessions> unboundSessions() {
        return unboundSessions;
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

    /** The host's table of detached sessions in a {@link SessionManager}; its keys are their stream ids. */
    public Capability<HostField<Map<?, LocalSession>>> detachedSessions() {
        return detachedSessions;
    }

    // ------------------------------------------------------------------ ends

    /** Closing live sessions. */
    Capability<SessionClose> sessionClose() {
        return sessionClose;
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

    /** Ending sessions that are detached (XEP-0198). */
    Capability<DetachedEnd> detachedEnd() {
        return detachedEnd;
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

    /** Taking sessions out of the host's tables. */
    Capability<SessionRemoval> sessionRemoval() {
        return sessionRemoval;
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

    /** Having the host do nothing when a connection ends: the field of its listener in a {@link SessionManager}. */
    Capability<HostField<ConnectionCloseListener>> closeListener() {
        return closeListener;
    }

    /** Sending elsewhere what a client has not acknowledged (XEP-0198). */
    Capability<UnacknowledgedStanzas> unacknowledgedStanzas() {
        return unacknowledgedStanzas;
    }

    /** Having a {@link PresenceUpdateHandler} work once more on presence at which it failed. */
    Capability<LeakFreeHostCall> firstPresence() {
        return firstPresence;
    }

    /** Telling clients on BOSH why their session is closed. */
    Capability<BoshRequests> boshRequests() {
        return boshRequests;
    }

    /** Telling why sessions on BOSH and WebSocket end. */
    Capability<WebEnds> webEnds() {
        return webEnds;
    }

    /** Putting a session back into the host's {@link RoutingTable}. */
    Capability<MethodHandle> clientRoutes() {
        return clientRoutes;
    }

    // ------------------------------------------------------------------ facts

    /** Whether TLS protects a session that is not on TCP. */
    Capability<Encryption> encryption() {
        return encryption;
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

    /** What clients say that they are (XEP-0092), of a {@link LocalSession}; from 4.4 on. */
    Capability<MethodHandle> clientSoftware() {
        return clientSoftware;
    }

    /** Whether clients say that nobody looks at them (XEP-0352); from 4.8 on. */
    Capability<ClientActivity> clientActivity() {
        return clientActivity;
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

    // ------------------------------------------------------------------ console

    /** Changing the server's properties. */
    Capability<PropertyChanges> propertyChanges() {
        return propertyChanges;
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

    /** Describing the properties on the console's own page; from 4.4 on. */
    Capability<SystemProperties> propertyDescriptions() {
        return propertyDescriptions;
    }

    /** The console's lists of addresses; from 4.8 on. */
    Capability<AddressLists> consoleAddresses() {
        return consoleAddresses;
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
