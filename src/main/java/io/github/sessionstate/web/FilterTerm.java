package io.github.sessionstate.web;

import java.util.List;
import java.util.function.IntPredicate;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/** What must hold of a session for a filter to find it. Asked of every session, so it makes no objects. */
@FunctionalInterface
interface FilterTerm {
    /**
     * Whether it holds.
     *
     * @param state the session's, at one moment
     * @param now   the moment from which ages count, in milliseconds since 1970
     */
    boolean holds(Session session, SessionState state, long now);

    /** Whether it holds for the session in a place. */
    default IntPredicate over(Snapshot snapshot) {
        return place -> holds(snapshot.session(place), snapshot.state(place), snapshot.now());
    }

    /** The opposite; of what is not known neither holds. */
    default FilterTerm negate() {
        return (session, state, now) -> !holds(session, state, now);
    }

    /** All of these. */
    record All(List<FilterTerm> terms) implements FilterTerm {
        @Override
        public boolean holds(Session session, SessionState state, long now) {
            for (FilterTerm term : terms) {
                if (!term.holds(session, state, now)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public IntPredicate over(Snapshot snapshot) {
            return terms.stream().map(term -> term.over(snapshot)).reduce(IntPredicate::and).orElse(place -> true);
        }

        @Override
        public FilterTerm negate() {
            return new Any(opposites(terms));
        }
    }

    /** One of these at least. */
    record Any(List<FilterTerm> terms) implements FilterTerm {
        @Override
        public boolean holds(Session session, SessionState state, long now) {
            for (FilterTerm term : terms) {
                if (term.holds(session, state, now)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public IntPredicate over(Snapshot snapshot) {
            return terms.stream().map(term -> term.over(snapshot)).reduce(IntPredicate::or).orElse(place -> false);
        }

        @Override
        public FilterTerm negate() {
            return new All(opposites(terms));
        }
    }

    private static List<FilterTerm> opposites(List<FilterTerm> terms) {
        return terms.stream().map(FilterTerm::negate).toList();
    }
}
