package io.github.sessionstate.session;

import java.io.StringReader;
import java.util.Set;
import java.util.UUID;

import org.dom4j.DocumentException;
import org.dom4j.Element;
import org.dom4j.ElementHandler;
import org.dom4j.ElementPath;
import org.dom4j.Node;
import org.dom4j.io.SAXReader;
import org.xmpp.packet.IQ;
import org.xmpp.packet.Message;
import org.xmpp.packet.Packet;
import org.xmpp.packet.Presence;
import org.xml.sax.SAXException;

/** One XML element that may be written to a client's stream, and whether it is a stanza (RFC 6120 §8). */
public final class StreamText {
    private static final String CLIENT_NAMESPACE = "jabber:client";
    private static final int MAX_DEPTH = 100;
    private static final Set<String> STANZAS = Set.of("message", "presence", "iq");
    private static final Set<String> REQUESTS = Set.of("get", "set");

    private final String text;
    private final Element element;

    private StreamText(String text, Element element) {
        this.text = text;
        this.element = element;
    }

    /**
     * Reads one element as it would stand inside a client's stream, where {@code jabber:client} is the default
     * namespace and {@code stream} a declared prefix.
     *
     * @param text the XML of one element; white space around it is dropped
     * @throws SendRefusedException if it is not exactly one well-formed element, or holds what RFC 6120 §11.1 bars
     *                              from a stream (comments, processing instructions, a DTD)
     */
    public static StreamText parse(String text) throws SendRefusedException {
        Element root;
        try {
            SAXReader reader = new SAXReader();
            reader.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            reader.setDefaultHandler(new DepthLimit());
            root = reader.read(new StringReader("<stream xmlns='" + CLIENT_NAMESPACE
                    + "' xmlns:stream='http://etherx.jabber.org/streams'>" + text + "</stream>")).getRootElement();
        } catch (DocumentException | SAXException e) {
            throw new SendRefusedException(text.contains("<!DOCTYPE") ? "a document type is not allowed"
                    : "not well-formed XML: " + firstLine(e.getMessage()));
        }
        if (root.elements().size() != 1 || !root.getTextTrim().isEmpty()) {
            throw new SendRefusedException("expected exactly one XML element");
        }
        if (holdsRestrictedXml(root)) {
            throw new SendRefusedException("comments and processing instructions are not allowed in a stream");
        }
        String stripped = text.strip();
        // White space in disguise (a character reference, a CDATA section) would stay beside the element.
        if (!stripped.startsWith("<") || stripped.startsWith("<!")
                || !stripped.endsWith(">") || stripped.endsWith("]]>")) {
            throw new SendRefusedException("expected exactly one XML element");
        }
        return new StreamText(stripped, root.elements().get(0));
    }

    /** Keeps text from a request from overflowing the stack of whoever walks the element. */
    private static final class DepthLimit implements ElementHandler {
        @Override
        public void onStart(ElementPath path) {
            if (path.size() > MAX_DEPTH) {
                throw new IllegalArgumentException("nested deeper than " + MAX_DEPTH + " elements");
            }
        }

        @Override
        public void onEnd(ElementPath path) {
            // The path tells the depth by itself.
        }
    }

    private static String firstLine(String message) {
        return message == null ? "cannot be read" : message.lines().findFirst().orElse("cannot be read");
    }

    private static boolean holdsRestrictedXml(Element element) {
        for (int i = 0; i < element.nodeCount(); i++) {
            Node node = element.node(i);
            short type = node.getNodeType();
            if (type == Node.COMMENT_NODE || type == Node.PROCESSING_INSTRUCTION_NODE
                    || node instanceof Element && holdsRestrictedXml((Element) node)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this is a message, presence or iq of {@code jabber:client}. */
    public boolean isStanza() {
        return STANZAS.contains(element.getName()) && CLIENT_NAMESPACE.equals(element.getNamespaceURI());
    }

    /** Whether this is a message of {@code jabber:client}. */
    public boolean isMessage() {
        return isStanza() && element.getName().equals("message");
    }

    /**
     * The request that this is, with an id if it had none. The caller owns it.
     *
     * @throws SendRefusedException if it is none that could be replied to
     */
    public IQ request() throws SendRefusedException {
        if (!isStanza() || !element.getName().equals("iq") || !REQUESTS.contains(element.attributeValue("type", ""))) {
            throw new SendRefusedException("only an iq of type get or set has a reply");
        }
        Packet request = stanza();
        if (request.getID() == null) {
            request.setID(UUID.randomUUID().toString());
        }
        return (IQ) request;
    }

    /**
     * The stanza that this is. The caller owns the copy.
     *
     * @throws SendRefusedException if it has an address that is none
     */
    public Packet stanza() throws SendRefusedException {
        Element copy = element.createCopy();
        try {
            return switch (copy.getName()) {
                case "message" -> new Message(copy);
                case "presence" -> new Presence(copy);
                default -> new IQ(copy);
            };
        } catch (IllegalArgumentException e) {
            throw new SendRefusedException("not a valid stanza: " + e.getMessage());
        }
    }

    /** The text as it was given, without white space around it. */
    @Override
    public String toString() {
        return text;
    }
}
