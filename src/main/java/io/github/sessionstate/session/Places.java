package io.github.sessionstate.session;

/**
 * Sessions with their states at one moment, oldest first, each in a place that it keeps but when many others end.
 *
 * @param sessions null in places that are free
 * @param states   theirs, in the same places
 * @param versions each state's own, the same as long as nothing changes that is told of a session with a resource and
 *                 is not a count or a time: who keeps what they read tells by it what to read again. Never 0
 */
public record Places(Session[] sessions, SessionState[] states, long[] versions) {
    /** These sessions, oldest first, as they are now, for one look at them. */
    public static Places of(Session... sessions) {
        SessionState[] states = new SessionState[sessions.length];
        long[] versions = new long[sessions.length];
        for (int place = 0; place < sessions.length; place++) {
            states[place] = sessions[place].state();
            versions[place] = place + 1L;
        }
        return new Places(sessions, states, versions);
    }
}
