package io.github.sessionstate.it.xmpp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A network for one connection, which may be lost: from then on nothing passes in either direction, the end neither. */
public final class SwallowingProxy implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final ServerSocket entry = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final InetSocketAddress server;
    private volatile Socket client;
    private volatile Socket onward;
    private volatile boolean isLost;
    private volatile boolean isEnded;

    /** @param server where the connection goes on to */
    public SwallowingProxy(InetSocketAddress server) throws IOException {
        this.server = server;
        start("swallowing-proxy", this::accept);
    }

    /** Where the client is to connect. */
    public InetSocketAddress address() {
        return (InetSocketAddress) entry.getLocalSocketAddress();
    }

    /** From now on nothing passes. */
    public void lose() {
        isLost = true;
    }

    /** Whether the server has ended its side of the connection. */
    public boolean isEnded() {
        return isEnded;
    }

    private void accept() throws IOException {
        client = entry.accept();
        onward = new Socket(server.getAddress(), server.getPort());
        start("swallowing-proxy-in", () -> pass(client, onward));
        try {
            pass(onward, client);
        } finally {
            isEnded = true;
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            if (!isLost) {
                out.write(buffer, 0, length);
            }
        }
        if (!isLost) {
            to.shutdownOutput();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One of the two ends is gone, or this is closed.
            }
        }, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        entry.close();
        for (Socket socket : new Socket[] {client, onward}) {
            if (socket != null) {
                socket.close();
            }
        }
    }
}
