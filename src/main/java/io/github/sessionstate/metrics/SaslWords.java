package io.github.sessionstate.metrics;

import java.util.Locale;
import java.util.Set;

/**
 * The words of SASL that may become labels. A client writes its mechanism as it likes, and each word that is counted
 * costs a monitoring system a time series for good, so whatever is not known here counts as {@value #OTHER}.
 */
final class SaslWords {
    /** What is not known here. */
    static final String OTHER = "other";
    /** What the plugin was not told. */
    static final String UNKNOWN = "unknown";

    // IANA's registry without the families that it leaves open, what Openfire and drafts have beside it, and the word
    // of LoginFailure for what was before SASL.
    private static final Set<String> MECHANISMS = Set.of("ANONYMOUS", "CRAM-MD5", "DIGEST-MD5", "EXTERNAL", "GS2-KRB5",
            "GS2-KRB5-PLUS", "GSS-SPNEGO", "GSSAPI", "KERBEROS_V4", "KERBEROS_V5", "LOGIN", "NTLM", "OAUTH10A",
            "OAUTHBEARER", "OPENID20", "OTP", "PLAIN", "SAML20", "SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256",
            "SCRAM-SHA-256-PLUS", "SECURID", "SKEY", "SPNEGO", "SPNEGO-PLUS", "XOAUTH", "XOAUTH2", "SCRAM-SHA-512",
            "SCRAM-SHA-512-PLUS", "SCRAM-SHA3-512", "SCRAM-SHA3-512-PLUS", "JIVE-SHAREDSECRET", "HT-SHA-256-NONE",
            "HT-SHA-256-UNIQ", "HT-SHA-256-EXPR", "HT-SHA-256-ENDP", "XEP-0078");

    // RFC 6120 §6.5.
    private static final Set<String> CONDITIONS = Set.of("aborted", "account-disabled", "credentials-expired",
            "encryption-required", "incorrect-encoding", "invalid-authzid", "invalid-mechanism", "malformed-request",
            "mechanism-too-weak", "not-authorized", "temporary-auth-failure");

    private SaslWords() {
    }

    /** @param said the mechanism as a client or a server has it; null if nobody told */
    static String mechanism(String said) {
        return known(said == null ? null : said.toUpperCase(Locale.ROOT), MECHANISMS);
    }

    /** @param said the condition of a failure as a server has it; null if nobody told */
    static String condition(String said) {
        return known(said, CONDITIONS);
    }

    private static String known(String word, Set<String> words) {
        return word == null ? UNKNOWN : words.contains(word) ? word : OTHER;
    }
}
