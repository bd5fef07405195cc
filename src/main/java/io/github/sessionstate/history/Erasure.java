package io.github.sessionstate.history;

/**
 * What was erased of a user.
 *
 * @param username     whose
 * @param sessions     rows of sessions that had ended
 * @param logins       rows of failed logins
 * @param queued       rows that waited to be written
 * @param references   rows of other users from which the name was taken
 * @param openSessions sessions that go on: their rows stay, until they have ended and are erased then
 */
public record Erasure(String username, long sessions, long logins, int queued, long references, int openSessions) {
}
