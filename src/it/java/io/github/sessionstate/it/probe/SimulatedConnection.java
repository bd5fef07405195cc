package io.github.sessionstate.it.probe;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;

import org.jivesoftware.openfire.Connection;

/**
 * Stands for a client's connection that is open, speaks TLS and takes whatever it is sent. The hosts' interfaces
 * differ: one that answers by name serves all of them.
 */
final class SimulatedConnection implements InvocationHandler {
    private final int number;

    private SimulatedConnection(int number) {
        this.number = number;
    }

    /** The connection with this number, from an address of its own in 10.0.0.0/8. */
    static Connection numbered(int number) {
        return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class},
                new SimulatedConnection(number));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "getHostAddress", "getHostName" -> "10." + octet(16) + "." + octet(8) + "." + octet(0);
            case "getAddress" -> new byte[] {10, (byte) octet(16), (byte) octet(8), (byte) octet(0)};
            case "isSecure", "isEncrypted", "isInitialized", "validate" -> true;
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> number;
            case "toString" -> "Simulated connection " + number;
            default -> nothing(method.getReturnType());
        };
    }

    private int octet(int shift) {
        return number >> shift & 0xff;
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        } else if (type == int.class) {
            return 0;
        } else if (type == Optional.class) {
            return Optional.empty();
        }
        return type == Set.class ? Set.of() : null;
    }
}
