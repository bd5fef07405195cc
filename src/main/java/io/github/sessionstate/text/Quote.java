package io.github.sessionstate.text;

import java.util.regex.Pattern;

/** Puts text that somebody else chose into a message or a log. */
public final class Quote {
    private static final int MAX_LENGTH = 100;
    // Line breaks, and what moves a terminal's cursor, colours or turns round what is shown.
    private static final Pattern CONTROLS = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202A-\\u202E\\u2066-\\u2069]+");

    private Quote() {
    }

    /** The text on one line and in quotation marks, cut if it is long. */
    public static String of(String text) {
        return '"' + line(text, MAX_LENGTH) + '"';
    }

    /** The text on one line, so that it cannot pass for an entry of its own; cut if it is longer than this. */
    public static String line(String text, int maxLength) {
        return shortened(CONTROLS.matcher(text).replaceAll(" "), maxLength);
    }

    /** The text, or if it is longer than this its beginning and an ellipsis, which counts as well. Null stays null. */
    public static String shortened(String text, int maxLength) {
        return text == null || text.length() <= maxLength ? text : cut(text, maxLength - 1) + '\u2026';
    }

    /**
     * The text, or its beginning if it is longer than this; never half of a character outside the basic plane. Null
     * stays null.
     */
    public static String cut(String text, int maxLength) {
        if (text == null || text.length() <= maxLength) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }
}
