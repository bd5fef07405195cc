package io.github.sessionstate.it.xmpp;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** A TCP connection that carries text, with a deadline for each read, and that can go over to TLS and compression. */
final class XmppSocket implements AutoCloseable {
    private static final int CONNECT_MS = 10_000;

    private final Socket tcp;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(16_384);
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    /** @param from the address of this end; null for any */
    XmppSocket(InetSocketAddress address, InetAddress from) throws IOException {
        tcp = new Socket();
        if (from != null) {
            tcp.bind(new InetSocketAddress(from, 0));
        }
        tcp.connect(address, CONNECT_MS);
        tcp.setTcpNoDelay(true);
        use(tcp);
    }

    private void use(Socket current) throws IOException {
        socket = current;
        in = current.getInputStream();
        out = current.getOutputStream();
    }

    /** @param newest the newest version of TLS to speak, such as {@code TLSv1.2}; null for any */
    void startTls(String domain, String newest) throws IOException {
        SSLSocket tls = (SSLSocket) TrustAll.context().getSocketFactory()
                .createSocket(tcp, domain, tcp.getPort(), true);
        if (newest != null) {
            tls.setEnabledProtocols(new String[] {newest});
        }
        tls.setSoTimeout(CONNECT_MS);
        tls.startHandshake();
        use(tls);
    }

    /** From now on both sides compress what they send, by zlib. */
    void compress() {
        in = new InflaterInputStream(in);
        // Each flush sends all that there is.
        out = new DeflaterOutputStream(out, true);
    }

    /** What TLS negotiated; null without TLS. */
    SSLSession tls() {
        return socket instanceof SSLSocket tls ? tls.getSession() : null;
    }

    int localPort() {
        return tcp.getLocalPort();
    }

    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * Waits for more text.
     *
     * @return null if none came in time
     * @throws StreamEndedException if the server closed or reset the connection
     */
    String read(Duration limit) throws IOException {
        if (limit.isNegative() || limit.isZero()) {
            return null;
        }
        socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
        int count;
        try {
            count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        } catch (SocketTimeoutException e) {
            return null;
        } catch (SocketException | SSLException | EOFException e) {
            // 4.2.0 ends TLS 1.3 connections with a record that nobody can read; compressed ones end as they break off.
            throw new StreamEndedException("The connection broke: " + e.getMessage());
        }
        if (count < 0) {
            throw new StreamEndedException("The server closed the connection");
        }
        bytes.position(bytes.position() + count).flip();
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        decoder.decode(bytes, text, false);
        // Half a character may be left.
        bytes.compact();
        return text.flip().toString();
    }

    /** Ends the connection by a reset instead of a FIN, and without the closing alert of TLS. */
    void reset() throws IOException {
        tcp.setSoLinger(true, 0);
        tcp.close();
    }

    /** Sends a FIN and goes on reading. */
    void endOutput() throws IOException {
        tcp.shutdownOutput();
    }

    /** Ends the connection by a FIN, without the closing alert of TLS. */
    @Override
    public void close() throws IOException {
        tcp.close();
    }
}
