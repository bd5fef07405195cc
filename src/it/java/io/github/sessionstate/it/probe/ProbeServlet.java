package io.github.sessionstate.it.probe;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.event.SessionEventDispatcher;
import org.jivesoftware.openfire.group.GroupManager;
import org.jivesoftware.openfire.interceptor.InterceptorManager;
import org.jivesoftware.openfire.lockout.LockOutManager;
import org.jivesoftware.openfire.roster.RosterItemProvider;
import org.jivesoftware.openfire.roster.RosterManager;
import org.jivesoftware.openfire.session.ClientSession;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.Session;
import org.jivesoftware.openfire.spi.ConnectionListener;
import org.jivesoftware.openfire.spi.ConnectionManagerImpl;
import org.jivesoftware.openfire.spi.ConnectionType;
import org.jivesoftware.openfire.user.User;
import org.jivesoftware.openfire.user.UserAlreadyExistsException;
import org.jivesoftware.openfire.user.UserManager;
import org.jivesoftware.openfire.user.UserNotFoundException;
import org.jivesoftware.util.JiveGlobals;
import org.jivesoftware.util.cache.CacheFactory;
import org.xmpp.packet.JID;

/**
 * Answers with what the host's own SessionManager holds: how many sessions are not bound, how many are detached, and a
 * line for each bound one. From its tables, since its counter of connections misses sessions that were replaced; that
 * is asked for with the query {@code connections}. With {@code remembered} it tells how many of the sessions that it was
 * told to remember are still in the heap.
 */
