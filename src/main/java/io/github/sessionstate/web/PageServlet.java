package io.github.sessionstate.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpSession;

/** {@code GET} of a {@link ConsolePage}. The console's login filter sends readers without a login to its login page. */
public final class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private static final int MAX_IDLE_SECONDS = 600;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RunningServices services = RunningServices.current();
        Optional<ConsolePage> page = ConsolePage.at(request.getPathInfo());
        if (services == null) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } else if (page.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (Reply.isForReading(request, response)) {
            String administrator = services.login().administrator(request);
            if (administrator == null) {
                // Somebody whom the filter let in and who is no administrator (any more).
                response.sendError(HttpServletResponse.SC_FORBIDDEN);
            } else {
                String html = page.get().html(services.texts().of(request), administrator,
                        idleSeconds(request.getSession(false)), services.files().base());
                // No length: a decorator writes more than this.
                Reply.send(request, response, "text/html; charset=UTF-8", Reply.NO_STORE,
                        html.getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    // Each poll prolongs the console login as a click does. The page must not keep it alive by itself, so it stops when
    // nobody has touched it for a while, well before the login would have ended.
    private static int idleSeconds(HttpSession login) {
        int lifetime = login == null ? 0 : login.getMaxInactiveInterval();
        return lifetime <= 0 ? MAX_IDLE_SECONDS : Math.max(1, Math.min(MAX_IDLE_SECONDS, lifetime / 2));
    }
}
