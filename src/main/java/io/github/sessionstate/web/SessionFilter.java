package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.EndedSession;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Word;

/**
 * What an administrator types to find sessions: terms with white space between them, which must all hold, or with
 * {@code OR} between them, and brackets. A term is plain text, which is looked for in JID, address, client and status
 * without regard to case, or {@code key:value}; a minus before it negates it. The value {@code none} asks for sessions
 * that do not have it. Text with white space, a colon or brackets stands in quotation marks; in them a star is no more
 * than a star, and none a word.
 */
final class SessionFilter {
    static final int MAX_LENGTH = 500;

    /** Every session. */
    static final SessionFilter ALL = new SessionFilter("", (session, state, now) -> true);

    private static final String AGE = "age";
    private static final String IDLE = "idle";
    private static final String CAUSE = "cause";
    private static final List<String> CAUSES = Arrays.stream(EndCause.values()).map(EndCause::toString).toList();
    private static final Map<String, TermParser> KEYS = keys();
    private static final Map<String, TermParser> KEYS_OF_ENDED = keysOfEnded();
    private static final Map<String, TermParser> KEYS_OF_PAST = PastTerms.keys(KEYS, CAUSE, CAUSES);

    // Where plain text is looked for. A full JID holds the other parts.
    private static final Reading<String> TEXT = Reading.kept((session, state) -> TextSearch.fold(
            state.fullJid() != null ? state.fullJid() : state.username(), state.fullJid() != null ? null : state.host(),
            state.ip(), ColumnValue.client(session, state), state.broadcast().status()));
    private static final Reading<String> TEXT_OF_ENDED = (session, state) -> TEXT.of(session, state)
            + TextSearch.fold(session.loginFailure().username());

    /** Of which sessions a filter may ask, as they are told by different lists. */
    enum Kind {
        /** Those that go on. */
        LIVE(KEYS, List.of()),
        /** {@linkplain EndedSession Those that ended lately}. */
        ENDED(KEYS_OF_ENDED, CAUSES),
        /** Those that the database has. */
        PAST(KEYS_OF_PAST, PastTerms.causes(CAUSES));

        private final Map<String, TermParser> keys;
        private final List<String> causes;

        Kind(Map<String, TermParser> keys, List<String> causes) {
            this.keys = keys;
            this.causes = causes;
        }
    }

    private final String text;
    private final FilterTerm term;

    private SessionFilter(String text, FilterTerm term) {
        this.text = text;
        this.term = term;
    }

    // ------------------------------------------------------------------ terms

    private static Map<String, TermParser> keys() {
        Map<String, TermParser> keys = new TreeMap<>();
        for (SessionColumn column : SessionColumn.sortable()) {
            keys.put(column.key(), column.value().terms());
        }
        keys.put(IDLE, FilterTerms.age((session, state) -> session.idleSince(),
                (session, state) -> session.isIdleSinceKnown()));
        keys.put(AGE, FilterTerms.age(ColumnValue.SINCE, (session, state) -> true));
        return keys;
    }

    private static Map<String, TermParser> keysOfEnded() {
        Map<String, TermParser> keys = new TreeMap<>(KEYS);
        // None of one that goes on after a login that failed.
        keys.put(CAUSE, FilterTerms.choiceOrNone(CAUSES, (session, state) ->
                session instanceof EndedSession ended ? Objects.toString(ended.cause(), null) : null));
        return keys;
    }

    /** What may stand before a colon, in the order of the alphabet. */
    static Collection<String> keyNames(Kind kind) {
        return kind.keys.keySet();
    }

    /** The keys of those kinds of values that many have, for people to read. */
    static Map<String, List<String>> keysByKind() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        for (ColumnTrait kind : List.of(ColumnTrait.TEXT, ColumnTrait.TRUTH, ColumnTrait.NUMBER)) {
            keys.put(Word.of(kind), SessionColumn.sortable().stream().filter(column -> column.is(kind))
                    .map(SessionColumn::key).toList());
        }
        return keys;
    }

    /** The keys whose values are a closed set, each with those, for people to choose from. */
    static Map<String, List<String>> choices(Kind kind) {
        Map<String, List<String>> choices = new LinkedHashMap<>();
        SessionColumn.sortable().forEach(column -> choices.put(column.key(), column.value().choices()));
        choices.values().removeIf(List::isEmpty);
        if (!kind.causes.isEmpty()) {
            choices.put(CAUSE, FilterValue.orNone(kind.causes));
        }
        return choices;
    }

    /**
     * What may stand before a colon and is no column.
     *
     * @param asked     what stands behind the colon
     * @param choices   all that may; empty if that is not a closed set
     * @param pastOnly  what may beside those, for sessions that the database has
     * @param endedOnly whether only for sessions that have ended, and those that the database has
     */
    record Key(String key, FilterKind asked, List<String> choices, List<String> pastOnly, boolean endedOnly) {
    }

    /** All keys beside those of columns. */
    static List<Key> keysBesideColumns() {
        return List.of(new Key(AGE, FilterKind.AGE, List.of(), List.of(), false),
                new Key(IDLE, FilterKind.AGE, List.of(), List.of(), false),
                new Key(CAUSE, FilterKind.CHOICE, FilterValue.orNone(CAUSES), PastTerms.LATE_CAUSES, true));
    }

    // ------------------------------------------------------------------ the whole

    /** Reads a filter. */
    static SessionFilter of(String text) throws ApiException {
        return of(text, KEYS, TEXT);
    }

    /**
     * Reads a filter for {@linkplain EndedSession sessions that have ended}, which may ask for the cause as well, and
     * finds by plain text whom somebody failed to log in as.
     */
    static SessionFilter ofEnded(String text) throws ApiException {
        return of(text, KEYS_OF_ENDED, TEXT_OF_ENDED);
    }

    /**
     * Reads a filter for sessions that the database has, whether they have ended or not; see {@link ExactTerm} for what
     * of it the database can look for itself.
     */
    static SessionFilter ofPast(String text) throws ApiException {
        return of(text, KEYS_OF_PAST, TEXT);
    }

    private static SessionFilter of(String text, Map<String, TermParser> keys, Reading<String> plain)
            throws ApiException {
        if (text.length() > MAX_LENGTH) {
            throw ApiException.badFilter("a filter has at most " + MAX_LENGTH + " characters");
        }
        return text.isBlank() ? ALL
                : new SessionFilter(text,
                new FilterParser(text, keys, part -> FilterTerms.part(plain, part)).parse());
    }

    /** Whether it holds for every session. */
    boolean isEmpty() {
        return this == ALL;
    }

    /** As it was typed. */
    String text() {
        return text;
    }

    /** What it asks of a session. */
    FilterTerm term() {
        return term;
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