public final class ProbeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Rival rival = new Rival();
    private volatile List<Object> muted = List.of();
    private volatile Object sound;
    private volatile Archive archive = new Archive();
    private final transient DatabaseProbe database = new DatabaseProbe();
    private volatile List<WeakReference<ClientSession>> remembered = List.of();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        PrintWriter out = response.getWriter();
        SessionManager manager = SessionManager.getInstance();
        if ("connections".equals(request.getQueryString())) {
            out.println(manager.getConnectionsCount(true));
            return;
        }
        if ("archived".equals(request.getQueryString())) {
            archive.bodies().forEach(out::println);
            return;
        }
        if ("remembered".equals(request.getQueryString())) {
            System.gc();
            out.println(remembered.stream().filter(session -> session.get() != null).count());
            return;
        }
        // Some hosts leave bound ones there.
        out.println("unbound " + ((Map<?, ?>) read(read(manager, "localSessionManager"), "preAuthenticatedSessions"))
                .values().stream().filter(session -> ((Session) session).getAddress().getNode() == null).count());
        out.println("detached " + size(read(manager, "detachedSessions")));
        for (ClientSession session : manager.getSessions()) {
            out.println("session " + session.getAddress());
        }
    }

    /** Does what the parameter {@code do} names; what else is needed is in parameters as well. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        switch (request.getParameter("do")) {
            case "replace-acceptors" -> replaceAcceptors();
            case "set-property" -> setProperty(request.getParameter("name"), request.getParameter("value"));
            case "remember-sessions" -> remembered = SessionManager.getInstance().getSessions().stream()
                    .map(WeakReference::new).toList();
            case "set-conflict-limit" ->
                    SessionManager.getInstance().setConflictKickLimit(Integer.parseInt(request.getParameter("limit")));
            case "set-login-lifetime" -> request.getSession(false)
                    .setMaxInactiveInterval(Integer.parseInt(request.getParameter("seconds")));
            case "set-locale" -> JiveGlobals.setLocale(Locale.forLanguageTag(request.getParameter("language")));
            case "break-rosters" -> breakRosters(request.getParameter("break"));
            case "overlook-once" -> overlookOnce(new JID(request.getParameter("jid")));
            case "remove-route" ->
                    XMPPServer.getInstance().getRoutingTable().removeClientRoute(new JID(request.getParameter("jid")));
            case "put-back-once-gone" -> putBackOnceGone(new JID(request.getParameter("jid")));
            case "mute-session-events" -> muteSessionEvents(Boolean.parseBoolean(request.getParameter("mute")));
            case "take-over" -> takeOver(Boolean.parseBoolean(request.getParameter("take")));
            case "close" -> close(request.getParameter("jid"));
            case "close-for-good" -> closeForGood(request.getParameter("jid"));
            case "expire-detached" -> expireDetached();
            case "change-password" -> user(request).setPassword(request.getParameter("password"));
            case "create-user" -> createUser(request.getParameter("username"), request.getParameter("password"));
            case "delete-user" -> UserManager.getInstance().deleteUser(user(request));
            case "lock-out" -> lockOut(request.getParameter("username"), request.getParameter("seconds"));
            case "stop" -> stop();
            case "unlock" -> LockOutManager.getInstance().enableAccount(request.getParameter("username"));
            case "start-bind2" -> InterceptorManager.getInstance().addInterceptor(new Bind2());
            case "start-archive" -> startArchive();
            case "slow-stanza" -> InterceptorManager.getInstance().addInterceptor(
                    new SlowStanza(jid(request), Boolean.parseBoolean(request.getParameter("end"))));
            case "change-before-answer" -> InterceptorManager.getInstance().addInterceptor(
                    new LateChange(request.getParameter("user"), jid(request), request.getParameter("name")));
            case "create-shared-group", "rename-shared-group", "add-to-group", "remove-from-group", "add-roster-item" ->
                    changeRosters(request);
            case "sql" -> {
                response.setContentType("text/plain;charset=UTF-8");
                database.execute(request.getParameter("sql")).forEach(response.getWriter()::println);
            }
            case "hold" -> database.hold(request.getParameter("sql"));
            case "release" -> database.release();
            default -> response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    private void startArchive() {
        InterceptorManager.getInstance().removeInterceptor(archive);
        archive = new Archive();
        InterceptorManager.getInstance().addInterceptor(archive);
    }

    /** Has the host's routing table get the session again, once it has left that and the host has told of it. */
    private static void putBackOnceGone(JID jid) {
        ClientSession session = SessionManager.getInstance().getSession(jid);
        new Thread(() -> {
            try {
                while (SessionManager.getInstance().getSession(jid) != null) {
                    Thread.sleep(1);
                }
                Thread.sleep(200);
                // By name: not all hosts return the same.
                XMPPServer.getInstance().getRoutingTable().getClass()
                        .getMethod("addClientRoute", JID.class, LocalClientSession.class)
                        .invoke(XMPPServer.getInstance().getRoutingTable(), jid, session);
            } catch (InterruptedException | ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }).start();
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

    /** Has another plugin take Session State's places in the host, or leave them. */
    private void takeOver(boolean take) throws IOException {
        if (take) {
            rival.takeOver();
        } else {
            rival.giveBack();
        }
    }

    /** Has the host fail whenever it reads a roster from its database, or puts things right again. */
    private void breakRosters(String broken) throws IOException {
        RosterManager rosters = XMPPServer.getInstance().getRosterManager();
        if (broken.equals("false")) {
            write(RosterManager.class, rosters, "provider", sound);
        } else {
            sound = read(RosterManager.class, rosters, "provider");
            write(RosterManager.class, rosters, "provider", Proxy.newProxyInstance(getClass().getClassLoader(),
                    new Class<?>[] {RosterItemProvider.class}, (proxy, method, arguments) -> {
                        if (broken.equals("once")) {
                            write(RosterManager.class, rosters, "provider", sound);
                        }
                        throw new IllegalStateException("no rosters today");
                    }));
        }
        CacheFactory.createCache("Roster").clear();
    }

    /** Has the host's session manager not find a session when it looks for it next, as if it had just ended. */
    private static void overlookOnce(JID address) throws IOException {
        SessionManager sessions = SessionManager.getInstance();
        Object routes = read(SessionManager.class, sessions, "routingTable");
        write(SessionManager.class, sessions, "routingTable", Proxy.newProxyInstance(
                ProbeServlet.class.getClassLoader(), new Class<?>[] {RoutingTable.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("getClientRoute") && arguments[0].equals(address)) {
                        write(SessionManager.class, sessions, "routingTable", routes);
                        return null;
                    }
                    return method.invoke(routes, arguments);
                }));
    }

    /** As the console's list of sessions does it. */
    private static void close(String jid) {
        SessionManager.getInstance().getSession(new JID(jid)).close();
    }

    /** As XEP-0133 has it: the client is not to come back to the session. */
    private static void closeForGood(String jid) {
        ((LocalClientSession) SessionManager.getInstance().getSession(new JID(jid))).getStreamManager().formalClose();
        close(jid);
    }

    /** Has the host look for sessions that were detached for too long, which it does every some minutes. */
    private static void expireDetached() throws IOException {
        try {
            Constructor<?> constructor = Class.forName(SessionManager.class.getName() + "$DetachedCleanupTask", true,
                    SessionManager.class.getClassLoader()).getDeclaredConstructor(SessionManager.class);
            constructor.setAccessible(true);
            ((Runnable) constructor.newInstance(SessionManager.getInstance())).run();
        } catch (ReflectiveOperationException e) {
            throw new IOException("The host's task for detached sessions is another", e);
        }
    }

    private static User user(HttpServletRequest request) throws IOException {
        try {
            return UserManager.getInstance().getUser(request.getParameter("username"));
        } catch (UserNotFoundException e) {
            throw new IOException(e);
        }
    }

    private static void createUser(String name, String password) throws IOException {
        try {
            UserManager.getInstance().createUser(name, password, null, null);
        } catch (UserAlreadyExistsException e) {
            throw new IOException(e);
        }
    }

    /** @param seconds when the lockout starts, from now on; null for at once */
    private static void lockOut(String username, String seconds) {
        Date start = seconds == null ? null
                : new Date(System.currentTimeMillis() + TimeUnit.SECONDS.toMillis(Long.parseLong(seconds)));
        LockOutManager.getInstance().disableAccount(username, start, null);
    }

    // A little later: the answer must leave before the console stops as well.
    private static void stop() {
        new Thread(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
            XMPPServer.getInstance().stop();
        }, "Stop asked by the probe").start();
    }

    /** @param value null deletes it */
    private static void setProperty(String name, String value) throws IOException {
        try {
            // By reflection: what they return differs between hosts.
            if (value == null) {
                JiveGlobals.class.getMethod("deleteProperty", String.class).invoke(null, name);
            } else {
                JiveGlobals.class.getMethod("setProperty", String.class, String.class).invoke(null, name, value);
            }
        } catch (ReflectiveOperationException e) {
            throw new IOException(e);
        }
    }

    /** Changes rosters on the server's side, as its console and its plugins may. */
    private static void changeRosters(HttpServletRequest request) throws ServletException {
        String group = request.getParameter("group");
        try {
            GroupManager groups = GroupManager.getInstance();
            switch (request.getParameter("do")) {
                case "create-shared-group" -> {
                    Map<String, String> properties = groups.createGroup(group).getProperties();
                    properties.put("sharedRoster.groupList", "");
                    properties.put("sharedRoster.displayName", request.getParameter("name"));
                    properties.put("sharedRoster.showInRoster", "onlyGroup");
                }
                case "rename-shared-group" -> groups.getGroup(group).getProperties()
                        .put("sharedRoster.displayName", request.getParameter("name"));
                case "add-to-group" -> groups.getGroup(group).getMembers().add(jid(request));
                case "remove-from-group" -> groups.getGroup(group).getMembers().remove(jid(request));
                default -> XMPPServer.getInstance().getRosterManager().getRoster(request.getParameter("user"))
                        .createRosterItem(jid(request), Boolean.parseBoolean(request.getParameter("push")), true);
            }
        } catch (Exception e) {
            // Which of them are checked, and which there are, depends on the host.
            throw new ServletException(e);
        }
    }

    private static JID jid(HttpServletRequest request) {
        return new JID(request.getParameter("jid"));
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

    static Object read(Class<?> type, Object object, String field) throws IOException {
        try {
            Field declared = type.getDeclaredField(field);
            declared.setAccessible(true);
            return declared.get(object);
        } catch (ReflectiveOperationException e) {
            throw new IOException("No " + field + " in " + type, e);
        }
    }

    static void write(Class<?> type, Object object, String field, Object value) throws IOException {
        try {
            Field declared = type.getDeclaredField(field);
            declared.setAccessible(true);
            declared.set(object, value);
        } catch (ReflectiveOperationException e) {
            throw new IOException("No " + field + " in " + type, e);
        }
    }
}
