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
     * Of a value that a session with a resource has as long as its {@linkplain Places#versions() version} is the same,
     * so that it need not be read again. It leads to nothing of the session's.
     */
    record Kept<T>(Reading<T> reading) implements Reading<T> {
        @Override
        public T of(Session session, SessionState state) {
            return reading.of(session, state);
        }

        @Override
        public <R> Kept<R> map(Function<? super T, ? extends R> function) {
            return new Kept<>(reading.map(function));
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

    /** See {@link Kept}. */
    static <T> Kept<T> kept(Reading<T> reading) {
        return new Kept<>(reading);
    }
}
