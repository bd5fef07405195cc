package io.github.sessionstate.session;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.sessionstate.text.Quote;

/**
 * Finds {@code show} and {@code status} in presence (RFC 6121 §4.7.2) without making a tree of it, as filters and lists
 * ask for them of every session.
 */
public final class PresenceShow {
    private static final Pattern REFERENCE =
            Pattern.compile("&(?:#([0-9]{1,6})|#x([0-9a-fA-F]{1,5})|(lt|gt|quot|apos|amp));");
    private static final Map<String, String> CHARACTERS =
            Map.of("lt", "<", "gt", ">", "quot", "\"", "apos", "'", "amp", "&");

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
     * What the user says of it, in free text, cut if it is long; of several the first.
     *
     * @param presence the session's presence; null if it has none
     * @return null without presence or {@code status}
     */
    public static String status(String presence) {
        String status = presence == null ? "" : child(presence, "<status");
        return status.isEmpty() ? null : Quote.cut(status, PresenceUpdate.MAX_PART);
    }

    /**
     * The text of the stanza's own {@code show}.
     *
     * @param presence the stanza, well-formed and without a document type
     * @return empty if it has none
     */
    static String of(String presence) {
        return child(presence, "<show");
    }

    private static String child(String presence, String start) {
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
                if (depth == 1 && !isEmpty && isTag(presence, at, end, start)) {
                    return unescaped(presence.substring(end + 1, presence.indexOf('<', end)).strip());
                }
                depth += isEmpty ? 0 : 1;
                at = end;
            }
            at = at < 0 ? -1 : presence.indexOf('<', at + 1);
        }
        return "";
    }

    // One of another namespace is an extension that happens to share the name.
    private static boolean isTag(String presence, int at, int end, String start) {
        if (!presence.startsWith(start, at)) {
            return false;
        }
        char next = presence.charAt(at + start.length());
        return next == '>' || Character.isWhitespace(next) && !presence.substring(at, end).contains("xmlns=");
    }

    private static String unescaped(String text) {
        return text.indexOf('&') < 0 ? text
                : REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found)));
    }

    private static String character(MatchResult reference) {
        if (reference.group(3) != null) {
            return CHARACTERS.get(reference.group(3));
        }
        boolean isHex = reference.group(2) != null;
        return Character.toString(Integer.parseInt(reference.group(isHex ? 2 : 1), isHex ? 16 : 10));
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
