package io.github.sessionstate.web;

import java.io.IOException;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import io.github.sessionstate.text.Log;

/** How servlets answer, whatever it is that they send. */
final class Reply {
    /** The {@code Cache-Control} of what is another thing next time. */
    static final String NO_STORE = "no-store";

    private static final Log LOG = Log.of(Reply.class);

    private Reply() {
    }

    /** Whether the request only reads; if it does not, it has been answered with 405. */
    static boolean isForReading(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean isForReading = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        if (!isForReading) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
        return isForReading;
    }

    /** Sends a body. Its length is announced only if that was set before. */
    static void send(HttpServletRequest request, HttpServletResponse response, String contentType, String cacheControl,
                     byte[] body) {
        response.setContentType(contentType);
        response.setHeader("Cache-Control", cacheControl);
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            // The server would log an error with its stack, for a client that closed its page.
            LOG.debug("The client of {} went away before the answer", request.getPathInfo(), e);
        }
    }
}
