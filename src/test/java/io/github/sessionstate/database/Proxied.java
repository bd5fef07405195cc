package io.github.sessionstate.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;

/** A connection whose end is noticed, as that of one in a pool. */
final class Proxied {
    private Proxied() {
    }

    /** What happens at the end. */
    @FunctionalInterface
    interface End {
        void ended() throws SQLException;
    }

    static Connection onClose(Connection connection, End end) {
        return (Connection) Proxy.newProxyInstance(Proxied.class.getClassLoader(), new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        end.ended();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
