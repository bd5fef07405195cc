package io.github.sessionstate.history;

/**
 * Where a row stands among others: the newest first, and of those of one moment the one with the greater id.
 *
 * @param ended the end of a session, or when a login failed for the last time, in milliseconds since 1970;
 *              {@link #OPEN} for a session that goes on
 * @param id    of the row
 */
public record Place(long ended, String id) {
    /** Stands for the end of what has not ended. */
    public static final long OPEN = Long.MAX_VALUE;
}
