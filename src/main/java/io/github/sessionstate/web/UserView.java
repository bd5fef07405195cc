package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.UserSessions;

/** A user of the answer and the states of the bound sessions at one moment, so that all that is told fits together. */
final class UserView {
    private final String bareJid;
    private final List<Bound> sessions = new ArrayList<>();
    private final List<SessionState> states = new ArrayList<>();

    /** A session of the user. */
    record Bound(String id, String fullJid) {
    }

    UserView(String bareJid, UserSessions user) {
        this.bareJid = bareJid;
        for (Session session : user.all()) {
            SessionState state = session.state();
            // One may have ended just now.
            if (state.isConnectedResource()) {
                sessions.add(new Bound(session.id(), state.fullJid()));
                states.add(state);
            }
        }
    }

    /** Whether there is nothing to tell: all sessions have ended just now. */
    boolean isEmpty() {
        return sessions.isEmpty();
    }

    String bareJid() {
        return bareJid;
    }

    String username() {
        return states.get(0).username();
    }

    String host() {
        return states.get(0).host();
    }

    /** In the order in which they bound. */
    List<Bound> sessions() {
        return sessions;
    }

    int count(Predicate<SessionState> which) {
        return (int) states.stream().filter(which).count();
    }

    /** The full JIDs that a message to the bare JID goes to. */
    List<String> topResources() {
        int top = UserSessions.topPriority(states);
        return states.stream().filter(state -> UserSessions.isTop(state, top)).map(SessionState::fullJid).toList();
    }
}
