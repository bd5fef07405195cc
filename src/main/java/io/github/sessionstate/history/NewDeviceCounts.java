package io.github.sessionstate.history;

/**
 * What came of looking for new clients and networks, since the start.
 *
 * @param raised  how many alerts there were
 * @param skipped how many logins were not looked at, as too many waited or the database refused
 */
public record NewDeviceCounts(long raised, long skipped) {
}
