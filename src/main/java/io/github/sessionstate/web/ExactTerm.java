package io.github.sessionstate.web;

import java.util.function.IntPredicate;
import java.util.stream.Stream;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/**
 * A term that only sessions with one certain value can fulfil, so that an index may look for them.
 *
 * @param key   what the value is of
 * @param value as rows of the history have it
 * @param term  the term itself
 */
record ExactTerm(Key key, String value, FilterTerm term) implements FilterTerm {
    /** What rows can be looked for by. */
    enum Key { USERNAME, IP, CAUSE }

    /** The value that a session must have for the whole of a filter to hold; null if it does not say so by itself. */
    static String value(FilterTerm term, Key key) {
        return within(term).filter(exact -> exact.key == key).map(ExactTerm::value).findFirst().orElse(null);
    }

    private static Stream<ExactTerm> within(FilterTerm term) {
        return term instanceof FilterTerm.All all ? all.terms().stream().flatMap(ExactTerm::within)
                : term instanceof ExactTerm exact ? Stream.of(exact) : Stream.empty();
    }

    @Override
    public boolean holds(Session session, SessionState state, long now) {
        return term.holds(session, state, now);
    }

    @Override
    public IntPredicate over(Snapshot snapshot) {
        return term.over(snapshot);
    }

    @Override
    public FilterTerm negate() {
        return term.negate();
    }
}
