package io.github.sessionstate.it.xmpp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLSession;
import org.dom4j.Element;

/** A {@link StepClient} on TCP, with or without TLS and compression. */
public final class RawClient extends StepClient {
    private final XmppSocket socket;
    private final StreamBuffer buffer = new StreamBuffer();
    private Element features;
    private String language;
    private String newestTls;

    private RawClient(XmppSocket socket, String domain) {
        super(domain);
        this.socket = socket;
    }

    /** Connects, and sends nothing. */
    public static RawClient connect(InetSocketAddress address, String domain) throws IOException {
        return new RawClient(new XmppSocket(address, null), domain);
    }

    /** Connects from this address, and sends nothing. */
    public static RawClient connectFrom(InetAddress from, InetSocketAddress address, String domain) throws IOException {
        return new RawClient(new XmppSocket(address, from), domain);
    }

    /** For a port that wants TLS from the first byte. Sends no XML. */
    public RawClient secured() throws IOException {
        socket.startTls(domain, newestTls);
        return this;
    }

    /** From now on it speaks this version of TLS only, such as {@code TLSv1.2}. */
    public RawClient tls(String version) {
        newestTls = version;
        return this;
    }

    @Override
    String incomplete() {
        return buffer.rest();
    }

    @Override
    String idPrefix() {
        // Its own: a resumed stream may bring answers to requests of the one before.
        return "i" + localPort() + "-";
    }

    /** The port of this end: what tells connections of one address apart. */
    public int localPort() {
        return socket.localPort();
    }

    /** What TLS negotiated; null without TLS. */
    public SSLSession tls() {
        return socket.tls();
    }

    /** From now on each stream header names this language. */
    public RawClient language(String tag) {
        language = tag;
        return this;
    }

    // --- the steps of a session

    @Override
    public Element openStream() throws IOException {
        sendStreamHeader();
        readHeader();
        features = read();
        return features;
    }

    /** Sends the stream header and returns without an answer. */
    public void sendStreamHeader() throws IOException {
        expectHeader();
        send("<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
                + "xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='" + domain + "'"
                + (language == null ? "" : " xml:lang='" + escape(language) + "'") + ">");
    }

    /** What is sent next begins a new stream: the server's answer begins with a header. */
    public void expectHeader() {
        buffer.restart();
    }

    /** The features that the server offered last. */
    public Element features() {
        return features;
    }

    /** Goes over to TLS and opens the stream anew. */
    public Element startTls() throws IOException {
        send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        expect("proceed", read());
        socket.startTls(domain, newestTls);
        return openStream();
    }

    /** Goes over to compression (XEP-0138) and opens the stream anew. */
    public Element compress() throws IOException {
        send("<compress xmlns='http://jabber.org/protocol/compress'><method>zlib</method></compress>");
        expect("compressed", read());
        socket.compress();
        return openStream();
    }

    // --- reading and writing

    @Override
    public void send(String xml) throws IOException {
        socket.write(xml);
    }

    /**
     * Waits for the server to end the connection; what it sends before that is dropped.
     *
     * @return whether it ended in time
     */
    public boolean awaitConnectionEnd(Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (socket.read(Duration.ofNanos(end - System.nanoTime())) != null) {
                buffer.restart();
            }
            return false;
        } catch (StreamEndedException e) {
            return true;
        }
    }

    // --- ends

    @Override
    public void closeStream() throws IOException {
        send("</stream:stream>");
        awaitEnd();
        socket.close();
    }

    /** Drops the connection with a reset, as a crashed host does. */
    public void dropReset() throws IOException {
        socket.reset();
    }

    /** Ends this side of the connection with a FIN, and could go on reading. */
    public void endOutput() throws IOException {
        socket.endOutput();
    }

    /** Drops the connection with a FIN and without the end of the stream. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void readHeader() throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        if (receive(end) == null) {
            throw new IOException("No stream header within " + LIMIT.toSeconds() + " s, but: " + buffer.rest());
        }
    }

    @Override
    Element receive(long end) throws IOException {
        Element element = buffer.next();
        while (element == null) {
            String more = socket.read(Duration.ofNanos(end - System.nanoTime()));
            if (more == null) {
                return null;
            }
            buffer.append(more);
            element = buffer.next();
        }
        return element;
    }
}
