package io.github.sessionstate.session;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The bound sessions of one user, a value of the reference's {@code bare_sessions}. Immutable and never empty; in the
 * order in which they bound.
 */
public final class UserSessions {
    private final Session[] sessions;

    private UserSessions(Session... sessions) {
        this.sessions = sessions;
    }

    /** All of them. */
    public List<Session> all() {
        return List.of(sessions);
    }

    /**
     * The sessions that a message to the bare JID goes to: available, with the highest non-negative priority
     * (RFC 6121 §8.5.2.1.1). Empty if there is none.
     */
    public List<Session> topResources() {
        // Each state is read once: one that changes meanwhile must not leave the others below a top that nobody holds.
        SessionState[] states = Arrays.stream(sessions).map(Session::state).toArray(SessionState[]::new);
        int top = Arrays.stream(states).filter(SessionState::isAvailableResource).mapToInt(SessionState::priority).max()
                .orElse(-1);
        if (top < 0) {
            return List.of();
        }
        return IntStream.range(0, sessions.length)
                .filter(i -> states[i].isAvailableResource() && states[i].priority() == top)
                .mapToObj(i -> sessions[i]).toList();
    }

    /** With this session as the last one, and without one that has the same resource. */
    static UserSessions with(UserSessions user, Session session) {
        if (user == null) {
            return new UserSessions(session);
        }
        String resource = session.state().resource();
        return new UserSessions(Stream.concat(
                Arrays.stream(user.sessions).filter(s -> !s.state().resource().equals(resource)),
                Stream.of(session)).toArray(Session[]::new));
    }

    /** Without this session; null if none is left. */
    static UserSessions without(UserSessions user, Session session) {
        if (user == null) {
            return null;
        }
        Session[] left = Arrays.stream(user.sessions).filter(s -> s != session).toArray(Session[]::new);
        return left.length == 0 ? null : new UserSessions(left);
    }
}
