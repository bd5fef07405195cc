package io.github.sessionstate.session;

/** Finds {@code show} in presence (RFC 6121 §4.7.2.1) without making a tree of it, as filters ask it of every session. */
public final class PresenceShow {
    private PresenceShow() {
    }

    /**
     * What a session's presence shows, in one word.
     *
     * @param presence the session's presence; null if it has none
     * @return {@code unavailable} without presence, {@code available} without {@code show}
     */
    public static String word(String presence) {
        if (presence == null) {
            return "unavailable";
        }
        String show = of(presence);
        return switch (show) {
            case "" -> "available";
            // One text for all sessions, as it is kept for each.
            case "away" -> "away";
            case "chat" -> "chat";
            case "dnd" -> "dnd";
            case "xa" -> "xa";
            default -> show;
        };
    }

    /**
     * The text of the stanza's own {@code show}.
     *
     * @param presence the stanza, well-formed and without a document type
     * @return empty if it has none
     */
    static String of(String presence) {
        int depth = 0;
        int at = presence.indexOf('<');
        while (at >= 0) {
            if (presence.startsWith("<![CDATA[", at)) {
                at = presence.indexOf("]]>", at);
            } else if (presence.startsWith("<!--", at)) {
                at = presence.indexOf("-->", at);
            } else if (presence.startsWith("</", at)) {
                depth--;
            } else if (!presence.startsWith("<?", at)) {
                int end = endOfTag(presence, at);
                if (end < 0) {
                    return "";
                }
                boolean isEmpty = presence.charAt(end - 1) == '/';
                if (depth == 1 && presence.startsWith("<show>", at)) {
                    return unescaped(presence.substring(end + 1, presence.indexOf('<', end)).strip());
                }
                depth += isEmpty ? 0 : 1;
                at = end;
            }
            at = at < 0 ? -1 : presence.indexOf('<', at + 1);
        }
        return "";
    }

    private static String unescaped(String text) {
        return text.indexOf('&') < 0 ? text : text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
                .replace("&apos;", "'").replace("&amp;", "&");
    }

    // A value in the tag may hold what ends it elsewhere.
    private static int endOfTag(String xml, int start) {
        char quote = 0;
        for (int i = start; i < xml.length(); i++) {
            char c = xml.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '>') {
                return i;
            }
        }
        return -1;
    }
}
