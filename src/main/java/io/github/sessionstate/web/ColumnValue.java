package io.github.sessionstate.web;

import static io.github.sessionstate.web.Reading.kept;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.SessionType;
import io.github.sessionstate.session.UserAgent;

/**
 * How the value of a column is read of a session, put in an order, and asked for in a filter.
 *
 * @param kind    what many columns are: {@code TEXT}, {@code TRUTH} or {@code NUMBER}; null for a kind of its own
 * @param type    what JSON has, if it is not null
 * @param shown   what JSON has
 * @param key     what sessions are ordered by; null of those that come last
 * @param order   of the keys
 * @param read    makes a key of its text, as {@link Object#toString} gives it; throws a RuntimeException if it cannot
 * @param choices all that a filter may ask for; empty if that is not a closed set
 * @param asked   how a filter asks for it
 * @param terms   what a filter may ask of it
 */
record ColumnValue<K>(ColumnTrait kind, ValueType type, Reading<?> shown, Reading<K> key, Comparator<? super K> order,
                      Function<String, K> read, List<String> choices, FilterKind asked, TermParser terms) {
    /** Those of sessions that are there. */
    static final List<SessionType> TYPES = Arrays.stream(SessionType.values())
            .filter(type -> type != SessionType.C2S_DESTROYED).toList();
    /** When a session began: one reading for the column and the ages, so that one column is kept for both. */
    static final Reading<Instant> SINCE = kept((session, state) -> session.since());
    static final List<String> TRANSPORTS = List.of("bosh", "tcp", "websocket");
    /** What a presence shows, if it keeps to RFC 6121. */
    static final List<String> SHOWS = List.of("available", "away", "chat", "dnd", "xa");

    /** Ordered without regard to case. */
    static ColumnValue<String> text(Reading<String> reading) {
        return text(reading, String.CASE_INSENSITIVE_ORDER);
    }

    /** Text in the order of the registry's index, by the codes of its characters. */
    static ColumnValue<String> indexed(Reading<String> reading) {
        return text(reading, Comparator.naturalOrder());
    }

    private static ColumnValue<String> text(Reading<String> reading, Comparator<String> order) {
        return new ColumnValue<>(ColumnTrait.TEXT, ValueType.STRING, reading, reading, order, Function.identity(),
                List.of(), FilterKind.TEXT, FilterTerms.text(reading));
    }

    static ColumnValue<Boolean> truth(Reading<Boolean> reading) {
        return new ColumnValue<>(ColumnTrait.TRUTH, ValueType.BOOLEAN, reading, reading, Comparator.naturalOrder(),
                Boolean::valueOf, FilterTerms.TRUTHS, FilterKind.CHOICE, FilterTerms.truth(reading));
    }

    /** True, false, or not known. */
    static ColumnValue<Boolean> truthOrNone(Reading<Boolean> reading) {
        List<String> words = FilterValue.orNone(FilterTerms.TRUTHS);
        return new ColumnValue<>(ColumnTrait.TRUTH, ValueType.BOOLEAN, reading, reading, Comparator.naturalOrder(),
                Boolean::valueOf, words, FilterKind.CHOICE,
                FilterTerms.choiceOrNone(FilterTerms.TRUTHS, reading.map(its -> FilterTerms.TRUTHS.get(its ? 0 : 1))));
    }

    static ColumnValue<Long> number(Reading<? extends Number> reading) {
        return number(reading, reading.map(Number::longValue));
    }

    private static ColumnValue<Long> number(Reading<?> shown, Reading<Long> key) {
        return new ColumnValue<>(ColumnTrait.NUMBER, ValueType.INTEGER, shown, key, Comparator.naturalOrder(),
                Long::valueOf, List.of(), FilterKind.NUMBER, FilterTerms.number(key));
    }

    /** What a counter of the session's says. */
    static ColumnValue<Long> count(Reading<Number> counter) {
        Reading<Long> count = new Reading.Live<>(kept(counter), Number::longValue);
        return number(count, count);
    }

    /** @param isExact see {@link MomentTerm} */
    static ColumnValue<Instant> moment(Reading<Instant> reading, Reading<Boolean> isExact) {
        return new ColumnValue<>(null, ValueType.TIME, reading, reading, Comparator.naturalOrder(), Instant::parse,
                List.of(), FilterKind.TIME, FilterTerms.moment(reading, isExact));
    }

    /** A moment that there may not be. */
    static ColumnValue<Instant> momentOrNone(Reading<Instant> reading) {
        return new ColumnValue<>(null, ValueType.TIME, reading, reading, Comparator.naturalOrder(), Instant::parse,
                List.of(), FilterKind.TIME,
                FilterTerms.orNone(reading, FilterTerms.moment(reading, (session, state) -> true)));
    }

    /** One of these words, in their own order. */
    static <E extends Enum<E>> ColumnValue<E> choice(List<E> words, Reading<E> reading) {
        return new ColumnValue<>(null, ValueType.STRING, reading, reading, Comparator.naturalOrder(),
                text -> words.stream()
                .filter(word -> word.toString().equals(text)).findFirst().orElseThrow(),
                words.stream().map(Enum::toString).toList(), FilterKind.CHOICE, FilterTerms.choice(words, reading));
    }

    /** How the client is connected. */
    static ColumnValue<String> transport() {
        Reading<String> transport = kept((session, state) -> state.transport());
        return new ColumnValue<>(null, ValueType.STRING, transport, transport, Comparator.naturalOrder(),
                Function.identity(), FilterValue.orNone(TRANSPORTS), FilterKind.CHOICE,
                FilterTerms.choiceOrNone(TRANSPORTS, transport));
    }

    /** Ordered by the numbers of the address; asked for by an address or a block of them. */
    static ColumnValue<Endpoint> address() {
        Reading<String> ip = kept((session, state) -> state.ip());
        Reading<Endpoint> address = ip.map(its -> Endpoint.of(its, 0));
        return new ColumnValue<>(null, ValueType.STRING, ip, address, Comparator.naturalOrder(), Endpoint::parse,
                List.of(), FilterKind.ADDRESS, FilterTerms.address(address));
    }

    /** The stanza, if it is whole; ordered and asked for by what it shows. */
    static ColumnValue<String> presence() {
        Reading<String> show = kept(ColumnValue::show);
        return new ColumnValue<>(null, ValueType.STRING,
                (session, state) -> state.isPresenceWhole() ? state.presence() : null, show, String.CASE_INSENSITIVE_ORDER, Function.identity(), FilterValue.orNone(SHOWS), FilterKind.CHOICE,
                FilterTerms.choiceOrNone(SHOWS, show));
    }

    /** Ordered by software and device; asked for by any part. */
    static ColumnValue<String> userAgent() {
        Reading<UserAgent> agent = kept((session, state) -> session.facts().userAgent());
        return new ColumnValue<>(ColumnTrait.TEXT, ValueType.OBJECT, agent, agent.map(UserAgent::toString),
                String.CASE_INSENSITIVE_ORDER, Function.identity(), List.of(), FilterKind.TEXT,
                FilterTerms.orNone(agent, value -> {
                    Predicate<String> pattern = value.pattern();
                    return new ValueTerm<>(agent, its -> its != null && its.parts().anyMatch(pattern));
                }));
    }

    /** Ordered by the numbers of its address; asked for by any part. */
    static ColumnValue<Endpoint> connection() {
        Reading<SessionConnection> connection = kept((session, state) -> state.connection());
        return new ColumnValue<>(null, ValueType.OBJECT, connection,
                connection.map(its -> Endpoint.of(its.ip(), its.port())), Comparator.naturalOrder(), Endpoint::parse,
                List.of(), FilterKind.TEXT,
                FilterTerms.anyText(Stream.<Function<SessionConnection, String>>of(SessionConnection::transport,
                        SessionConnection::ip, its -> its.port() == 0 ? null : Integer.toString(its.port()),
                        SessionConnection::tls, SessionConnection::cipher).map(FilterTerms::ofConnection).toList()));
    }

    /** What the presence shows; null without presence. */
    static String show(Session session, SessionState state) {
        return state.presence() == null ? null : state.broadcast().show();
    }

    /** What the client says that it is, in one line; null if that is not known. */
    static String client(Session session, SessionState state) {
        ClientSoftware software = session.software();
        return software == null ? null : software.toString();
    }
}
