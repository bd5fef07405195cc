package io.github.sessionstate.history;

import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;

/**
 * A connection of a session, as far as it is kept. Holds nothing of the server's.
 *
 * @param ip an address, or the network of that if it is older than addresses are kept
 */
record PastConnection(String transport, String ip, int port, String tls) implements SessionConnection {
    // Of a connection that TLS protects, in which version the server does not know.
    private static final String SOME_TLS = "TLS";

    /** That of this session, as it is now or was before it detached. */
    static PastConnection of(SessionState state) {
        SessionConnection connection = state.connection();
        String tls = connection == null ? null
                : connection.tls() == null && connection.isSecure() ? SOME_TLS : connection.tls();
        return new PastConnection(state.transport(), state.ip(), state.port(), tls);
    }

    @Override
    public boolean isSecure() {
        return tls != null;
    }

    @Override
    public String cipher() {
        return null;
    }

    @Override
    public boolean isCompressed() {
        return false;
    }
}
