package io.github.sessionstate.web;

/**
 * Looks for a part in texts, without regard to case. Takes no longer than the text is long, whatever stands in either
 * (Knuth, Morris and Pratt): users choose the texts.
 */
final class TextSearch {
    // In a folded text, between those that it is made of: XMPP has no such character.
    private static final char SEPARATOR = 0;
    private static final int HEAD = 8;

    private final char[] part;
    // The processor finds so much of it faster than anything finds all; what is longer it may search for long.
    private final String head;
    // By how many characters of the part have been found: how many of them count again if the next one is another.
    private final int[] fallback;

    TextSearch(String part) {
        this.part = new char[part.length()];
        for (int i = 0; i < part.length(); i++) {
            this.part[i] = fold(part.charAt(i));
        }
        this.head = new String(this.part, 0, Math.min(HEAD, this.part.length));
        this.fallback = fallback(this.part);
    }

    private static int[] fallback(char[] part) {
        int[] fallback = new int[part.length];
        int found = 0;
        for (int i = 1; i < part.length; i++) {
            while (found > 0 && part[i] != part[found]) {
                found = fallback[found - 1];
            }
            if (part[i] == part[found]) {
                found++;
            }
            fallback[i] = found;
        }
        return fallback;
    }

    /** A character as String.equalsIgnoreCase compares it. */
    static char fold(char c) {
        // Most are asked about here.
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    /** Makes one text of these, to be searched again and again; null is left out. */
    static String fold(String... texts) {
        StringBuilder folded = new StringBuilder();
        for (String text : texts) {
            for (int i = 0; text != null && i < text.length(); i++) {
                folded.append(fold(text.charAt(i)));
            }
            folded.append(SEPARATOR);
        }
        return folded.toString();
    }

    /** Whether one of the texts that were {@linkplain #fold folded} holds the part. */
    boolean isInFolded(String folded) {
        return folded.contains(head) && isIn(folded);
    }

    /** Whether the text holds the part. */
    boolean isIn(String text) {
        return endIn(text, 0, text.length()) >= 0;
    }

    /**
     * Where the first occurrence of the part ends.
     *
     * @param from where to begin
     * @param to   where the text ends
     * @return the index behind it; negative if there is none
     */
    int endIn(String text, int from, int to) {
        if (part.length == 0) {
            return from;
        }
        int found = 0;
        for (int i = from; i < to; i++) {
            char c = fold(text.charAt(i));
            while (found > 0 && c != part[found]) {
                found = fallback[found - 1];
            }
            if (c == part[found] && ++found == part.length) {
                return i + 1;
            }
        }
        return -1;
    }
}
