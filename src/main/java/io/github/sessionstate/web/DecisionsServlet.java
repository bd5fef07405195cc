package io.github.sessionstate.web;

import java.util.List;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.binding.BindEvents;

/** {@code GET decisions}. */
public final class DecisionsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public DecisionsServlet() {
        super(ApiPaths.DECISIONS, "GET");
    }

    /** @param decisions of policies and wars at binds, newest first, from memory */
    record Decisions(List<BindEvents.Decided> decisions) {
    }

    @Override
    Decisions answer(RunningServices services, String administrator, HttpServletRequest request) throws ApiException {
        refuseParameters(request);
        return new Decisions(services.arbiter().events().latest());
    }
}
