package io.github.sessionstate.web;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.stream.JsonWriter;

/** All that is below {@code /api/} and no path of the API: 404, in JSON as any other answer. */
public final class UnknownPathServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the host. */
    public UnknownPathServlet() {
        // No request that comes here has this path.
        super("");
    }

    @Override
    void answer(RunningServices services, String administrator, HttpServletRequest request, JsonWriter json)
            throws ApiException {
        throw noSuchPath();
    }
}
