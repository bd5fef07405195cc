package io.github.sessionstate.session;

/**
 * How a client logged in.
 *
 * @param mechanism the SASL mechanism (RFC 6120 §6); null before that, and if the server does not tell
 * @param userAgent what the client said of itself with SASL2 (XEP-0388); null if it did not
 */
public record SaslLogin(String mechanism, UserAgent userAgent) {
    /** Of a session of which this is not known. */
    public static final SaslLogin NONE = new SaslLogin(null, null);
}
