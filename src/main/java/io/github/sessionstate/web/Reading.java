package io.github.sessionstate.web;

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
}
