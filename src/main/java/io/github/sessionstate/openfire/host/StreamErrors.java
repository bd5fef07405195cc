package io.github.sessionstate.openfire.host;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.xmpp.packet.StreamError;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;

/** Stream errors (RFC 6120 §4.9) in the host's terms. */
public final class StreamErrors {
    private static final Namespace STREAM = Namespace.get("stream", "http://etherx.jabber.org/streams");
    private static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-streams";

    private StreamErrors() {
    }

    /**
     * Why a session ends whose client the host sends this.
     *
     * @param text a stream error, or text that ends with one
     */
    public static EndCause causeOf(String text) {
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
