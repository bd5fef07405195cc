package io.github.sessionstate.web;

import java.time.Instant;

import io.github.sessionstate.session.ClientSoftware;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/**
 * A session and its state at one moment, so that all columns of a row tell of the same moment.
 *
 * @param session the session
 * @param state   its state
 * @param console who knows what the session itself does not
 * @param at      the moment from which ages count
 */
record SessionView(Session session, SessionState state, RunningServices services, Instant at) {
    static SessionView of(Session session, RunningServices services, Instant at) {
        return new SessionView(session, session.state(), services, at);
    }

    String id() {
        return session.id();
    }

    /** What the client says that it is, in one line; null if that is not known. */
    String client() {
        ClientSoftware software = session.software();
        return software == null ? null : software.toString();
    }

    Integer rosterSize() {
        return services.rosterSizes().of(session, state);
    }

    boolean isAdministrator() {
        return state.username() != null && services.login().isAdministrator(state.username());
    }
}
