package io.github.sessionstate.it.probe;

import java.io.IOException;
import java.io.PrintWriter;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import org.jivesoftware.openfire.SessionManager;
import org.jivesoftware.openfire.session.ClientSession;

/** Answers with what the host's own SessionManager says: one line for its counter, one for each bound session. */
public final class ProbeServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        PrintWriter out = response.getWriter();
        SessionManager manager = SessionManager.getInstance();
        out.println("connections " + manager.getConnectionsCount(true));
        for (ClientSession session : manager.getSessions()) {
            out.println("session " + session.getAddress());
        }
    }
}
