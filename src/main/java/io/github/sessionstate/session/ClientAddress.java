package io.github.sessionstate.session;

/**
 * Where a client is connected from, or was.
 *
 * @param transport see {@link SessionConnection#transport()}; never null
 * @param ip        the IP address in text form; never null
 * @param port      0 if the server does not know it
 */
public record ClientAddress(String transport, String ip, int port) {
    /** That of this connection; null if its address is not known. */
    static ClientAddress of(SessionConnection connection) {
        String ip = connection.ip();
        return ip == null ? null : new ClientAddress(connection.transport(), ip, connection.port());
    }
}
