package io.github.sessionstate.session;

/**
 * A try to log in that failed (RFC 6120 §6.4.5).
 *
 * @param username  whom the client claimed to be, as it wrote it, cut if that is long; null if the mechanism does not
 *                  tell, or the plugin does not know it
 * @param condition the error that the server answered with (RFC 6120 §6.5), such as {@code not-authorized}; null if it
 *                  is unknown
 */
public record LoginFailure(String username, String condition) {
    /** No try has failed. */
    public static final LoginFailure NONE = new LoginFailure(null, null);
}
