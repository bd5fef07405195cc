package io.github.sessionstate.openfire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.PrivilegedAction;

import javax.security.auth.Subject;

/**
 * Calls the host so that threads which it starts meanwhile do not keep the plugin. Up to Java 23 a thread inherits the
 * access control context of the one that starts it, which holds the class loader of every class on the stack up to the
 * last privileged call: one of the plugin would stay loaded, after it was removed, for as long as the host's thread
 * lives. So the JDK makes the privileged call, with nothing of the plugin between it and the host. For calls within
 * which stanzas are worked on, as that may lead anywhere in the host.
 */
final class QuietCall {
    private static final MethodHandle PRIVILEGED = find();

    private QuietCall() {
    }

    // Java is about to do without access control contexts, and then without this method.
    private static MethodHandle find() {
        try {
            return MethodHandles.publicLookup().findStatic(Subject.class, "doAsPrivileged",
                    MethodType.methodType(Object.class, Subject.class, PrivilegedAction.class,
                            Class.forName("java.security.AccessControlContext")));
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    /**
     * Calls the method on this thread; what it throws comes as it is, unless it is checked.
     *
     * @param method    of the host or its libraries
     * @param arguments the object first
     */
    static void run(MethodHandle method, Object... arguments) {
        MethodHandle call = MethodHandles.insertArguments(method, 0, arguments)
                .asType(MethodType.methodType(Object.class));
        if (PRIVILEGED == null) {
            Late.call(call::invoke);
            return;
        }
        PrivilegedAction<?> action = MethodHandleProxies.asInterfaceInstance(PrivilegedAction.class, call);
        Late.call(() -> PRIVILEGED.invoke((Subject) null, action, null));
    }
}
