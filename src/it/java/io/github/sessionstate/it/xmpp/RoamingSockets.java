package io.github.sessionstate.it.xmpp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Sockets of a client library that moves from one network to another: each is bound to the address of the moment. */
public final class RoamingSockets extends SocketFactory {
    private final boolean resets;
    private volatile InetAddress address = InetAddress.getLoopbackAddress();
    private volatile Socket last;

    /** @param resets whether connections end with a reset instead of a FIN */
    public RoamingSockets(boolean resets) {
        this.resets = resets;
    }

    /** From now on connections come from this loopback address. */
    public void moveTo(InetAddress next) {
        address = next;
    }

    /** The port of this end of the last connection. */
    public int localPort() {
        return last.getLocalPort();
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(address, 0));
        if (resets) {
            socket.setSoLinger(true, 0);
        }
        last = socket;
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connect(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connect(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("The address is chosen here");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("The address is chosen here");
    }

    private Socket connect(InetSocketAddress target) throws IOException {
        Socket socket = createSocket();
        socket.connect(target);
        return socket;
    }
}
