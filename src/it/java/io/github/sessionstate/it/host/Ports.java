package io.github.sessionstate.it.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ports that one host listens on, all on the loopback address.
 *
 * @param client         XMPP clients, with STARTTLS
 * @param clientTls      XMPP clients, TLS from the first byte
 * @param console        the admin console, HTTP
 * @param httpBind       BOSH and WebSocket, HTTP
 * @param httpBindSecure BOSH and WebSocket, HTTPS
 */
public record Ports(int client, int clientTls, int console, int httpBind, int httpBindSecure) {
    // Systems give connections ports above these: one of those may be taken before the host comes to it. Browsers refuse
    // some below.
    private static final int FIRST = 12_000;
    private static final int LAST = 30_000;

    /** Ports that were free a moment ago; all are held until the last is found, so they differ. */
    static Ports free() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                sockets.add(bound());
            }
            return new Ports(sockets.get(0).getLocalPort(), sockets.get(1).getLocalPort(),
                    sockets.get(2).getLocalPort(), sockets.get(3).getLocalPort(), sockets.get(4).getLocalPort());
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static ServerSocket bound() throws IOException {
        while (true) {
            try {
                return new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST, LAST), 1,
                        InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                // Somebody else's.
            }
        }
    }
}
