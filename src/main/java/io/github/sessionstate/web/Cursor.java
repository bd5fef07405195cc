package io.github.sessionstate.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.github.sessionstate.text.Quote;

/**
 * Where a session stands in an order, whether it is still there or not: what a page of the list begins or ends at.
 *
 * @param key what the order goes by; null if the session does not have it
 * @param id  the session's id
 */
record Cursor(String key, String id) {
    static final Parameter FROM = Parameter.text("from", "The next of an answer, to go on there.");

    private static final int MAX_LENGTH = 20_000;

    /** Reads what {@link #toString} gave. */
    static Cursor of(String text) throws ApiException {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", 2);
            if (text.length() <= MAX_LENGTH && parts.length == 2 && !parts[0].isEmpty()) {
                return new Cursor(parts[1].isEmpty() ? null : parts[1].substring(1), parts[0]);
            }
        } catch (IllegalArgumentException e) {
            // Said below, as for all that is not of our making.
        }
        throw ApiException.badParameter("not a place in the list: " + Quote.of(text));
    }

    /** Opaque, for a URL. */
    @Override
    public String toString() {
        String text = id + '\n' + (key == null ? "" : '=' + key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
