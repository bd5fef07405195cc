package io.github.sessionstate.history;

/**
 * How far the erasure of everything has come.
 *
 * @param done     whether nothing is left; else it goes on
 * @param sessions rows of sessions that were erased, those of sessions that go on included
 * @param logins   rows of failed logins
 * @param knocks   rows of connections that never logged in
 * @param counts   rows of what was counted, which name nobody
 * @param queued   rows that waited to be written
 */
public record ErasedAll(boolean done, long sessions, long logins, long knocks, long counts, int queued) {
}
