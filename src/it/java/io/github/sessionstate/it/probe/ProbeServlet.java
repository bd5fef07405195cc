package io.github.sessionstate.it.probe;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Field;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.spi.ConnectionListener;
import org.jivesoftware.openfire.spi.ConnectionManagerImpl;
import org.jivesoftware.openfire.spi.ConnectionType;
import org.jivesoftware.util.JiveGlobals;
import org.xmpp.packet.JID;

/**
 * Answers with what the host's own SessionManager holds: how many sessions are not bound, how many are detached, and a
 * line for each bound one. From its tables, since its counter of connections misses sessions that were replaced.
 */
public final class ProbeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private volatile List<Object> muted = List.of();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        PrintWriter out = response.getWriter();
        SessionManager manager = SessionManager.getInstance();
        out.println("unbound " + size(read(read(manager, "localSessionManager"), "preAuthenticatedSessions")));
        out.println("detached " + size(read(manager, "detachedSessions")));
        for (ClientSession session : manager.getSessions()) {
            out.println("session " + session.getAddress());
        }
    }

    /** Does what the parameter {@code do} names; what else is needed is in parameters as well. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getParameter("do")) {
            case "replace-acceptors" -> replaceAcceptors();
            case "set-property" -> setProperty(request.getParameter("name"), request.getParameter("value"));
            case "set-conflict-limit" ->
                    SessionManager.getInstance().setConflictKickLimit(Integer.parseInt(request.getParameter("limit")));
            case "remove-route" ->
                    XMPPServer.getInstance().getRoutingTable().removeClientRoute(new JID(request.getParameter("jid")));
            case "mute-session-events" -> muteSessionEvents(Boolean.parseBoolean(request.getParameter("mute")));
            default -> response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    /** Keeps the host's session events from all listeners, or lets them through again. */
    private void muteSessionEvents(boolean mute) throws IOException {
        @SuppressWarnings("unchecked")
        List<Object> listeners = (List<Object>) read(SessionEventDispatcher.class, null, "listeners");
        if (mute) {
            muted = List.copyOf(listeners);
            listeners.clear();
        } else {
            listeners.addAll(muted);
        }
    }

    /** @param value null deletes it */
    private static void setProperty(String name, String value) {
        if (value == null) {
            JiveGlobals.deleteProperty(name);
        } else {
            JiveGlobals.setProperty(name, value);
        }
    }

    /** Moves the host's listeners for clients to other ports and back, as an administrator may in the console. */
    private static void replaceAcceptors() throws IOException {
        ConnectionManagerImpl manager = (ConnectionManagerImpl) XMPPServer.getInstance().getConnectionManager();
        for (ConnectionListener listener : manager.getListeners(ConnectionType.SOCKET_C2S)) {
            int port = listener.getPort();
            listener.setPort(freePort());
            awaitFree(port);
            listener.setPort(port);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    // 5.1.1 leaves its port some time after it said so, and does not try again.
    private static void awaitFree(int port) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (BindException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private static int size(Object map) {
        return ((Map<?, ?>) map).size();
    }

    // The host offers no way to ask for these.
    private static Object read(Object object, String field) throws IOException {
        return read(object.getClass(), object, field);
    }

    private static Object read(Class<?> type, Object object, String field) throws IOException {
        try {
            Field declared = type.getDeclaredField(field);
            declared.setAccessible(true);
            return declared.get(object);
        } catch (ReflectiveOperationException e) {
            throw new IOException("No " + field + " in " + type, e);
        }
    }
}
