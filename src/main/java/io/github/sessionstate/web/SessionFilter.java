package io.github.sessionstate.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.SessionType;
import io.github.sessionstate.session.UserAgent;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.text.Word;
import io.github.sessionstate.web.SessionColumn.Trait;

/**
 * What an administrator types to find sessions: terms with white space between them, which must all hold. A term is
 * plain text, which is looked for in JID, address and client without regard to case, or {@code key:value}; a minus
 * before it negates it. Text with white space or a colon stands in quotation marks; in them a star is no more than
 * a star.
 */
final class SessionFilter {
    static final int MAX_LENGTH = 500;

    /** Every session. */
    static final SessionFilter ALL = new SessionFilter(List.of());

    private static final Pattern TERM = Pattern.compile("\\s*(-?)(?:([A-Za-z_]+):)?(?:\"([^\"]*)\"|(\\S+))");
    private static final Pattern COMPARISON = Pattern.compile("(<=|>=|<|>|=|)(.+)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,18}");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})([smhd])");
    private static final Map<String, Long> UNIT_SECONDS = Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86_400L);
    private static final List<String> PRESENCES = List.of("available", "away", "chat", "dnd", "xa", "none");

    // Of a connection; more than its column has.
    private static final Map<String, Predicate<SessionConnection>> CONNECTION_TRUTHS = new TreeMap<>(
            Map.of("compressed", SessionConnection::isCompressed, "secure", SessionConnection::isSecure));
    private static final Map<String, TermParser> KEYS = keys();

    private final List<Predicate<SessionView>> terms;

    private SessionFilter(List<Predicate<SessionView>> terms) {
        this.terms = terms;
    }

    /** Makes a term of a value. */
    private interface TermParser {
        Predicate<SessionView> parse(Value value) throws ApiException;
    }

    /**
     * What stands behind a key.
     *
     * @param isQuoted whether it stands in quotation marks
     */
    private record Value(String text, boolean isQuoted) {
        Predicate<String> pattern() {
            return isQuoted ? text::equalsIgnoreCase : new Wildcard(text)::matches;
        }
    }

    // ------------------------------------------------------------------ terms

    private static Map<String, TermParser> keys() {
        Map<String, TermParser> keys = new TreeMap<>();
        keys.put("type", value -> {
            SessionType type = oneOf("type", value.text(), Arrays.stream(SessionType.values())
                    .filter(one -> one != SessionType.C2S_DESTROYED).toList());
            return view -> view.state().type() == type;
        });
        for (SessionColumn column : SessionColumn.filterable(Trait.TRUTH)) {
            putTruth(keys, column.key(), view -> (Boolean) column.value(view));
        }
        CONNECTION_TRUTHS.forEach((key, property) -> putTruth(keys, key, connection(property)));
        for (SessionColumn column : SessionColumn.filterable(Trait.TEXT)) {
            putText(keys, column);
        }
        for (SessionColumn column : SessionColumn.filterable(Trait.NUMBER)) {
            putNumber(keys, column.key(), view -> (Number) column.value(view));
        }
        putAge(keys, "idle", view -> view.session().idleSince(), view -> view.session().isIdleSinceKnown());
        putAge(keys, "age", view -> view.session().since(), view -> true);
        keys.put("transport", value -> connection(conn -> conn.transport().equalsIgnoreCase(value.text())));
        keys.put("ip", value -> {
            AddressRange range = AddressRange.of(value.text());
            return connection(conn -> range.contains(conn.ip()));
        });
        keys.put("presence", value -> {
            String wanted = oneOf("presence", value.text(), PRESENCES);
            return view -> wanted.equals(presence(view.state()));
        });
        return keys;
    }

    private static void putTruth(Map<String, TermParser> keys, String key, Predicate<SessionView> property) {
        keys.put(key, value -> oneOf(key, value.text(), List.of("yes", "no")).equals("yes") ? property
                : property.negate());
    }

    private static void putText(Map<String, TermParser> keys, SessionColumn column) {
        keys.put(column.key(), value -> {
            Predicate<String> pattern = value.pattern();
            return view -> holds(column.value(view), pattern);
        });
    }

    private static boolean holds(Object value, Predicate<String> pattern) {
        return value instanceof UserAgent agent ? agent.parts().anyMatch(pattern)
                : value != null && pattern.test((String) value);
    }

    private static void putNumber(Map<String, TermParser> keys, String key, Function<SessionView, Number> property) {
        keys.put(key, value -> {
            Matcher comparison = comparison(key, value.text());
            if (!NUMBER.matcher(comparison.group(2)).matches()) {
                throw ApiException.badRequest(key + " takes a number, such as >5: " + Quote.of(value.text()));
            }
            long number = Long.parseLong(comparison.group(2));
            IntPredicate holds = holds(comparison.group(1));
            return view -> {
                Number its = property.apply(view);
                return its != null && holds.test(Long.compare(its.longValue(), number));
            };
        });
    }

    private static void putAge(Map<String, TermParser> keys, String key, Function<SessionView, Instant> since,
                               Predicate<SessionView> isExact) {
        keys.put(key, value -> {
            Matcher comparison = comparison(key, value.text());
            Matcher duration = DURATION.matcher(comparison.group(2));
            if (!duration.matches()) {
                throw ApiException.badRequest(key + " takes a time in s, m, h or d, such as >10m: "
                        + Quote.of(value.text()));
            }
            Duration length = Duration.ofSeconds(Long.parseLong(duration.group(1))
                    * UNIT_SECONDS.get(duration.group(2)));
            // Nobody asks for what is exactly ten minutes old.
            String operator = comparison.group(1).isEmpty() ? ">=" : comparison.group(1);
            return new AgeTerm(since, isExact, length, operator);
        });
    }

    /**
     * How long ago something was.
     *
     * @param isExact whether that is known; else it may be longer, and nothing holds that says that it is not
     */
    private record AgeTerm(Function<SessionView, Instant> since, Predicate<SessionView> isExact, Duration length,
                           String operator) implements Predicate<SessionView> {
        private static final Map<String, String> OPPOSITE = Map.of("<", ">=", "<=", ">", ">", "<=", ">=", "<");

        @Override
        public boolean test(SessionView view) {
            Duration age = Duration.between(since.apply(view), view.at());
            return holds(operator).test(age.compareTo(length)) && (operator.startsWith(">") || isExact.test(view));
        }

        // An unknown idle time stays unknown when the term is negated.
        @Override
        public Predicate<SessionView> negate() {
            return operator.equals("=") ? Predicate.super.negate()
                    : new AgeTerm(since, isExact, length, OPPOSITE.get(operator));
        }
    }

    private static Matcher comparison(String key, String value) throws ApiException {
        Matcher comparison = COMPARISON.matcher(value);
        if (!comparison.matches()) {
            throw ApiException.badRequest(key + " needs a value");
        }
        return comparison;
    }

    private static IntPredicate holds(String operator) {
        return switch (operator) {
            case "<" -> order -> order < 0;
            case "<=" -> order -> order <= 0;
            case ">" -> order -> order > 0;
            case ">=" -> order -> order >= 0;
            default -> order -> order == 0;
        };
    }

    // A session without a connection has no property of one.
    private static Predicate<SessionView> connection(Predicate<SessionConnection> property) {
        return view -> view.state().connection() != null && property.test(view.state().connection());
    }

    private static <T> T oneOf(String key, String value, List<T> allowed) throws ApiException {
        for (T one : allowed) {
            if (one.toString().equalsIgnoreCase(value)) {
                return one;
            }
        }
        throw ApiException.badRequest(key + " is one of " + allowed.stream().map(Object::toString)
                .collect(Collectors.joining(", ")) + ", not " + Quote.of(value));
    }

    private static String presence(SessionState state) {
        return state.presence() == null ? "none" : state.broadcast().show();
    }

    private static Predicate<SessionView> text(String text) {
        TextSearch search = new TextSearch(text);
        return view -> {
            SessionState state = view.state();
            SessionConnection connection = state.connection();
            boolean isInJid = state.fullJid() != null ? isIn(state.fullJid(), search)
                    : isIn(state.username(), search) || isIn(state.host(), search);
            return isInJid || connection != null && isIn(connection.ip(), search) || isIn(view.client(), search);
        };
    }

    private static boolean isIn(String text, TextSearch search) {
        return text != null && search.isIn(text);
    }

    /** The keys of those kinds of values that many have, for people to read. */
    static Map<String, List<String>> keysByKind() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (Trait kind : List.of(Trait.TEXT, Trait.TRUTH, Trait.NUMBER)) {
            keys.put(Word.of(kind), Stream.concat(SessionColumn.filterable(kind).stream().map(SessionColumn::key),
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
        List<Predicate<SessionView>> terms = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty()) {
            Matcher term = TERM.matcher(rest);
            // Something stands there, so something matches.
            if (!term.lookingAt()) {
                throw ApiException.badRequest("not a filter: " + Quote.of(rest));
            }
            Predicate<SessionView> holds = term(term);
            terms.add(term.group(1).isEmpty() ? holds : holds.negate());
            rest = rest.substring(term.end()).strip();
        }
        return terms.isEmpty() ? ALL : new SessionFilter(List.copyOf(terms));
    }

    private static Predicate<SessionView> term(Matcher term) throws ApiException {
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
            return text(value);
        }
        TermParser parser = KEYS.get(key.toLowerCase(Locale.ROOT));
        if (parser == null) {
            throw ApiException.badRequest("no such key: " + Quote.of(key) + "; there are "
                    + String.join(", ", KEYS.keySet()) + ". Text with a colon stands in quotation marks");
        }
        return parser.parse(new Value(value, bare == null));
    }

    /** Whether it holds for every session. */
    boolean isEmpty() {
        return terms.isEmpty();
    }

    /** Whether it holds for this session. */
    boolean matches(SessionView view) {
        for (Predicate<SessionView> term : terms) {
            if (!term.test(view)) {
                return false;
            }
        }
        return true;
    }
}
