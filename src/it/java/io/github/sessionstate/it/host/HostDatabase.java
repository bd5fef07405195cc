package io.github.sessionstate.it.host;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The database of a host with the probe, by connections of the host's own pool. */
public final class HostDatabase {
    private final OpenfireHost host;

    HostDatabase(OpenfireHost host) {
        this.host = host;
    }

    /** Executes a statement and returns its rows, columns with tabs between. */
    public List<String> execute(String sql) throws IOException {
        return host.tellProbe("sql", Map.of("sql", sql)).lines().toList();
    }

    /** Executes a statement in a transaction that goes on until {@link #release()}. */
    public void hold(String sql) throws IOException {
        host.tellProbe("hold", Map.of("sql", sql));
    }

    /** Takes back what {@link #hold} did. */
    public void release() throws IOException {
        host.tellProbe("release", Map.of());
    }
}
