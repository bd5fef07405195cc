package io.github.sessionstate.web;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;

/**
 * A session of the answer and its state at one moment, so that all columns of a row tell of the same moment.
 *
 * @param session  the session
 * @param state    its state
 * @param services who knows what the session itself does not
 */
record SessionView(Session session, SessionState state, RunningServices services) {
    Integer rosterSize() {
        return services.rosterSizes().of(session, state);
    }

    boolean isAdministrator() {
        return state.username() != null && services.login().isAdministrator(state.username());
    }
}
