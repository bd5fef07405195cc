package io.github.sessionstate.web;

import java.io.IOException;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import io.github.sessionstate.text.Log;

/** {@code GET} of one of the {@link PageFiles}. */
public final class FileServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Log LOG = Log.of(FileServlet.class);

    private static final String PLUGIN = "/sessionstate/";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RunningServices services = RunningServices.current();
        String path = request.getPathInfo();
        PageFiles.Content file = services == null || !path.startsWith(PLUGIN) ? null
                : services.files().at(path.substring(PLUGIN.length()));
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        } else {
            response.setContentType(file.type());
            response.setHeader("Cache-Control", "private, max-age=31536000, immutable");
            response.setHeader("X-Content-Type-Options", "nosniff");
            try {
                response.setContentLength(file.bytes().length);
                response.getOutputStream().write(file.bytes());
            } catch (IOException e) {
                LOG.debug("The reader of a file went away", e);
            }
        }
    }
}
