package io.github.sessionstate.web;

import java.io.IOException;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** {@code GET} of one of the {@link PageFiles}. */
public final class FileServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FOR_GOOD = "private, max-age=31536000, immutable";

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        RunningServices services = RunningServices.current();
        PageFiles.Content file = services == null ? null : services.files().at(request.getPathInfo());
        if (file == null) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        } else if (Reply.isForReading(request, response)) {
            response.setContentLength(file.bytes().length);
            Reply.send(request, response, file.type(), FOR_GOOD, file.bytes());
        }
    }
}
