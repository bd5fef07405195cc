package io.github.sessionstate.openfire.host;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedAction;

import javax.security.auth.Subject;

/**
 * A method of the host, called so that threads which the host starts meanwhile do not keep the plugin. Up to Java 23 a
 * thread inherits the access control context of the one that starts it, which holds the class loader of every class on
 * the stack up to the last privileged call: one of the plugin would stay loaded, after it was removed, for as long as
 * the host's thread lives. So the JDK makes the privileged call, with nothing of the plugin between it and the host.
 * For calls within which stanzas are worked on, as that may lead anywhere in the host.
 *
 * <p>What stands between the two is made once for each method, as it costs more to make than most calls take.
 */
public final class LeakFreeHostCall {
    // What the call that this thread is about to make is given: within it only the JDK's own code may run. Empty again
    // after each call, so that the host's threads keep nothing.
    private static final ThreadLocal<Object[]> ARGUMENTS = new ThreadLocal<>();
    private static final MethodHandle PRIVILEGED = privileged();

    private final MethodHandle call;
    private final PrivilegedAction<?> action;

    /**
     * @param method of the host or its libraries, with the object as its first parameter
     */
    LeakFreeHostCall(MethodHandle method) {
        MethodHandle spread = method.asSpreader(Object[].class, method.type().parameterCount());
        call = MethodHandles.collectArguments(spread, 0, arguments())
                .asType(MethodType.methodType(Object.class));
        action = action(call);
    }

    private static MethodHandle arguments() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(ThreadLocal.class, "get", MethodType.methodType(Object.class)).bindTo(ARGUMENTS)
                    .asType(MethodType.methodType(Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    // Java is about to do without access control contexts, and then without this method.
    private static MethodHandle privileged() {
        try {
            MethodHandle method = MethodHandles.publicLookup().findStatic(Subject.class, "doAsPrivileged",
                    MethodType.methodType(Object.class, Subject.class, PrivilegedAction.class,
                            Class.forName("java.security.AccessControlContext")));
            return MethodHandles.insertArguments(MethodHandles.insertArguments(method, 2, (Object) null), 0,
                    (Object) null);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private static PrivilegedAction<?> action(MethodHandle call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // The JDK makes the action's class in this class loader, which must not be the plugin's.
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        try {
            return MethodHandleProxies.asInterfaceInstance(PrivilegedAction.class, call);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Calls the method on this thread; what it throws comes as it is, unless it is checked.
     *
     * @param arguments the object first
     */
    public void run(Object... arguments) {
        ARGUMENTS.set(arguments);
        try {
            HostCall.call(() -> PRIVILEGED == null ? (Object) call.invokeExact()
                    : (Object) PRIVILEGED.invokeExact(action));
        } finally {
            ARGUMENTS.remove();
        }
    }
}
