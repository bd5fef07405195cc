package io.github.sessionstate.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.address.AddressRange;
import io.github.sessionstate.address.IpAddress;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.Names;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.token.Grant;
import io.github.sessionstate.token.Token;

/**
 * Who is behind a request with {@code Authorization}, whatever cookies it has. Every token that is not let in gets the
 * same answer, so that nobody learns which part of it was right.
 */
final class TokenCheck {
    /** RFC 6750 §3. */
    static final String CHALLENGE = "Bearer realm=\"Session State\"";

    private static final String HEADER = "Authorization";
    // RFC 9110 §11.4: the scheme in any case.
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +(\\S+)");

    private TokenCheck() {
    }

    /** The values of the header; empty if the request has none, and is to be looked at for a console login. */
    static List<String> credentials(HttpServletRequest request) {
        return RequestHeaders.all(request, HEADER);
    }

    /**
     * The owner of the token.
     *
     * @param credentials from {@link #credentials}, and not empty
     */
    static Caller check(RunningServices services, List<String> credentials, HttpServletRequest request)
            throws ApiException {
        String ip = ip(request);
        IpAddress address = IpAddress.of(ip);
        checkPlace(services.settings(), request.isSecure(), ip, address);
        // Who has no address is one client.
        String client = address == null ? "" : address.network().toString();
        Duration wait = services.wrongTokens().retryAfter(client);
        Token token = token(credentials);
        Grant grant = token == null ? null : grant(services, token, ip, !wait.isZero());
        if (grant != null) {
            return Caller.withToken(grant);
        }
        if (!wait.isZero()) {
            throw new ApiException(Problem.TOO_MANY, "too many wrong tokens from this address")
                    .header("Retry-After", String.valueOf(Math.max(1, wait.plusMillis(999).toSeconds())));
        }
        services.wrongTokens().wrong(client);
        throw new ApiException(Problem.LOGIN_NEEDED, "the token is not valid")
                .header("WWW-Authenticate", CHALLENGE + ", error=\"invalid_token\"");
    }

    private static void checkPlace(LiveSettings settings, boolean isSecure, String ip, IpAddress address)
            throws ApiException {
        if (!isSecure && (address == null || !address.isLoopback()) && !settings.get(Setting.API_PLAIN_HTTP)) {
            throw new ApiException(Problem.PLAIN_HTTP, "tokens are accepted over HTTPS only; this one was sent in the"
                    + " clear and should be revoked");
        }
        String list = settings.text(Setting.API_ADDRESSES);
        // As it was set: a list that cannot be read must not open the API to everybody.
        if (list != null && !list.isBlank() && !isAmong(list, ip)) {
            throw new ApiException(Problem.ADDRESS_BLOCKED, "tokens are not accepted from this address");
        }
    }

    private static boolean isAmong(String list, String ip) {
        return Setting.API_ADDRESSES.problem(list) == null && AddressRange.isAmong(Names.of(list), ip);
    }

    // Some containers have brackets round what a proxy says.
    private static String ip(HttpServletRequest request) {
        String ip = String.valueOf(request.getRemoteAddr());
        return ip.startsWith("[") && ip.endsWith("]") ? ip.substring(1, ip.length() - 1) : ip;
    }

    // Null if it is none.
    private static Token token(List<String> credentials) {
        Matcher bearer = BEARER.matcher(credentials.get(0));
        return credentials.size() == 1 && bearer.matches() ? Token.parse(bearer.group(1)) : null;
    }

    private static Grant grant(RunningServices services, Token token, String ip, boolean isBlocked)
            throws ApiException {
        CompletableFuture<Grant> grant = isBlocked ? services.grants().checkKnown(token, ip)
                : services.grants().check(token, ip);
        try {
            return Awaited.of(grant, Awaited.PROMPT);
        } catch (ApiException e) {
            // Who is not known yet is not told what is wrong with the database.
            throw Awaited.noDatabase("tokens cannot be checked now: the database does not answer");
        }
    }
}
