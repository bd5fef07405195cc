package io.github.sessionstate.web;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.address.AddressRange;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Grant;
import io.github.sessionstate.token.GrantRequest;
import io.github.sessionstate.token.GrantToken;
import io.github.sessionstate.token.Issued;
import io.github.sessionstate.token.Scope;

/**
 * {@code GET tokens}: the administrator's own grants. {@code POST tokens} with
 * {@code {"label":"…","scopes":["read"],"purpose":"…","addresses":["10.0.0.0/8"],"days":90}} makes one with its first
 * token, which is in the answer, and never anywhere again.
 */
public final class GrantsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public GrantsServlet() {
        super(ApiPaths.TOKENS, Operation.get(null, "Your grants", All.class),
                Operation.post(null, "Make a grant with its first token", Body.class, Made.class)
                        .failing(Problem.NO_ROOM));
    }

    /** @param days how long it lasts; null for as long as most */
    record Body(String label, List<String> scopes, String purpose, List<String> addresses, Long days) {
    }

    /** A grant, as its owner sees it. */
    record Shown(String id, String label, Set<Scope> scopes, String purpose, List<String> addresses, Instant created,
                 Instant expires, List<GrantToken> tokens) {
        static Shown of(Grant grant) {
            return new Shown(grant.id(), grant.label(), grant.scopes(), grant.purpose(), grant.addresses(),
                    grant.created(), grant.expires(), grant.tokens());
        }
    }

    record All(List<Shown> grants) {
    }

    /**
     * What was made.
     *
     * @param token  to be copied now or never
     * @param number of it among those of the grant
     */
    record Made(String token, int number, Shown grant) {
    }

    @Override
    All answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        return new All(Awaited.of(services.grants().ofOwner(caller.administrator()), Awaited.BY_HAND).stream()
                .map(Shown::of).toList());
    }

    @Override
    Made run(RunningServices services, Caller caller, Record body) throws ApiException {
        GrantRequest wanted = wanted((Body) body);
        return made(services, caller, services.grants().make(caller.administrator(), wanted), "make a token");
    }

    private static GrantRequest wanted(Body body) throws ApiException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : body.scopes == null ? List.<String>of() : body.scopes) {
            Scope scope = Scope.of(word);
            if (scope == null) {
                throw ApiException.badBody("scopes holds an unknown one: " + Quote.of(word));
            }
            scopes.add(scope);
        }
        List<String> addresses = body.addresses == null ? List.of() : body.addresses;
        for (String address : addresses) {
            if (!AddressRange.isRange(address)) {
                // The one field of the page whose values only the server can tell from others.
                String problem = "not an address or CIDR range: " + Quote.of(address);
                throw new ApiException(Problem.BAD_BODY, problem, Map.of("addresses", problem));
            }
        }
        try {
            return GrantRequest.of(body.label, scopes, body.purpose, addresses, days(body.days));
        } catch (IllegalArgumentException e) {
            throw ApiException.badBody(Quote.line(e.getMessage(), 200));
        }
    }

    /** So many days; null for none given. */
    static Duration days(Long days) {
        return days == null ? null : Duration.ofDays(days);
    }

    /**
     * What was made, once it is.
     *
     * @param made null in it if there is no such grant
     * @param what was done, for the audit log
     */
    static Made made(RunningServices services, Caller caller, CompletableFuture<Issued> made, String what)
            throws ApiException {
        // A token that nobody got to see is of no use, and must not stay.
        Issued issued = Awaited.of(made, Awaited.BY_HAND, late -> revoke(services, caller, late));
        if (issued == null) {
            throw unknownGrant();
        }
        Grant grant = issued.grant();
        Instant expires = grant.tokens().stream().filter(token -> token.number() == issued.number())
                .map(GrantToken::expires).findFirst().orElse(grant.expires());
        caller.record(services.audit(), "Session State: " + what, "token " + issued.number() + " of grant "
                + Caller.grantName(grant) + ", until " + expires + ", scopes: "
                + grant.scopes().stream().map(Scope::toString).collect(Collectors.joining(", "))
                + (grant.addresses().isEmpty() ? "" : ", addresses: " + String.join(", ", grant.addresses())));
        return new Made(issued.token().text(), issued.number(), Shown.of(grant));
    }

    private static void revoke(RunningServices services, Caller caller, Issued late) {
        if (late != null) {
            services.grants().revoke(caller.administrator(), late.grant().id(), late.number());
        }
    }

    static ApiException unknownGrant() {
        return new ApiException(Problem.UNKNOWN_GRANT, "you have no such grant, or it has no such token");
    }
}
