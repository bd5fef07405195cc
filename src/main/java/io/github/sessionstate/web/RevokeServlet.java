package io.github.sessionstate.web;

import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Grants;

/**
 * {@code POST tokens/revoke}: {@code {"grant":ID}} ends a grant with all its tokens, and {@code {"grant":ID,"token":2}}
 * one of them. Answers {@code {"revoked":true}}.
 */
public final class RevokeServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public RevokeServlet() {
        super(ApiPaths.REVOKE, Operation.post(null, "End a grant, or one of its tokens", Body.class, Done.class)
                .failing(Problem.UNKNOWN_GRANT));
    }

    /** @param token its number; null for the whole grant */
    record Body(@Required String grant, Long token) {
    }

    record Done(boolean revoked) {
    }

    @Override
    Done run(RunningServices services, Caller caller, Record wanted) throws ApiException {
        Body body = (Body) wanted;
        Grants grants = services.grants();
        boolean isRevoked = Awaited.of(body.token == null ? grants.revoke(caller.administrator(), body.grant)
                : grants.revoke(caller.administrator(), body.grant, Math.toIntExact(body.token)), Awaited.BY_HAND);
        if (!isRevoked) {
            throw GrantsServlet.unknownGrant();
        }
        caller.record(services.audit(), body.token == null ? "Session State: revoke a grant"
                : "Session State: revoke a token", (body.token == null ? "grant " : "token " + body.token + " of grant ")
                + Quote.line(body.grant, 50));
        return new Done(true);
    }
}
