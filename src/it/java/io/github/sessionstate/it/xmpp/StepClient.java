package io.github.sessionstate.it.xmpp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.dom4j.Element;

import io.github.sessionstate.it.support.Patience;

/**
 * An XMPP client that does each step of a session by itself and nothing unasked, so that a test can stop between the
 * steps or leave them out. It reads only when told to; a client that is not told is a frozen one. For one thread.
 */
public abstract class StepClient implements AutoCloseable {
    /** How long any answer may take. */
    public static final Duration LIMIT = Patience.of(Duration.ofSeconds(10));

    /** The server's domain. */
    final String domain;
    private final Deque<Element> unread = new ArrayDeque<>();
    private String boundJid;
    private int lastId;

    /** @param domain the server's */
    StepClient(String domain) {
        this.domain = domain;
    }

    /** Makes text fit for XML content and attributes. */
    public static String escape(String text) {
        // 4.2.0 takes every > in a stream header for its end.
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("'", "&apos;")
                .replace("\"", "&quot;");
    }

    /** Opens the stream, or restarts it, and returns the features that the server offers. */
    public abstract Element openStream() throws IOException;

    /** Sends text as it is, or as the transport wants it wrapped. */
    public abstract void send(String xml) throws IOException;

    /** Closes the stream in good order: says so, waits for the server's end, and closes the connection. */
    public abstract void closeStream() throws IOException;

    /** Drops the connection without a word. */
    @Override
    public abstract void close() throws IOException;

    /** The next element from the server; null if none came before this time ({@link System#nanoTime}). */
    abstract Element receive(long end) throws IOException;

    /** What arrived of an element that is not complete, for messages. */
    abstract String incomplete();

    /** What the ids of requests begin with. */
    abstract String idPrefix();

    /** Tries SASL PLAIN once; the answer is {@code success} or {@code failure}. The stream is not restarted. */
    public Element auth(String username, String password) throws IOException {
        send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain(username, password)
                + "</auth>");
        return awaitElement(element -> element.getName().equals("success") || element.getName().equals("failure"));
    }

    /** What a client says with SASL PLAIN (RFC 4616), as it goes over the wire. */
    public static String plain(String username, String password) {
        return Base64.getEncoder().encodeToString(("\0" + username + '\0' + password).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Sends an element of SASL2 (XEP-0388); the answer is {@code challenge}, {@code success} or {@code failure}. After
     * a success the features follow, in the same stream.
     */
    public Element sasl2(String name, String attributes, String content) throws IOException {
        send("<" + name + " xmlns='urn:xmpp:sasl:2'" + attributes + ">" + content + "</" + name + ">");
        return awaitElement(element -> element.getNamespaceURI().equals("urn:xmpp:sasl:2"));
    }

    /**
     * Tries to log in by SASL2 with PLAIN once; the answer is {@code success} or {@code failure}. After a success that
     * tells of a bound resource (XEP-0386) that is the client's. The features follow, in the same stream.
     *
     * @param more what is asked for besides, such as a resource, and who asks
     */
    public Element authSasl2(String username, String password, String more) throws IOException {
        Element answer = sasl2("authenticate", " mechanism='PLAIN'", "<initial-response>" + plain(username, password)
                + "</initial-response>" + more);
        if (answer.getName().equals("success")) {
            boundJid = answer.element("bound") == null ? null : answer.elementText("authorization-identifier");
            awaitElement(element -> element.getName().equals("features"));
        }
        return answer;
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

    /** All steps up to where a resource can be bound. Returns the features that the server offers then. */
    public Element authenticate(String username, String password) throws IOException {
        openStream();
        authPlain(username, password);
        return openStream();
    }

    /** All steps up to a bound resource. Returns the bound JID. */
    public String login(String username, String password, String resource) throws IOException {
        authenticate(username, password);
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

    /** Turns on stream management that allows a resume (XEP-0198 §3). Returns what the session is resumed by. */
    public String enableStreamManagement() throws IOException {
        send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
        return awaitElement(element -> element.getName().equals("enabled")).attributeValue("id");
    }

    /** Asks to go on with an earlier session (XEP-0198 §5); the answer is {@code resumed} or {@code failed}. */
    public Element resume(String previous) throws IOException {
        send("<resume xmlns='urn:xmpp:sm:3' h='0' previd='" + escape(previous) + "'/>");
        return awaitElement(element -> List.of("resumed", "failed").contains(element.getName()));
    }

    /** Sends a request and returns its result or error. */
    public Element iq(String type, String to, String content) throws IOException {
        String id = idPrefix() + ++lastId;
        send("<iq type='" + type + "' id='" + id + "'" + (to == null ? "" : " to='" + escape(to) + "'") + ">"
                + content + "</iq>");
        return awaitElement(element -> element.getName().equals("iq") && id.equals(element.attributeValue("id"))
                && !element.attributeValue("type", "").matches("get|set"));
    }

    /**
     * Pings the server: once it answers, it has worked through all that this client sent before, and all that others had
     * sent to this client by then has come. Twice, as from 4.8 to 5.0 the answer to one ping may overtake what another
     * thread of the server has just given the connection to write.
     */
    public void sync() throws IOException {
        iq("get", domain, "<ping xmlns='urn:xmpp:ping'/>");
        iq("get", domain, "<ping xmlns='urn:xmpp:ping'/>");
    }

    /** Replies to an iq, with a type of {@code result} or {@code error}. */
    public void reply(Element request, String type, String content) throws IOException {
        send("<iq type='" + type + "' to='" + request.attributeValue("from") + "' id='" + request.attributeValue("id")
                + "'>" + content + "</iq>");
    }

    /** Makes sure that the server can tell the client something at any time: only on BOSH is there something to do. */
    public void keepWaiting() throws IOException {
    }

    // --- reading

    /** The next element, which must come within {@link #LIMIT}. */
    public Element read() throws IOException {
        Element element = read(LIMIT);
        if (element == null) {
            throw new IOException("Nothing complete within " + LIMIT.toSeconds() + " s, but: " + incomplete());
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
        try {
            for (Element element = receive(end); element != null; element = receive(end)) {
                if (fits.test(element)) {
                    return element;
                }
                unread.addLast(element);
            }
        } catch (StreamEndedException e) {
            throw unread.isEmpty() ? e : new StreamEndedException(e.getMessage() + "; unread: " + unread);
        }
        throw new IOException("Nothing that fits within " + LIMIT.toSeconds() + " s; unread: " + unread
                + ", incomplete: " + incomplete());
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

    static void expect(String name, Element element) throws IOException {
        if (!element.getName().equals(name)) {
            throw new IOException("Expected " + name + ", got " + element.asXML());
        }
    }
}
