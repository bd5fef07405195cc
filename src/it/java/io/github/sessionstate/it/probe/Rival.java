package io.github.sessionstate.it.probe;

import java.io.IOException;
import java.util.List;

import org.jivesoftware.openfire.IQHandlerInfo;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.handler.IQHandler;
import org.jivesoftware.openfire.handler.PresenceSubscribeHandler;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.interceptor.PacketInterceptor;
import org.xmpp.packet.IQ;

/**
 * A plugin that wants the places in the host which Session State has: takes its interceptors out, puts a handler of
 * binds in the place of its own, and the host's routing table where Session State's was. No client may bind meanwhile.
 */
final class Rival extends IQHandler {
    private static final String OURS = "io.github.sessionstate.openfire.";

    private final IQHandlerInfo info = new IQHandlerInfo("bind", "urn:ietf:params:xml:ns:xmpp-bind");
    private List<PacketInterceptor> interceptors;
    private Object routes;

    Rival() {
        super("Rival of Session State");
    }

    synchronized void takeOver() throws IOException {
        InterceptorManager manager = InterceptorManager.getInstance();
        interceptors = List.copyOf(manager.getInterceptors());
        interceptors.stream().filter(interceptor -> interceptor.getClass().getName().startsWith(OURS))
                .forEach(manager::removeInterceptor);
        XMPPServer server = XMPPServer.getInstance();
        server.getIQRouter().addHandler(this);
        PresenceSubscribeHandler subscriptions = server.getPresenceSubscribeHandler();
        routes = ProbeServlet.read(PresenceSubscribeHandler.class, subscriptions, "routingTable");
        ProbeServlet.write(PresenceSubscribeHandler.class, subscriptions, "routingTable", server.getRoutingTable());
    }

    synchronized void giveBack() throws IOException {
        XMPPServer server = XMPPServer.getInstance();
        PresenceSubscribeHandler subscriptions = server.getPresenceSubscribeHandler();
        ProbeServlet.write(PresenceSubscribeHandler.class, subscriptions, "routingTable", routes);
        // As a plugin does that is unloaded: what comes into its place then is not its business.
        server.getIQRouter().removeHandler(this);
        InterceptorManager manager = InterceptorManager.getInstance();
        // In the order that they had.
        interceptors.forEach(manager::removeInterceptor);
        interceptors.forEach(manager::addInterceptor);
    }

    @Override
    public IQ handleIQ(IQ request) {
        return null;
    }

    @Override
    public IQHandlerInfo getInfo() {
        return info;
    }
}
