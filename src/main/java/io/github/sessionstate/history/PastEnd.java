package io.github.sessionstate.history;

/**
 * How a session ended. Each part is null if it is not known, but the cause.
 *
 * @param cause      the word of an {@link io.github.sessionstate.session.EndCause}, or {@value #SERVER_LOST} or
 *                   {@value #TRACKING_STOPPED}
 * @param condition  the stream error (RFC 6120 §4.9.3)
 * @param text       what was said with it; a client's own words if it was the client that said it
 * @param closedBy   who closed it
 * @param replacedBy the id of the session that took its place
 */
public record PastEnd(String cause, String condition, String text, String closedBy, String replacedBy) {
    /** The server was gone: the end is the last moment at which it was known to run. */
    public static final String SERVER_LOST = "server_lost";
    /** The plugin stopped, and the session went on. */
    public static final String TRACKING_STOPPED = "tracking_stopped";
}
