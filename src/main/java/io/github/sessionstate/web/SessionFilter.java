package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.text.Word;
import io.github.sessionstate.web.SessionColumn.Trait;

/**
 * What an administrator types to find sessions: terms with white space between them, which must all hold. A term is
 * plain text, which is looked for in JID, address, client and status without regard to case, or {@code key:value}; a minus
 * before it negates it. Text with white space or a colon stands in quotation marks; in them a star is no more than
 * a star.
 */
final class SessionFilter {
    static final int MAX_LENGTH = 500;

    /** Every session. */
    static final SessionFilter ALL = new SessionFilter((session, state, now) -> true);

    private static final Pattern TERM = Pattern.compile("\\s*(-?)(?:([A-Za-z_]+):)?(?:\"([^\"]*)\"|(\\S+))");
    // Of a connection; more than its column has.
    private static final Map<String, Predicate<SessionConnection>> CONNECTION_TRUTHS = new TreeMap<>(
            Map.of("compressed", SessionConnection::isCompressed, "secure", SessionConnection::isSecure));
    private static final Map<String, TermParser> KEYS = keys();

    // Where plain text is looked for. A full JID holds the other parts.
    private static final List<Reading<String>> TEXTS = List.of(
            (session, state) -> state.fullJid() != null ? state.fullJid() : state.username(),
            (session, state) -> state.fullJid() != null ? null : state.host(),
            FilterTerms.ofConnection(SessionConnection::ip), ColumnValue::client,
            (session, state) -> state.broadcast().status());

    private final FilterTerm term;

    private SessionFilter(FilterTerm term) {
        this.term = term;
    }

    // ------------------------------------------------------------------ terms

    private static Map<String, TermParser> keys() {
        Map<String, TermParser> keys = new TreeMap<>();
        for (SessionColumn column : SessionColumn.sortable()) {
            keys.put(column.key(), column.value().terms());
        }
        // A session without a connection has no property of one.
        CONNECTION_TRUTHS.forEach((key, property) -> keys.put(key, FilterTerms.truth((session, state) ->
                state.connection() != null && property.test(state.connection()))));
        keys.put("idle", FilterTerms.age((session, state) -> session.idleSince(),
                (session, state) -> session.isIdleSinceKnown()));
        keys.put("age", FilterTerms.age((session, state) -> session.since(), (session, state) -> true));
        keys.put("transport", FilterTerms.text(FilterTerms.ofConnection(SessionConnection::transport)));
        keys.put("ip", FilterTerms.address(FilterTerms.ofConnection(SessionConnection::ip)));
        return keys;
    }

    /** The keys of those kinds of values that many have, for people to read. */
    static Map<String, List<String>> keysByKind() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (Trait kind : List.of(Trait.TEXT, Trait.TRUTH, Trait.NUMBER)) {
            keys.put(Word.of(kind), Stream.concat(SessionColumn.sortable().stream().filter(column -> column.is(kind))
                    .map(SessionColumn::key),
                    kind == Trait.TRUTH ? CONNECTION_TRUTHS.keySet().stream() : Stream.empty()).toList());
        }
        return keys;
    }

    // ------------------------------------------------------------------ the whole

    /** Reads a filter. */
    static SessionFilter of(String text) throws ApiException {
        if (text.length() > MAX_LENGTH) {
            throw ApiException.badRequest("a filter has at most " + MAX_LENGTH + " characters");
        }
        List<FilterTerm> terms = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            Matcher term = TERM.matcher(rest);
            // Something stands there, so something matches.
            if (!term.lookingAt()) {
                throw ApiException.badRequest("not a filter: " + Quote.of(rest));
            }
            FilterTerm holds = term(term);
            terms.add(term.group(1).isEmpty() ? holds : holds.negate());
            rest = rest.substring(term.end()).strip();
        }
        return terms.isEmpty() ? ALL : new SessionFilter(new FilterTerm.All(List.copyOf(terms)));
    }

    private static FilterTerm term(Matcher term) throws ApiException {
        String key = term.group(2);
        String bare = term.group(4);
        if (bare != null && bare.startsWith("\"")) {
            throw ApiException.badRequest("a quotation mark is not closed");
        }
        String value = bare == null ? term.group(3) : bare;
        if (key == null && bare != null && bare.matches("[A-Za-z_]+:")) {
            throw ApiException.badRequest(bare + " needs a value");
        }
        if (key == null) {
            return FilterTerms.part(value, TEXTS);
        }
        String name = key.toLowerCase(Locale.ROOT);
        TermParser parser = KEYS.get(name);
        if (parser == null) {
            throw ApiException.badRequest("no such key: " + Quote.of(key) + "; there are "
                    + String.join(", ", KEYS.keySet()) + ". Text with a colon stands in quotation marks");
        }
        return parser.parse(new FilterValue(name, value, bare == null));
    }

    /** Whether it holds for every session. */
    boolean isEmpty() {
        return this == ALL;
    }

    /**
     * Whether it holds for a session.
     *
     * @param now the moment from which ages count, in milliseconds since 1970
     */
    boolean matches(Session session, SessionState state, long now) {
        return term.holds(session, state, now);
    }
}
