package io.github.sessionstate.openfire.host;

import java.io.StringReader;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.xmpp.packet.StreamError;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.text.Log;

/** Stream errors (RFC 6120 §4.9) in the host's terms. */
public final class StreamErrors {
    private static final Log LOG = Log.of(StreamErrors.class);
    private static final Namespace STREAM = Namespace.get("stream", "http://etherx.jabber.org/streams");
    private static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-streams";
    private static final String BEGIN = "<stream:error";

    private StreamErrors() {
    }

    /** Whether this text is a stream error, or begins with one. */
    public static boolean isAtTheBeginningOf(String text) {
        return text.startsWith(BEGIN);
    }

    /** Whether there may be a stream error in this text. */
    public static boolean mayBeIn(String text) {
        return text.contains(BEGIN);
    }

    /**
     * How a session ends whose client the host sends this.
     *
     * @param text a stream error, or text that ends with one and perhaps with the end of the stream
     */
    public static SessionEnd ofHost(String text) {
        return read(causeOf(text), text);
    }

    /**
     * How a session ends for what its client sent.
     *
     * @param element a stream error, or something else that is no stanza; null if it is not known
     */
    public static SessionEnd ofClient(String element) {
        boolean isError = element != null && isAtTheBeginningOf(element);
        return isError ? read(EndCause.STREAM_ERROR, element) : SessionEnd.of(EndCause.STREAM_ERROR);
    }

    private static SessionEnd read(EndCause cause, String text) {
        // The stream declares the prefix.
        String xml = "<stream:stream xmlns:stream='" + STREAM.getURI() + "'>" + text.substring(text.indexOf(BEGIN));
        String condition = null;
        String told = null;
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml));
            reader.nextTag();
            reader.nextTag();
            // Within the error.
            int depth = 0;
            while (depth >= 0) {
                int event = reader.next();
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                } else if (event == XMLStreamConstants.START_ELEMENT) {
                    boolean isPart = depth == 0 && CONDITIONS.equals(reader.getNamespaceURI());
                    depth++;
                    String name = reader.getLocalName();
                    if (isPart && !name.equals("text")) {
                        condition = condition == null ? name : condition;
                    } else if (isPart && told == null) {
                        told = reader.getElementText();
                        // It went to its end.
                        depth--;
                    }
                }
            }
        } catch (XMLStreamException e) {
            // A client sends what it likes. What was read until then counts.
            LOG.debug("A stream error cannot be read", e);
        }
        return SessionEnd.byError(cause, condition, told);
    }

    private static EndCause causeOf(String text) {
        if (text.contains("<conflict")) {
            // The error of a session that goes on over another connection is not seen as that of the session.
            return EndCause.REPLACED;
        }
        if (text.contains("<connection-timeout")) {
            return EndCause.IDLE;
        }
        return text.contains("<system-shutdown") ? EndCause.SERVER_SHUTDOWN : EndCause.STREAM_ERROR;
    }

    /** @param reason one with a condition */
    static StreamError of(CloseReason reason) {
        // Built by hand: the host's enumeration lacks conditions that RFC 6120 added.
        Element error = DocumentHelper.createElement(QName.get("error", STREAM));
        error.addElement(reason.condition(), CONDITIONS);
        if (reason.text() != null) {
            error.addElement("text", CONDITIONS).setText(reason.text());
        }
        return new StreamError(error);
    }
}
