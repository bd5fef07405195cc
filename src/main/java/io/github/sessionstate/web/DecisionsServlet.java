package io.github.sessionstate.web;

import java.util.List;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.binding.BindEvents;
import io.github.sessionstate.token.Scope;

/** {@code GET decisions}. */
public final class DecisionsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public DecisionsServlet() {
        super(ApiPaths.DECISIONS, Operation.get(Scope.READ, "The last decisions of policies", Decisions.class));
    }

    /** @param decisions of policies and wars at binds, newest first, from memory */
    record Decisions(List<BindEvents.Decided> decisions) {
    }

    @Override
    Decisions answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        return new Decisions(services.arbiter().events().latest());
    }
}
