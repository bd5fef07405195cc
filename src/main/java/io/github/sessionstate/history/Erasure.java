package io.github.sessionstate.history;

import java.util.List;

/**
 * What was erased of a user.
 *
 * @param username     whose
 * @param sessions     rows of sessions that had ended
 * @param logins       rows of failed logins
 * @param queued       rows that waited to be written
 * @param references   rows of other users from which the name was taken
 * @param openSessions sessions that go on: their rows stay, until they have ended and are erased then
 * @param openIds      which those are; the first {@value #MOST_IDS} of very many
 */
public record Erasure(String username, long sessions, long logins, int queued, long references, int openSessions,
                      List<String> openIds) {
    static final int MOST_IDS = 1_000;
}
