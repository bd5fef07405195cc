package io.github.sessionstate.openfire;

import java.lang.invoke.MethodHandle;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;

import javax.servlet.ServletRequest;
import javax.servlet.http.HttpServletRequest;

import org.jivesoftware.admin.AuthCheckFilter;
import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.xmpp.packet.JID;
import org.xmpp.packet.StreamError;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.settings.Setting;

/** Openfire 5: connections on Netty, whose pipelines are open to plugins. */
final class NettyHost implements Host {
    private static final String ACCEPTOR = "org.jivesoftware.openfire.spi.NettyConnectionAcceptor";

    private final QuietCall close =
            new QuietCall(Late.method(LocalSession.class, "close", void.class, StreamError.class));
    private final QuietCall terminateDetached =
            new QuietCall(Late.method(SessionManager.class, "terminateDetached", void.class, LocalSession.class));
    private final MethodHandle addClientRoute =
            Late.method(RoutingTable.class, "addClientRoute", void.class, JID.class, LocalClientSession.class);
    private final MethodHandle isEncrypted = Late.method(LocalSession.class, "isEncrypted", boolean.class);
    private final MethodHandle passesBlocklist =
            Late.staticMethod(AuthCheckFilter.class, "passesBlocklist", boolean.class, ServletRequest.class);
    private final MethodHandle passesAllowList =
            Late.staticMethod(AuthCheckFilter.class, "passesAllowList", boolean.class, ServletRequest.class);

    private final MethodHandle softwareVersion = Late.method(LocalSession.class, "getSoftwareVersion", Map.class);
    private final Class<?> csiManager = Late.type("org.jivesoftware.openfire.csi.CsiManager");
    private final MethodHandle getCsiManager =
            Late.method(LocalClientSession.class, "getCsiManager", csiManager);
    private final MethodHandle isActive = Late.method(csiManager, "isActive", boolean.class);

    private final SystemProperties systemProperties = new SystemProperties();

    /** Whether this host lets plugins add handlers to the pipelines of its connections. */
    static boolean isOffered() {
        try {
            acceptorType();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    static Class<?> acceptorType() {
        return Late.type(ACCEPTOR);
    }

    @Override
    public AcceptHook<?> acceptHook(SessionTracker tracker) {
        return new NettyAcceptHook(tracker);
    }

    @Override
    public void close(LocalClientSession session, ClientChannel channel, CloseReason reason,
                      ScheduledExecutorService executor) {
        // The host waits by itself until the client has the error.
        StreamError error = reason.condition() == null ? null : StreamErrors.of(reason);
        close.run(session, error);
    }

    @Override
    public void terminateDetached(LocalClientSession session) {
        terminateDetached.run(SessionManager.getInstance(), session);
    }

    @Override
    public boolean endAtOnce(LocalClientSession session, ClientChannel channel, CloseReason reason,
                             ScheduledExecutorService executor) {
        if (session.isDetached()) {
            session.getStreamManager().formalClose();
            terminateDetached(session);
        } else {
            // Closed or not: it stays in the tables until its client has read what the connection wrote last.
            HostSessions.forgetConnection(session);
            close(session, channel, reason, executor);
            HostSessions.endInTables(session);
        }
        return !HostSessions.isRegistered(session);
    }

    @Override
    public void removeCarrier(LocalClientSession carrier) {
        // The host removes it.
    }

    @Override
    public void restoreRoute(LocalClientSession session) {
        Late.call(() -> addClientRoute.invoke(XMPPServer.getInstance().getRoutingTable(), session.getAddress(),
                session));
    }

    @Override
    public ClientSoftware software(LocalClientSession session) {
        Map<?, ?> told = Late.call(() -> (Map<?, ?>) softwareVersion.invoke(session));
        Object name = told.get("name");
        return name == null ? null : new ClientSoftware(name.toString(), (String) told.get("version"),
                (String) told.get("os"));
    }

    @Override
    public Boolean isInactive(LocalClientSession session) {
        return Late.call(() -> !(boolean) isActive.invoke(getCsiManager.invoke(session)));
    }

    @Override
    public boolean isSecure(LocalClientSession session) {
        return Late.call(() -> (boolean) isEncrypted.invoke(session));
    }

    @Override
    public boolean pushesToAvailableOnly() {
        return false;
    }

    @Override
    public boolean isAddressAllowed(HttpServletRequest request) {
        return Late.call(() -> (boolean) passesBlocklist.invoke(request))
                && Late.call(() -> (boolean) passesAllowList.invoke(request));
    }

    @Override
    public void declare(Collection<Setting<?>> settings) {
        settings.forEach(systemProperties::declare);
    }

    @Override
    public void undeclareSettings() {
        systemProperties.removeAll();
    }
}
