package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.sessionstate.text.Quote;

/**
 * Reads the text of a filter: terms that must all hold, {@code OR} between those of which one must, brackets around
 * what belongs together, and a minus before what must not hold. {@code OR} separates more than white space does.
 */
final class FilterParser {
    /** So deep brackets may stand in each other. */
    static final int MAX_DEPTH = 20;

    private static final String OR = "OR";

    private final String text;
    private final Map<String, TermParser> keys;
    private final Function<String, FilterTerm> plain;
    // Where to read on.
    private int at;
    private int depth;

    /**
     * @param keys  what may stand before a colon, and what reads what stands behind it
     * @param plain what text without a key asks for
     */
    FilterParser(String text, Map<String, TermParser> keys, Function<String, FilterTerm> plain) {
        this.text = text;
        this.keys = keys;
        this.plain = plain;
    }

    /** Reads all of it. There must be a term at least. */
    FilterTerm parse() throws ApiException {
        FilterTerm term = any();
        if (at < text.length()) {
            throw wrong("no bracket is open before this one; text with brackets stands in quotation marks", at);
        }
        return term;
    }

    private FilterTerm any() throws ApiException {
        List<FilterTerm> terms = new ArrayList<>(List.of(all()));
        while (isAtOr()) {
            at += OR.length();
            terms.add(all());
        }
        return terms.size() == 1 ? terms.get(0) : new FilterTerm.Any(List.copyOf(terms));
    }

    private FilterTerm all() throws ApiException {
        List<FilterTerm> terms = new ArrayList<>();
        skipBlanks();
        while (at < text.length() && text.charAt(at) != ')' && !isAtOr()) {
            terms.add(term());
            skipBlanks();
        }
        if (terms.isEmpty()) {
            throw wrong("a term is missing", at);
        }
        return terms.size() == 1 ? terms.get(0) : new FilterTerm.All(List.copyOf(terms));
    }

    private FilterTerm term() throws ApiException {
        // A minus that stands alone is text.
        boolean isNegated = text.charAt(at) == '-' && !isEndOfWord(at + 1);
        if (isNegated) {
            at++;
        }
        FilterTerm term = text.charAt(at) == '(' ? group() : keyedOrPlain();
        return isNegated ? term.negate() : term;
    }

    private FilterTerm group() throws ApiException {
        int start = at;
        if (++depth > MAX_DEPTH) {
            throw wrong("brackets stand in each other more than " + MAX_DEPTH + " deep", start);
        }
        at++;
        FilterTerm term = any();
        if (at == text.length()) {
            throw wrong("a bracket is not closed", start);
        }
        at++;
        depth--;
        return term;
    }

    private FilterTerm keyedOrPlain() throws ApiException {
        int start = at;
        int colon = at;
        while (colon < text.length() && isOfKey(text.charAt(colon))) {
            colon++;
        }
        if (colon == start || colon == text.length() || text.charAt(colon) != ':') {
            return plain.apply(value());
        }
        at = colon + 1;
        String key = text.substring(start, colon);
        if (isEndOfWord(at)) {
            throw wrong(key + ": needs a value", start);
        }
        TermParser parser = keys.get(key.toLowerCase(Locale.ROOT));
        if (parser == null && SessionColumn.ofKey(key) != null) {
            throw wrong("sessions cannot be filtered by " + key + ": " + SessionColumn.ASKED, start);
        }
        if (parser == null) {
            throw wrong("no such key: " + Quote.of(key) + "; there are " + String.join(", ", keys.keySet())
                    + ". Text with a colon stands in quotation marks", start);
        }
        boolean isQuoted = text.charAt(at) == '"';
        try {
            return parser.parse(new FilterValue(key.toLowerCase(Locale.ROOT), value(), isQuoted));
        } catch (ApiException e) {
            throw e.position() > 0 ? e : wrong(e.getMessage(), start);
        }
    }

    private String value() throws ApiException {
        int start = at;
        if (text.charAt(at) == '"') {
            return quoted();
        }
        // Brackets within a word are its own if they come in pairs: a client may be called Phone(2).
        int open = 0;
        while (at < text.length() && !Character.isWhitespace(text.charAt(at)) && (text.charAt(at) != ')' || open > 0)) {
            open += text.charAt(at) == '(' ? 1 : text.charAt(at) == ')' ? -1 : 0;
            at++;
        }
        return text.substring(start, at);
    }

    // A quotation mark within them is doubled.
    private String quoted() throws ApiException {
        int start = at;
        at = text.indexOf('"', start + 1);
        while (at >= 0 && text.startsWith("\"\"", at)) {
            at = text.indexOf('"', at + 2);
        }
        if (at < 0) {
            throw wrong("a quotation mark is not closed", start);
        }
        at++;
        return text.substring(start + 1, at - 1).replace("\"\"", "\"");
    }

    private boolean isAtOr() {
        return text.startsWith(OR, at) && (isEndOfWord(at + OR.length()) || text.charAt(at + OR.length()) == '(');
    }

    private boolean isEndOfWord(int index) {
        return index == text.length() || Character.isWhitespace(text.charAt(index)) || text.charAt(index) == ')';
    }

    private static boolean isOfKey(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private static ApiException wrong(String message, int index) {
        return new ApiException(Problem.BAD_FILTER, message, index + 1);
    }
}
