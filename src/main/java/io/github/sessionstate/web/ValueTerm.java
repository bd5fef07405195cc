package io.github.sessionstate.web;

import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/** Something that one value must be. */
final class ValueTerm<T> implements FilterTerm {
    // UNASKED is what a column has noted of a new value.
    private static final byte UNASKED = 0;
    private static final byte YES = 1;
    private static final byte NO = 2;

    private final Reading<T> reading;
    private final Predicate<? super T> isWanted;

    /** @param isWanted of equal values the same at any time; asked with null if a session does not have the value */
    ValueTerm(Reading<T> reading, Predicate<? super T> isWanted) {
        this.reading = reading;
        this.isWanted = isWanted;
    }

    @Override
    public boolean holds(Session session, SessionState state, long now) {
        return isWanted.test(reading.of(session, state));
    }

    @Override
    public FilterTerm negate() {
        return new ValueTerm<>(reading, isWanted.negate());
    }

    /** Asks of each value once, however many have it and however often. */
    @Override
    public IntPredicate over(Snapshot snapshot) {
        if (!(reading instanceof Reading.Kept<T> kept)) {
            IntFunction<T> values = snapshot.values(reading);
            return place -> isWanted.test(values.apply(place));
        }
        KeptColumn<T> column = snapshot.column(kept);
        byte[] answers = column.notes(this);
        return place -> {
            int number = column.numberAt(place);
            if (answers[number] == UNASKED) {
                answers[number] = isWanted.test(column.value(number)) ? YES : NO;
            }
            return answers[number] == YES;
        };
    }
}
