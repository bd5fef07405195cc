package io.github.sessionstate.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

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
        head(response, contentType, cacheControl);
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            // The server would log an error with its stack, for a client that closed its page.
            LOG.debug("The client of {} went away before the answer", request.getPathInfo(), e);
        }
    }

    /**
     * Sends a body piece by piece. If the rest of it cannot be had the connection is cut, so that nobody takes what was
     * sent for all: with chunks its last one is missing then (RFC 9112 §8).
     *
     * @throws ApiException if that happens before anything was sent
     */
    static void send(HttpServletRequest request, HttpServletResponse response, String contentType, Content.Pieces body)
            throws ApiException {
        head(response, contentType, NO_STORE);
        try {
            for (String piece = body.next(); piece != null; piece = body.next()) {
                response.getOutputStream().write(piece.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.debug("The client of {} went away before the end of the answer", request.getPathInfo(), e);
        } catch (ApiException e) {
            if (!response.isCommitted()) {
                response.reset();
                throw e;
            }
            LOG.warn("Cut the connection in the middle of the answer of {}: {}", request.getPathInfo(), e.getMessage());
            cut(request, response);
        } catch (RuntimeException | Error e) {
            LOG.error("Cut the connection in the middle of the answer of {}", request.getPathInfo(), e);
            cut(request, response);
        }
    }

    private static void cut(HttpServletRequest request, HttpServletResponse response) {
        try {
            // No status: the server takes it as the wish to cut the connection.
            response.sendError(-1);
        } catch (IOException e) {
            LOG.debug("The client of {} went away before that", request.getPathInfo(), e);
        }
    }

    private static void head(HttpServletResponse response, String contentType, String cacheControl) {
        response.setContentType(contentType);
        response.setHeader("Cache-Control", cacheControl);
        response.setHeader("X-Content-Type-Options", "nosniff");
    }
}
