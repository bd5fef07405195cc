package io.github.sessionstate.web;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;

/**
 * A session that a command names.
 *
 * @param id      its id, as the command has it
 * @param session the session; null if there is none
 * @param who     whose session it is and from where, as it was before the command; null without a session
 */
record Target(String id, Session session, String who) {
    static Target of(SessionRegistry registry, String id) {
        return registry.byId(id).map(session -> new Target(id, session, describe(session.state())))
                .orElse(new Target(id, null, null));
    }

    private static String describe(SessionState state) {
        StringBuilder who = new StringBuilder();
        if (state.fullJid() != null) {
            who.append(state.fullJid());
        } else if (state.username() != null) {
            who.append(state.username()).append('@').append(state.host());
        } else {
            who.append(state.type());
        }
        SessionConnection connection = state.connection();
        if (connection == null) {
            return who.append(", detached").toString();
        }
        return who.append(" from ").append(connection.ip()).append(" port ").append(connection.port()).toString();
    }
}
