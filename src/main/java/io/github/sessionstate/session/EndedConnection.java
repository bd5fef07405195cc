package io.github.sessionstate.session;

/** The last connection of a session that has ended: as it was, and nothing of the server's. */
record EndedConnection(String transport, String ip, int port, boolean isSecure, String tls, String cipher,
                       boolean isCompressed) implements SessionConnection {
    static EndedConnection of(SessionConnection last) {
        return new EndedConnection(last.transport(), last.ip(), last.port(), last.isSecure(), last.tls(), last.cipher(),
                last.isCompressed());
    }
}
