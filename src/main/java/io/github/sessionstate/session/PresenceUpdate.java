package io.github.sessionstate.session;

import org.dom4j.Element;
import org.dom4j.QName;
import org.xmpp.packet.JID;
import org.xmpp.packet.Presence;

import io.github.sessionstate.text.Quote;

/**
 * What a presence stanza from a client does to its session: RFC 6121 §4.2, §4.4 and §4.5, and the reference's rule that
 * only presence without a {@code to} (or to the sender's own bare JID) and without a type, or of type unavailable, is
 * broadcast presence. Clients choose how much they send, and it is kept for every session.
 *
 * @param presence the stanza as XML; empty if it has more than {@value #MAX_KEPT} characters; null if it makes the
 *                 session unavailable
 * @param length   of the stanza, in characters; 0 if it makes the session unavailable
 * @param priority RFC 6121 §4.7.2.3, −128 to 127; 0 if there is none or its text is no number
 * @param routedPriority what the server makes of the same text, and routes by: it takes 300 for 300, and digits of any
 *                       script
 * @param show     RFC 6121 §4.7.2.1, cut if it is long; {@code available} without one, {@code unavailable} if it makes
 *                 the session that
 * @param status   what the user says (RFC 6121 §4.7.2.2), of several the first, cut if it is long; null if there is none
 * @param capsNode the node of the entity capabilities (XEP-0115 §4), which names the client's program, mostly by an
 *                 address; cut if it is long; null if there is none. It outlasts the presence
 */
public record PresenceUpdate(String presence, int length, int priority, int routedPriority, String show, String status,
                             String capsNode) {
    /** Stanzas that are longer are not kept. */
    public static final int MAX_KEPT = 2_048;

    /** Makes the session unavailable. */
    public static final PresenceUpdate UNAVAILABLE = new PresenceUpdate(null, 0, 0, 0, "unavailable", null, null);

    /** Of a part of it so many characters are kept. */
    static final int MAX_PART = 256;
    private static final String CAPS = "http://jabber.org/protocol/caps";

    /** @throws IllegalArgumentException if the priority is out of range, or stands without presence */
    public PresenceUpdate {
        if (priority < -128 || priority > 127 || presence == null && priority != 0) {
            throw new IllegalArgumentException("priority " + priority + " with presence " + presence);
        }
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
        if (type != null) {
            return type.equals("unavailable") ? UNAVAILABLE : null;
        }
        BoundedText whole = BoundedText.of(stanza, MAX_KEPT);
        String priority = child(stanza, "priority");
        String show = shared(part(child(stanza, "show")));
        Element caps = stanza.element(QName.get("c", CAPS));
        return new PresenceUpdate(whole.isCut() ? "" : whole.text(), whole.length(),
                priority == null ? 0 : parsePriority(priority), new Presence(stanza, true).getPriority(),
                show == null ? "available" : show, part(child(stanza, "status")),
                caps == null ? null : shared(part(caps.attributeValue("node"))));
    }

    /** The same behind another one: a client that becomes unavailable stays the program that it said it is. */
    PresenceUpdate after(PresenceUpdate former) {
        return presence != null || former.capsNode == null ? this
                : new PresenceUpdate(null, 0, 0, 0, show, null, former.capsNode);
    }

    // Of the stanza's own namespace: another is that of an extension that happens to share the name.
    private static String child(Element stanza, String name) {
        Element first = stanza.element(QName.get(name, stanza.getNamespace()));
        return first == null ? null : first.getText();
    }

    private static String part(String text) {
        return text == null || text.isBlank() ? null : Quote.cut(text.strip(), MAX_PART);
    }

    // Many sessions have the same.
    private static String shared(String text) {
        return text == null ? null : text.intern();
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
