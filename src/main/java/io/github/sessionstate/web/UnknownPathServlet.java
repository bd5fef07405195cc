package io.github.sessionstate.web;

import javax.servlet.http.HttpServletRequest;

/** All that is below {@code /api/} and no path of the API: 404, in JSON as any other answer. */
public final class UnknownPathServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public UnknownPathServlet() {
        // No request that comes here has this path.
        super("");
    }

    @Override
    Object answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        throw noSuchPath();
    }
}
