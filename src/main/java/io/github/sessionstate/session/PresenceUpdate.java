package io.github.sessionstate.session;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.JID;

import io.github.sessionstate.text.Quote;

/**
 * What a presence stanza from a client does to its session: RFC 6121 §4.2, §4.4 and §4.5, and the reference's rule that
 * only presence without a {@code to} (or to the sender's own bare JID) and without a type, or of type unavailable, is
 * broadcast presence.
 *
 * <p>Clients choose how much they send, and it is kept for every session: of a stanza of more than {@value #MAX_KEPT}
 * characters only {@code show}, {@code status}, {@code priority} and the node of the entity capabilities (XEP-0115) are
 * kept, cut where they are long, as a stanza of their own.
 *
 * @param presence the stanza as XML, or what is kept of it; null if it makes the session unavailable
 * @param priority the priority in it (RFC 6121 §4.7.2.3), −128 to 127; 0 if there is none or its text is no number
 * @param length   of the stanza that the client sent, in characters; 0 if it makes the session unavailable
 */
public record PresenceUpdate(String presence, int priority, int length) {
    /** Stanzas that are longer are not kept whole. */
    public static final int MAX_KEPT = 2_048;

    /** Makes the session unavailable. */
    static final PresenceUpdate UNAVAILABLE = new PresenceUpdate(null, 0);

    /** Of a part of it so many characters are kept. */
    static final int MAX_PART = 256;
    private static final String CAPS = "http://jabber.org/protocol/caps";

    /** @throws IllegalArgumentException if the priority is out of range, or stands without presence */
    public PresenceUpdate {
        if (priority < -128 || priority > 127 || presence == null && priority != 0) {
            throw new IllegalArgumentException("priority " + priority + " with presence " + presence);
        }
    }

    /** With a stanza that is kept whole. */
    public PresenceUpdate(String presence, int priority) {
        this(presence, priority, presence == null ? 0 : presence.length());
    }

    /**
     * Reads a presence stanza.
     *
     * @param stanza  a presence stanza of the session's client, with the server's {@code from}
     * @param bareJid the sender's bare JID
     * @return the update; null if the stanza does not change the session (directed, subscription, probe, error …)
     */
    public static PresenceUpdate of(Element stanza, String bareJid) {
        String to = stanza.attributeValue("to");
        if (to != null && !isSame(to, bareJid)) {
            return null;
        }
        String type = stanza.attributeValue("type");
        if (type == null) {
            BoundedText whole = BoundedText.of(stanza, MAX_KEPT);
            int priority = priorityOf(stanza);
            return new PresenceUpdate(whole.isCut() ? kept(stanza, priority).asXML() : whole.text(), priority,
                    whole.length());
        }
        return type.equals("unavailable") ? UNAVAILABLE : null;
    }

    private static Element kept(Element stanza, int priority) {
        Element kept = DocumentHelper.createElement(stanza.getQName());
        kept.addAttribute("from", stanza.attributeValue("from"));
        for (String part : new String[] {"show", "status"}) {
            Element first = stanza.element(QName.get(part, stanza.getNamespace()));
            if (first != null) {
                kept.addElement(first.getQName()).setText(Quote.cut(first.getText(), MAX_PART));
            }
        }
        if (priority != 0) {
            kept.addElement(QName.get("priority", stanza.getNamespace())).setText(String.valueOf(priority));
        }
        Element caps = stanza.element(QName.get("c", CAPS));
        if (caps != null && caps.attributeValue("node") != null) {
            kept.addElement(caps.getQName()).addAttribute("node", Quote.cut(caps.attributeValue("node"), MAX_PART));
        }
        return kept;
    }

    // Clients write their own address as they like: JIDs are the same once they are prepared (RFC 7622 §3).
    private static boolean isSame(String to, String bareJid) {
        if (to.equals(bareJid)) {
            return true;
        }
        if (to.indexOf('/') >= 0 || to.indexOf('@') < 0) {
            // A full JID, as in all presence to rooms, or a server: not worth the preparation.
            return false;
        }
        try {
            return new JID(to).toString().equals(bareJid);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int priorityOf(Element stanza) {
        for (Element element : stanza.elements("priority")) {
            // One of another namespace is an extension that happens to share the name.
            if (element.getNamespaceURI().equals(stanza.getNamespaceURI())) {
                return parsePriority(element.getText());
            }
        }
        return 0;
    }

    /** An optional sign and digits, and nothing else, clamped to −128..127; anything else is 0, as in the reference. */
    static int parsePriority(String text) {
        int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        if (start == text.length()) {
            return 0;
        }
        int value = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            value = Math.min(value * 10 + (c - '0'), 1000);
        }
        return Math.max(-128, Math.min(127, text.charAt(0) == '-' ? -value : value));
    }
}
