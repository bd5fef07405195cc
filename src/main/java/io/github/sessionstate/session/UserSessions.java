package io.github.sessionstate.session;

import java.util.Arrays;
import java.util.Collection;
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
        List<SessionState> states = Arrays.stream(sessions).map(Session::state).toList();
        int top = topPriority(states);
        return IntStream.range(0, sessions.length).filter(i -> isTop(states.get(i), top)).mapToObj(i -> sessions[i])
                .toList();
    }

    /** The priority of the top resources among one user's sessions in these states; -1 if there is none. */
    public static int topPriority(Collection<SessionState> states) {
        return states.stream().filter(SessionState::isAvailableResource).mapToInt(SessionState::priority)
                .filter(priority -> priority >= 0).max().orElse(-1);
    }

    /** Whether this is the state of a top resource, where they have this priority. */
    public static boolean isTop(SessionState state, int topPriority) {
        return topPriority >= 0 && state.isAvailableResource() && state.priority() == topPriority;
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
