package io.github.sessionstate.openfire.host;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jivesoftware.openfire.RoutingTable;
import org.jivesoftware.openfire.SessionManager;

/** A routing table of ours, for the place of the host's: a proxy, as the interface differs between hosts. */
public abstract class SubstituteRoutes implements InvocationHandler {
    private static final StackWalker CALLERS = StackWalker.getInstance();

    private final RoutingTable host;

    /** @param host the host's own */
    protected SubstituteRoutes(RoutingTable host) {
        this.host = host;
    }

    /** It as the host sees it. */
    public final RoutingTable asTable() {
        return (RoutingTable) Proxy.newProxyInstance(RoutingTable.class.getClassLoader(),
                new Class<?>[] {RoutingTable.class}, this);
    }

    /** The host's own answer. */
    protected final Object ask(Method question, Object[] arguments) throws Throwable {
        try {
            return question.invoke(host, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Whether this method of {@link SessionManager} asks, which is to be seen nowhere else. */
    protected static boolean isAskedBy(String method) {
        return CALLERS.walk(frames -> frames
                .filter(frame -> frame.getClassName().equals(SessionManager.class.getName())).findFirst()
                .filter(frame -> frame.getMethodName().equals(method)).isPresent());
    }
}
