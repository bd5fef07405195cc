package io.github.sessionstate.web;

/** Puts text that somebody else chose into a message or the audit log. */
final class Quote {
    private static final int MAX_LENGTH = 100;

    private Quote() {
    }

    /** The text on one line and in quotation marks, cut if it is long. */
    static String of(String text) {
        return '"' + line(text, MAX_LENGTH) + '"';
    }

    /** The text on one line, so that it cannot pass for an entry of its own; cut if it is longer than this. */
    static String line(String text, int maxLength) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Zl}\\p{Zp}]+", " ");
        if (line.length() <= maxLength) {
            return line;
        }
        int end = maxLength - 1;
        // Half of a character outside the basic plane is none.
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + '\u2026';
    }
}
