package io.github.sessionstate.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

import io.github.sessionstate.text.Log;

/** {@code GET} of a {@link ConsolePage}. The console's login filter sends readers without a login to its login page. */
public final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Log LOG = Log.of(PageServlet.class);

    private static final int MAX_IDLE_SECONDS = 600;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RunningServices services = RunningServices.current();
        Optional<ConsolePage> page = ConsolePage.at(request.getPathInfo());
        if (services == null) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } else if (page.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            String administrator = services.login().administrator(request);
            if (administrator == null) {
                // Somebody whom the filter let in and who is no administrator (any more).
                response.sendError(HttpServletResponse.SC_FORBIDDEN);
            } else {
                send(response, page.get().html(services.texts().of(request), administrator,
                        idleSeconds(request.getSession(false)), services.files().base()));
            }
        }
    }

    // Each poll prolongs the console login as a click does. The page must not keep it alive by itself, so it stops when
    // nobody has touched it for a while, well before the login would have ended.
    private static int idleSeconds(HttpSession login) {
        int lifetime = login == null ? 0 : login.getMaxInactiveInterval();
        return lifetime <= 0 ? MAX_IDLE_SECONDS : Math.max(1, Math.min(MAX_IDLE_SECONDS, lifetime / 2));
    }

    private static void send(HttpServletResponse response, String html) {
        response.setContentType("text/html; charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        try {
            // No length: a decorator writes more than this.
            response.getOutputStream().write(html.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("The reader of the page went away", e);
        }
    }
}
