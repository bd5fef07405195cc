package io.github.sessionstate.history;

import io.github.sessionstate.session.EndCause;

/**
 * How often something happened in a quarter of an hour. Names nobody, and no address.
 *
 * @param slot   when the quarter began, in milliseconds since 1970; it is one of UTC
 * @param kind   what; one of the constants, or by {@link #ofEnd}
 * @param boot   of which start of the server
 * @param amount how often, or how many
 */
record Count(long slot, String kind, String boot, long amount) {
    /** Sessions that logged in. */
    static final String LOGINS = "logins";
    /** Attempts that failed. */
    static final String FAILED_LOGINS = "failed_logins";
    /** So many sessions that had logged in there were at once. */
    static final String MOST_SESSIONS = "most_sessions";

    private static final String END = "end:";

    /** The kind of what ended. */
    static String ofEnd(String cause) {
        return END + cause;
    }

    static String ofEnd(EndCause cause) {
        return ofEnd(cause.toString());
    }

    /** The cause of what ended; null if it counts something else. */
    String cause() {
        return kind.startsWith(END) ? kind.substring(END.length()) : null;
    }
}
