package io.github.sessionstate.web;

import java.util.List;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.metrics.MetricsFormat;
import io.github.sessionstate.token.Scope;

/** {@code GET metrics}: numbers for a monitoring system, in the format that it asks for. */
public final class MetricsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public MetricsServlet() {
        super(ApiPaths.METRICS, Operation.get(Scope.READ, "Numbers for a monitoring system", List.of())
                .as("text/plain", "application/openmetrics-text"));
    }

    @Override
    Content answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        MetricsFormat format = MetricsFormat.of(request.getHeader("Accept"));
        return new Content(format.contentType(), services.metrics().page(format));
    }
}
