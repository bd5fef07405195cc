package io.github.sessionstate.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;

/**
 * Tokens that tell a request of our page from one that another site made the administrator's browser send: a keyed hash
 * of the console login, so nothing is stored. A token is worth something only with the login that it was made for, and
 * only until the plugin stops.
 */
final class CsrfTokens {
    /** The header that carries the token. */
    static final String HEADER = "X-CSRF-Token";

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    CsrfTokens() {
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
    }

    /** The token of this login; null if the request has no HTTP session. */
    String token(HttpServletRequest request, String administrator) {
        HttpSession login = request.getSession(false);
        return login == null ? null : token(login.getId(), administrator);
    }

    /** Whether the request carries the token of this login. */
    boolean matches(HttpServletRequest request, String administrator) {
        String expected = token(request, administrator);
        String given = request.getHeader(HEADER);
        return expected != null && given != null && MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private String token(String loginId, String administrator) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(loginId.getBytes(StandardCharsets.UTF_8));
            // Neither part can hold it, so no two pairs give the same text.
            mac.update((byte) 0);
            mac.update(administrator.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            // Every Java platform must have this algorithm.
            throw new IllegalStateException(e);
        }
    }
}
