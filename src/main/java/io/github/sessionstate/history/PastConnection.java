package io.github.sessionstate.history;

import io.github.sessionstate.session.SessionConnection;

/**
 * The first connection of a session, as far as it is kept. Holds nothing of the server's.
 *
 * @param ip an address, or the network of that if it is older than addresses are kept
 */
record PastConnection(String transport, String ip, int port, String tls) implements SessionConnection {
    /** That of this one as it is now; null of null. */
    static PastConnection of(SessionConnection connection) {
        return connection == null ? null
                : new PastConnection(connection.transport(), connection.ip(), connection.port(),
                connection.isSecure() && connection.tls() == null ? "" : connection.tls());
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
