package io.github.sessionstate.web;

/**
 * Looks for a part in texts, without regard to case. Takes no longer than the text is long, whatever stands in either
 * (Knuth, Morris and Pratt): users choose the texts.
 */
final class TextSearch {
    private final char[] part;
    // By how many characters of the part have been found: how many of them count again if the next one is another.
    private final int[] fallback;

    TextSearch(String part) {
        this.part = new char[part.length()];
        for (int i = 0; i < part.length(); i++) {
            this.part[i] = fold(part.charAt(i));
        }
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

    // As String.equalsIgnoreCase has it; most characters are asked about here.
    private static char fold(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
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
