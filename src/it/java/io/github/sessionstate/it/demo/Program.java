package io.github.sessionstate.it.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/** The client programs that the demo's clients say they are (XEP-0092, XEP-0115). */
enum Program {
    CONVERSATIONS("Conversations", "2.17.2", "Android 15", "phone", "http://conversations.im"),
    MONAL("Monal", "6.4", "iOS 18", "phone", "https://monal-im.org/"),
    SISKIN("Siskin IM", "8.0", "iOS 18", "phone", "https://siskin.im"),
    GAJIM("Gajim", "2.2.0", "Linux", "pc", "https://gajim.org"),
    DINO("Dino", "0.5.0", "Linux", "pc", "https://dino.im"),
    PSI("Psi+", "1.5", "Windows 11", "pc", "https://psi-plus.com"),
    PROFANITY("Profanity", "0.15.1", "OpenBSD", "console", "http://profanity-im.github.io"),
    CONVERSE("Converse.js", "11.0.1", "Firefox", "web", "https://conversejs.org"),
    MOVIM("Movim", "0.30", "Chromium", "web", "https://movim.eu/"),
    SLIXMPP("Slixmpp", "1.8.5", "Linux", "bot", "https://slixmpp.readthedocs.io");

    private static final String DISCO = "http://jabber.org/protocol/disco#info";

    private final String title;
    private final String version;
    private final String system;
    private final String type;
    private final String node;

    Program(String title, String version, String system, String type, String node) {
        this.title = title;
        this.version = version;
        this.system = system;
        this.type = type;
        this.node = node;
    }

    /** What its presence says of it (XEP-0115). */
    String capabilities() {
        return "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='" + node + "' ver='" + hash() + "'/>";
    }

    /** The answer to who it is (XEP-0092). */
    String softwareVersion() {
        return "<query xmlns='jabber:iq:version'><name>" + title + "</name><version>" + version + "</version><os>"
                + system + "</os></query>";
    }

    /** The answer to what it can do (XEP-0030), which must agree with {@link #capabilities}. */
    String features() {
        return "<query xmlns='" + DISCO + "' node='" + node + "#" + hash() + "'><identity category='client' type='"
                + type + "' name='" + title + "'/><feature var='" + DISCO + "'/></query>";
    }

    private String hash() {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(
                    ("client/" + type + "//" + title + "<" + DISCO + "<").getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
