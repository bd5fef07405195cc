package io.github.sessionstate.it.host;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

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
    // Systems give connections ports above all of these: such a one may be taken before the host comes to it. Browsers
    // refuse some below.
    private static final int FIRST = 12_000;
    private static final int BLOCK = 100;
    private static final int BLOCKS = 180;
    // Tests that run beside these start hosts as well.
    private static final int BLOCK_OF_THIS_JVM = FIRST + (int) (ProcessHandle.current().pid() % BLOCKS) * BLOCK;
    // What was free a moment ago is not given twice.
    private static final AtomicInteger GIVEN = new AtomicInteger();

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
            int port = BLOCK_OF_THIS_JVM + Math.floorMod(GIVEN.getAndIncrement(), BLOCK);
            try {
                return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
            } catch (BindException e) {
                // Somebody else's.
            }
        }
    }
}
