package io.github.sessionstate.openfire.tcp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

import io.github.sessionstate.session.LoginFailure;

/** Whom a client claims to be when it begins to log in. Of what else it sends there nothing is kept. */
final class SaslName {
    // A password may follow: what is longer is not looked at.
    private static final int MAX_ENCODED = 8192;

    private SaslName() {
    }

    /**
     * The name in a SASL {@code auth} element (RFC 6120 §6.4.2), or in the initial response of an {@code authenticate}
     * element (XEP-0388 §2.3): that of PLAIN (RFC 4616) and of the SCRAM mechanisms (RFC 5802 §7).
     *
     * @param auth the element as text
     * @return null if it holds none, or is not understood
     */
    static String in(String auth) {
        int start = auth.indexOf('>', Math.max(0, auth.indexOf("<initial-response"))) + 1;
        int end = auth.indexOf('<', start);
        if (start == 0 || end <= start || end - start > MAX_ENCODED) {
            return null;
        }
        String tag = auth.substring(0, auth.indexOf('>'));
        try {
            byte[] message = Base64.getMimeDecoder().decode(auth.substring(start, end));
            String sent = new String(message, StandardCharsets.UTF_8);
            String name = tag.contains("SCRAM-") ? inScram(sent) : tag.contains("PLAIN") ? inPlain(sent) : null;
            return LoginFailure.username(name);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String inPlain(String message) {
        String[] parts = message.split("\0", -1);
        return parts.length == 3 ? parts[1] : null;
    }

    private static String inScram(String message) {
        return Arrays.stream(message.split(",")).filter(part -> part.startsWith("n=")).findFirst()
                .map(part -> part.substring(2).replace("=2C", ",").replace("=3D", "=")).orElse(null);
    }
}
