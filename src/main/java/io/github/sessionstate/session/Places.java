package io.github.sessionstate.session;

/**
 * Sessions with their states at one moment, oldest first, each in a place that it keeps but when many others end.
 *
 * @param sessions null in places that are free
 * @param states   theirs, in the same places
 */
public record Places(Session[] sessions, SessionState[] states) {
    /** These sessions, oldest first, as they are now. */
    public static Places of(Session... sessions) {
        SessionState[] states = new SessionState[sessions.length];
        for (int place = 0; place < sessions.length; place++) {
            states[place] = sessions[place].state();
        }
        return new Places(sessions, states);
    }
}
