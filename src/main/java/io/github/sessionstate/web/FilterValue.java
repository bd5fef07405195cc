package io.github.sessionstate.web;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sessionstate.text.Quote;

/**
 * What stands behind a key in a filter.
 *
 * @param key      the key
 * @param text     the value, without quotation marks
 * @param isQuoted whether it stands in them
 */
record FilterValue(String key, String text, boolean isQuoted) {
    private static final String NONE = "none";
    // What means itself without quotation marks.
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:_%@/+-]*");

    /** The term that asks for this value alone; null for sessions that do not have one. */
    static String term(String key, Object value) {
        String text = value == null ? NONE : value.toString();
        boolean isPlain = value == null || WORD.matcher(text).matches() && !text.equalsIgnoreCase(NONE);
        return key + ':' + (isPlain ? text : '"' + text.replace("\"", "\"\"") + '"');
    }

    /** Whether a text is meant: all of it, without regard to case; a star is any text unless it is quoted. */
    Predicate<String> pattern() {
        return isQuoted ? text::equalsIgnoreCase : new Wildcard(text)::matches;
    }

    /** Whether sessions are meant that do not have it. */
    boolean isNone() {
        return !isQuoted && text.equalsIgnoreCase(NONE);
    }

    /** These, and what stands for a value that a session does not have. */
    static List<String> orNone(List<String> values) {
        return Stream.concat(values.stream(), Stream.of(NONE)).toList();
    }

    /**
     * Which of these is meant.
     *
     * @throws ApiException if it is none of them; names them
     */
    <T> T oneOf(List<T> allowed) throws ApiException {
        for (T one : allowed) {
            if (one.toString().equalsIgnoreCase(text)) {
                return one;
            }
        }
        throw wrong("is one of " + allowed.stream().map(Object::toString).collect(Collectors.joining(", ")) + ", not");
    }

    /** @param complaint what stands between the key and the value, in a sentence */
    ApiException wrong(String complaint) {
        return ApiException.badFilter(key + ' ' + complaint + ' ' + Quote.of(text));
    }
}
