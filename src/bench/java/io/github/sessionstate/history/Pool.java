package io.github.sessionstate.history;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.github.sessionstate.database.Connections;

/** Connections that are kept for the next who asks, as in the pool of the host: what a driver keeps of statements stays. */
final class Pool implements Connections {
    private final Connections opener;
    private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();

    Pool(Connections opener) {
        this.opener = opener;
    }

    @Override
    public Connection open() throws SQLException {
        Connection kept = idle.poll();
        Connection connection = kept == null ? opener.open() : kept;
        return (Connection) Proxy.newProxyInstance(Pool.class.getClassLoader(), new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        idle.add(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
