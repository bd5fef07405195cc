package io.github.sessionstate.it.probe;

import java.io.IOException;

import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Makes and changes {@link SimulatedSessions} as it is told, and answers how many of both it made. */
public final class SimulationServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient SimulatedSessions sessions = new SimulatedSessions();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(sessions.made() + " " + sessions.changes());
    }

    /** Does what the parameter {@code do} names, with the number in {@code number}. Answers before it is done. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int number = Integer.parseInt(request.getParameter("number"));
        switch (request.getParameter("do")) {
            case "make" -> sessions.make(number);
            case "change" -> sessions.change(number);
            case "rest" -> sessions.rest();
            default -> response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        }
    }

    @Override
    public void destroy() {
        sessions.rest();
    }
}
