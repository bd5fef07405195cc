package io.github.sessionstate.openfire;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.Namespace;
import org.dom4j.QName;
import org.xmpp.packet.StreamError;

import io.github.sessionstate.session.CloseReason;

/** Stream errors (RFC 6120 §4.9) in the host's terms. */
final class StreamErrors {
    private static final Namespace STREAM = Namespace.get("stream", "http://etherx.jabber.org/streams");
    private static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-streams";

    private StreamErrors() {
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
