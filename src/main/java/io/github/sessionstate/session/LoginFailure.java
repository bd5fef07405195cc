package io.github.sessionstate.session;

import io.github.sessionstate.text.Quote;

/**
 * Tries to log in that failed (RFC 6120 §6.4.5), since the session began.
 *
 * @param username  whom the client claimed to be at the last one, as it wrote it, cut if that is long; null if the
 *                  mechanism does not tell, or the plugin does not know it
 * @param mechanism the SASL mechanism that it used then, or {@code XEP-0078} for what was before SASL; null if it is unknown
 * @param condition the error that the server answered with (RFC 6120 §6.5), such as {@code not-authorized}; null if it
 *                  is unknown
 * @param count     how many there were
 */
public record LoginFailure(String username, String mechanism, String condition, int count) {
    /** No try has failed. */
    public static final LoginFailure NONE = new LoginFailure(null, null, null, 0);

    private static final int MAX_USERNAME = 255;

    /** What is kept of a name that a client claims: null if that is empty, or null; cut if it is long, and marked. */
    public static String username(String claimed) {
        return claimed == null || claimed.isEmpty() ? null : Quote.shortened(claimed, MAX_USERNAME);
    }

    /** The same with one more, which is the last one from then on. */
    LoginFailure then(String itsUsername, String itsMechanism, String itsCondition) {
        return new LoginFailure(itsUsername, itsMechanism, itsCondition, count + 1);
    }
}
