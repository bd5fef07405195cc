package io.github.sessionstate.web;

import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.XmppSession;

/**
 * A session and its state at one moment, so that all columns of a row tell of the same moment.
 *
 * @param session     the session
 * @param state       its state
 * @param rosterSizes who counts contacts
 */
record SessionView(XmppSession session, SessionState state, RosterSizes rosterSizes) {
    String id() {
        return session.id();
    }

    Integer rosterSize() {
        return rosterSizes.of(session, state);
    }
}
