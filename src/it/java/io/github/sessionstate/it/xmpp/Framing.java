package io.github.sessionstate.it.xmpp;

import java.util.regex.Pattern;

/** What transports that carry elements one by one want of them. */
final class Framing {
    private static final Pattern BARE_STANZA = Pattern.compile("^<(iq|message|presence)(?=[\\s/>])(?![^>]*\\sxmlns=)");

    private Framing() {
    }

    /** A stanza with the namespace that it has from the stream elsewhere; anything else as it is. */
    static String qualified(String xml) {
        return BARE_STANZA.matcher(xml).replaceFirst("<$1 xmlns='jabber:client'");
    }
}
