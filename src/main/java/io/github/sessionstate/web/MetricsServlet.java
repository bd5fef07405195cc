package io.github.sessionstate.web;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.servlet.http.HttpServletRequest;

import io.github.sessionstate.metrics.MetricsFormat;
import io.github.sessionstate.token.Scope;

/** {@code GET metrics}: numbers for a monitoring system, in the format that it asks for. */
public final class MetricsServlet extends ApiServlet {
    private static final long serialVersionUID = 1L;

    /** Made by the server. */
    public MetricsServlet() {
        super(ApiPaths.METRICS, Operation.get(Scope.READ, "Numbers for a monitoring system", List.of())
                .as(MetricsFormat.TEXT.type(), MetricsFormat.OPEN_METRICS.type()));
    }

    @Override
    Content answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        MetricsFormat format = format(Accept.of(request));
        return new Content(format.contentType(), services.metrics().page(format))
                .with(Map.of("Vary", "Accept"));
    }

    /** The one that a client likes best; OpenMetrics only for who asks for it by name. */
    static MetricsFormat format(Accept accept) {
        double open = accept.quality(MetricsFormat.OPEN_METRICS.type());
        double text = Stream.of(MetricsFormat.TEXT.type(), "text/*", "*/*").mapToDouble(accept::quality).max().orElse(0);
        return open > 0 && open >= text ? MetricsFormat.OPEN_METRICS : MetricsFormat.TEXT;
    }
}
