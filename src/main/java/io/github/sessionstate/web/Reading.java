package io.github.sessionstate.web;

import java.util.function.Function;

import io.github.sessionstate.session.Places;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/** Reads a value of a session. */
@FunctionalInterface
interface Reading<T> {
    /**
     * The value.
     *
     * @param state the session's, at one moment
     * @return null if the session does not have it
     */
    T of(Session session, SessionState state);

    /** Reads what follows from the value; null from none. */
    default <R> Reading<R> map(Function<? super T, ? extends R> function) {
        return (session, state) -> {
            T value = of(session, state);
            return value == null ? null : function.apply(value);
        };
    }

    /**
     * Of a value that is not read at each look. It leads to nothing of the session's. A session with a resource has it as
     * long as its {@linkplain Places#versions() version} is the same.
     *
     * @param changesUnseen whether it may also change while the version does not: what is kept of it is out of date for
     *                      at most {@link KeptColumn#MOST_MILLIS}
     */
    record Kept<T>(Reading<T> reading, boolean changesUnseen) implements Reading<T> {
        @Override
        public T of(Session session, SessionState state) {
            return reading.of(session, state);
        }

        @Override
        public <R> Kept<R> map(Function<? super T, ? extends R> function) {
            return new Kept<>(reading.map(function), changesUnseen);
        }
    }

    /**
     * Of a value that changes all the time, and is read from something that is kept.
     *
     * @param source what it is read from
     */
    record Live<S, T>(Kept<S> source, Function<? super S, ? extends T> value) implements Reading<T> {
        @Override
        public T of(Session session, SessionState state) {
            S its = source.of(session, state);
            return its == null ? null : value.apply(its);
        }

        @Override
        public <R> Reading<R> map(Function<? super T, ? extends R> function) {
            return new Live<>(source, value.andThen(function));
        }
    }

    /** Of a value that changes only with the version. */
    static <T> Kept<T> kept(Reading<T> reading) {
        return new Kept<>(reading, false);
    }

    /** Of a value of which nobody says when it changes. */
    static <T> Kept<T> keptBriefly(Reading<T> reading) {
        return new Kept<>(reading, true);
    }
}
