package io.github.sessionstate.openfire.host;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.util.List;

import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.IQRouter;
import org.jivesoftware.openfire.OfflineMessageStore;
import org.jivesoftware.openfire.PacketRouter;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.XMPPServerInfo;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.handler.PresenceSubscribeHandler;
import org.jivesoftware.util.JiveGlobals;
import org.jivesoftware.util.JiveProperties;

/** A server that has the parts that hooks register with, and no session, until it is closed. */
public final class StubServer implements AutoCloseable {
    private static final String BIND = "urn:ietf:params:xml:ns:xmpp-bind";

    /** Its routing table, empty. */
    public final RoutingTable routes = mock(RoutingTable.class);
    final PacketRouter router = mock(PacketRouter.class);
    final OfflineMessageStore offline = mock(OfflineMessageStore.class);
    private final XMPPServer before = XMPPServer.getInstance();

    public StubServer() {
        // Or each question for a property would look for a database, for seconds.
        set(JiveGlobals.class, "properties", null, mock(JiveProperties.class));
        XMPPServer server = mock(XMPPServer.class);
        SessionManager sessions = new SessionManager();
        PresenceSubscribeHandler subscriptions = new PresenceSubscribeHandler();
        IQHandler binds = mock(IQHandler.class);
        IQRouter iqs = new IQRouter();
        set(SessionManager.class, "routingTable", sessions, routes);
        set(SessionManager.class, "serverName", sessions, "example.org");
        set(PresenceSubscribeHandler.class, "routingTable", subscriptions, routes);
        when(binds.getInfo()).thenReturn(new IQHandlerInfo("bind", BIND));
        when(server.getIQRouter()).thenReturn(iqs);
        when(server.getIQHandlers()).thenReturn(List.of(binds));
        when(server.getSessionManager()).thenReturn(sessions);
        when(server.getPresenceSubscribeHandler()).thenReturn(subscriptions);
        when(server.getRoutingTable()).thenReturn(routes);
        when(server.getPacketRouter()).thenReturn(router);
        XMPPServerInfo info = mock(XMPPServerInfo.class);
        when(info.getXMPPDomain()).thenReturn("example.org");
        when(server.getServerInfo()).thenReturn(info);
        when(server.getOfflineMessageStore()).thenReturn(offline);
        setInstance(server);
    }

    @Override
    public void close() {
        setInstance(before);
        set(JiveGlobals.class, "properties", null, null);
    }

    private static void setInstance(XMPPServer server) {
        set(XMPPServer.class, "instance", null, server);
    }

    private static void set(Class<?> owner, String field, Object of, Object value) {
        try {
            new HostLookup().field(owner, field).set(of, value);
        } catch (NotOfferedException e) {
            throw new IllegalStateException(e);
        }
    }
}
