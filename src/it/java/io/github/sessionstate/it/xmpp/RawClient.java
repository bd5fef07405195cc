package io.github.sessionstate.it.xmpp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.dom4j.Element;

/**
 * An XMPP client that does each step of a session by itself and nothing unasked, so that a test can stop between the
 * steps or leave them out. It reads only when told to; a client that is not told is a frozen one. For one thread.
 */
public final class RawClient implements AutoCloseable {
    /** How long any answer may take. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private final String domain;
    private final XmppSocket socket;
    private final StreamBuffer buffer = new StreamBuffer();
    private final Deque<Element> unread = new ArrayDeque<>();
    private Element features;
    private String boundJid;
    private int lastId;

    private RawClient(XmppSocket socket, String domain) {
        this.socket = socket;
        this.domain = domain;
    }

    /** Connects, and sends nothing. */
    public static RawClient connect(InetSocketAddress address, String domain) throws IOException {
        return new RawClient(new XmppSocket(address, null), domain);
    }

    /** Connects from this address, and sends nothing. */
    public static RawClient connectFrom(InetAddress from, InetSocketAddress address, String domain) throws IOException {
        return new RawClient(new XmppSocket(address, from), domain);
    }

    /** Connects to a port that wants TLS from the first byte, and sends no XML. */
    public static RawClient connectTls(InetSocketAddress address, String domain) throws IOException {
        RawClient client = connect(address, domain);
        client.socket.startTls(domain);
        return client;
    }

    /** The port of this end: what tells connections of one address apart. */
    public int localPort() {
        return socket.localPort();
    }

    /** Makes text fit for XML content and attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;").replace("\"", "&quot;");
    }

    // --- the steps of a session

    /** Sends the stream header and returns the features that the server offers. */
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
                + "xmlns:stream='http://etherx.jabber.org/streams' version='1.0' to='" + domain + "'>");
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
        socket.startTls(domain);
        return openStream();
    }

    /** Tries SASL PLAIN once; the answer is {@code success} or {@code failure}. The stream is not restarted. */
    public Element auth(String username, String password) throws IOException {
        String message = "\0" + username + "\0" + password;
        send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>"
                + Base64.getEncoder().encodeToString(message.getBytes(StandardCharsets.UTF_8)) + "</auth>");
        return awaitElement(element -> element.getName().equals("success") || element.getName().equals("failure"));
    }

    /** Authenticates, which must succeed. The stream is not restarted. */
    public void authPlain(String username, String password) throws IOException {
        expect("success", auth(username, password));
    }

    /** Asks for a resource; null leaves the choice to the server. Returns the answer, a result or an error. */
    public Element bind(String resource) throws IOException {
        Element answer = iq("set", null, "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + (resource == null ? "" : "<resource>" + escape(resource) + "</resource>") + "</bind>");
        if ("result".equals(answer.attributeValue("type"))) {
            boundJid = answer.element("bind").elementTextTrim("jid");
        }
        return answer;
    }

    /** All steps up to a bound resource. Returns the bound JID. */
    public String login(String username, String password, String resource) throws IOException {
        openStream();
        authPlain(username, password);
        openStream();
        Element answer = bind(resource);
        if (boundJid == null) {
            throw new IOException("Bind refused: " + answer.asXML());
        }
        return boundJid;
    }

    /** The JID that the server bound; null before. */
    public String boundJid() {
        return boundJid;
    }

    /** Asks for the roster. */
    public Element rosterGet() throws IOException {
        return iq("get", null, "<query xmlns='jabber:iq:roster'/>");
    }

    /** Sends broadcast presence with this content, e.g. a priority. The server does not answer it. */
    public void presence(String content) throws IOException {
        send("<presence>" + content + "</presence>");
    }

    /** Sends broadcast presence of type unavailable. */
    public void unavailable() throws IOException {
        send("<presence type='unavailable'/>");
    }

    /** Sends a request and returns its result or error. */
    public Element iq(String type, String to, String content) throws IOException {
        // Its own: a resumed stream may bring answers to requests of the one before.
        String id = "i" + localPort() + "-" + ++lastId;
        send("<iq type='" + type + "' id='" + id + "'" + (to == null ? "" : " to='" + escape(to) + "'") + ">"
                + content + "</iq>");
        return awaitElement(element -> element.getName().equals("iq") && id.equals(element.attributeValue("id"))
                && !element.attributeValue("type", "").matches("get|set"));
    }

    /** Pings the server: once it answers, it has worked through all that this client sent before. */
    public void sync() throws IOException {
        iq("get", domain, "<ping xmlns='urn:xmpp:ping'/>");
    }

    // --- reading and writing

    /** Sends text as it is. */
    public void send(String xml) throws IOException {
        socket.write(xml);
    }

    /** The next element, which must come within {@link #LIMIT}. */
    public Element read() throws IOException {
        Element element = read(LIMIT);
        if (element == null) {
            throw new IOException("Nothing complete within " + LIMIT.toSeconds() + " s, but: " + buffer.rest());
        }
        return element;
    }

    /** The next element, or null if none comes in time. */
    public Element read(Duration limit) throws IOException {
        return unread.isEmpty() ? receive(System.nanoTime() + limit.toNanos()) : unread.removeFirst();
    }

    /** The first element that fits; those before it stay to be read. It must come within {@link #LIMIT}. */
    public Element awaitElement(Predicate<Element> fits) throws IOException {
        for (Iterator<Element> earlier = unread.iterator(); earlier.hasNext();) {
            Element element = earlier.next();
            if (fits.test(element)) {
                earlier.remove();
                return element;
            }
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        for (Element element = receive(end); element != null; element = receive(end)) {
            if (fits.test(element)) {
                return element;
            }
            unread.addLast(element);
        }
        throw new IOException("Nothing that fits within " + LIMIT.toSeconds() + " s; unread: " + unread
                + ", incomplete: " + buffer.rest());
    }

    /** What came before the last thing that was waited for, and was not read; it is read now. */
    public List<Element> takeUnread() {
        List<Element> taken = List.copyOf(unread);
        unread.clear();
        return taken;
    }

    /** Reads until the server closes the stream or the connection, and returns the stream error; null without one. */
    public Element awaitEnd() throws IOException {
        Element error = null;
        try {
            long end = System.nanoTime() + LIMIT.toNanos();
            for (Element element = read(LIMIT); element != null; element = receive(end)) {
                if (element.getQualifiedName().equals("stream:error")) {
                    error = element;
                }
            }
        } catch (StreamEndedException e) {
            return error;
        }
        throw new IOException("The server did not end the stream within " + LIMIT.toSeconds() + " s");
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

    /** Closes the stream in good order: sends the end tag, waits for the server's end, and closes the connection. */
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

    private Element receive(long end) throws IOException {
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

    private static void expect(String name, Element element) throws IOException {
        if (!element.getName().equals(name)) {
            throw new IOException("Expected " + name + ", got " + element.asXML());
        }
    }
}
