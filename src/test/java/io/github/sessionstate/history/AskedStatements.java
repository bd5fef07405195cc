package io.github.sessionstate.history;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Notes what is asked on connections: each query once it is executed, with its parameters. Thread-safe. */
final class AskedStatements {
    private final List<Asked> asked = new ArrayList<>();

    /**
     * A query.
     *
     * @param parameters texts and whole numbers
     */
    record Asked(String sql, List<Object> parameters) {
    }

    /** What was noted since the last time. */
    synchronized List<Asked> take() {
        List<Asked> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    private synchronized void add(Asked one) {
        asked.add(one);
    }

    /** The same connection, of which it is noted. */
    Connection noted(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = invoke(connection, method, arguments);
            return method.getName().equals("prepareStatement")
                    ? noted((PreparedStatement) result, (String) arguments[0]) : result;
        });
    }

    private PreparedStatement noted(PreparedStatement statement, String sql) {
        Map<Integer, Object> parameters = new TreeMap<>();
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setString") || method.getName().equals("setLong")) {
                parameters.put((Integer) arguments[0], arguments[1]);
            } else if (method.getName().equals("executeQuery")) {
                add(new Asked(sql, List.copyOf(parameters.values())));
            }
            return invoke(statement, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(AskedStatements.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
