package io.github.sessionstate.web;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import javax.servlet.http.HttpServletRequest;

/** Headers of a request that may be there more than once. */
final class RequestHeaders {
    private RequestHeaders() {
    }

    /** Every value of a header, in their order; none if it is not there. */
    static List<String> all(HttpServletRequest request, String name) {
        Enumeration<String> values = request.getHeaders(name);
        return values == null ? List.of() : Collections.list(values);
    }
}
