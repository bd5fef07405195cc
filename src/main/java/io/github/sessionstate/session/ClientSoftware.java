package io.github.sessionstate.session;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.text.Quote;

/**
 * What a client says that it is: its own words, so neither true nor harmless.
 *
 * @param name    the program (XEP-0092), or an address that names it (XEP-0115); never null
 * @param version null if it does not tell
 * @param os      the operating system; null if it does not tell
 */
public record ClientSoftware(String name, String version, String os) {
    private static final int MAX_LENGTH = 256;
    private static final String CAPS = "http://jabber.org/protocol/caps";
    private static final Pattern NODE = Pattern.compile("\\snode\\s*=\\s*(?:\"([^\"<]*)\"|'([^'<]*)')");

    /** Cuts what is long: clients choose, and lists show it of every session. */
    public ClientSoftware {
        name = Quote.cut(name, MAX_LENGTH);
        version = version == null ? null : Quote.cut(version, MAX_LENGTH);
        os = os == null ? null : Quote.cut(os, MAX_LENGTH);
    }

    /**
     * The program that presence names by the node of its entity capabilities (XEP-0115 §4), mostly an address.
     *
     * @param presence the stanza; null for none
     * @return null if it names none
     */
    static ClientSoftware inPresence(String presence) {
        int namespace = presence == null ? -1 : presence.indexOf(CAPS);
        if (namespace < 0) {
            return null;
        }
        // The tag that declares it: filters ask this of every session, and a tree would cost too much.
        int start = presence.lastIndexOf('<', namespace);
        int end = presence.indexOf('>', namespace);
        Matcher node = NODE.matcher(presence.substring(start, end < 0 ? presence.length() : end));
        if (!node.find()) {
            return null;
        }
        String name = node.group(1) == null ? node.group(2) : node.group(1);
        return name.isBlank() ? null : new ClientSoftware(name.replace("&amp;", "&"), null, null);
    }

    /** Name and version in one line. */
    @Override
    public String toString() {
        return version == null ? name : name + ' ' + version;
    }
}
