package io.github.sessionstate.history;

import io.github.sessionstate.text.Quote;

/** Texts as they stand in columns: cut to their length, and of characters that every database takes. */
final class ColumnText {
    private static final char REPLACEMENT = '\uFFFD';

    private ColumnText() {
    }

    /**
     * A text as a column of this length takes it: if it was cut, an ellipsis tells. Null stays null, as it is for a
     * database that does not tell an empty text from none.
     */
    static String of(String text, int length) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return sound(Quote.shortened(text, length));
    }

    // PostgreSQL takes no NUL, and no driver half of a character.
    private static String sound(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return mended(text);
            }
        }
        return text;
    }

    private static String mended(String text) {
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean isHalf = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
            mended.appendCodePoint(c == 0 || isHalf ? REPLACEMENT : c);
        });
        return mended.toString();
    }

    /** About how much memory a text takes. */
    static long bytes(String... texts) {
        long bytes = 0;
        for (String text : texts) {
            bytes += text == null ? 0 : 48 + 2L * text.length();
        }
        return bytes;
    }
}
