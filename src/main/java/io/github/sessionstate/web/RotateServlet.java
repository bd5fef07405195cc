package io.github.sessionstate.web;

import java.util.concurrent.CompletableFuture;

import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Issued;

/**
 * {@code POST tokens/rotate}: {@code {"grant":ID,"days":30}} makes another token of a grant, which ends with the grant at
 * the latest. The others still work until they are revoked. Answers as {@code POST tokens} does.
 */
public final class RotateServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public RotateServlet() {
        super(ApiPaths.ROTATE, Operation.post(null, "Make another token of a grant", Body.class, GrantsServlet.Made.class)
                .failing(Problem.NO_ROOM, Problem.UNKNOWN_GRANT));
    }

    /** @param days how long the token lasts; null for as long as its grant */
    record Body(@Required String grant, Long days) {
    }

    @Override
    GrantsServlet.Made run(RunningServices services, Caller caller, Record wanted) throws ApiException {
        Body body = (Body) wanted;
        CompletableFuture<Issued> made;
        try {
            made = services.grants().rotate(caller.administrator(), body.grant, GrantsServlet.days(body.days));
        } catch (IllegalArgumentException e) {
            throw ApiException.badBody(Quote.line(e.getMessage(), 200));
        }
        return GrantsServlet.made(services, caller, made, "make another token");
    }
}
