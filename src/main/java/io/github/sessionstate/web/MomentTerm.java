package io.github.sessionstate.web;

import java.time.Instant;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/**
 * When something was, compared with a moment. Nothing holds of what never was.
 *
 * @param moment     when it was; null if it was not
 * @param isExact    whether that is known; else it may have been earlier, and nothing holds that says that it was not
 * @param comparison with the other moment
 * @param other      the other moment, in milliseconds since 1970, or before now
 * @param isAgo      whether the other moment counts back from now
 */
record MomentTerm(Reading<Instant> moment, Reading<Boolean> isExact, Comparison comparison, long other, boolean isAgo)
        implements FilterTerm {
    @Override
    public boolean holds(Session session, SessionState state, long now) {
        return holds(moment.of(session, state), now) && (isOfEarlier() || isExact.of(session, state));
    }

    @Override
    public IntPredicate over(Snapshot snapshot) {
        IntFunction<Instant> moments = snapshot.values(moment);
        return place -> holds(moments.apply(place), snapshot.now())
                && (isOfEarlier() || snapshot.read(isExact, place));
    }

    private boolean holds(Instant its, long now) {
        return its != null && comparison.holds(Long.compare(its.toEpochMilli(), isAgo ? now - other : other));
    }

    private boolean isOfEarlier() {
        return comparison == Comparison.LESS || comparison == Comparison.AT_MOST;
    }

    @Override
    public FilterTerm negate() {
        return comparison == Comparison.EQUAL ? FilterTerm.super.negate()
                : new MomentTerm(moment, isExact, comparison.opposite(), other, isAgo);
    }
}
