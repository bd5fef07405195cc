package io.github.sessionstate.it.boot;

import java.io.IOException;
import java.lang.reflect.Field;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginMonitor;

/**
 * The start page of Openfire 4.2.0's console in a test host, which also logs out as the real one does, and what the
 * tests ask of the plugin manager.
 */
public final class ConsoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("true".equals(request.getParameter("logout"))) {
            request.getSession().removeAttribute("jive.admin.authToken");
            response.sendRedirect("/index.jsp");
            return;
        }
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().write("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>Openfire Admin Console</title></head>
                <body><p><a href="/plugins/sessionstate/sessions">Session State</a></p></body></html>
                """);
    }

    /** Looks for added and removed plugins now, and answers when that is done. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws ServletException {
        try {
            Field monitor = PluginManager.class.getDeclaredField("pluginMonitor");
            monitor.setAccessible(true);
            ((PluginMonitor) monitor.get(XMPPServer.getInstance().getPluginManager())).runNow(true);
        } catch (ReflectiveOperationException e) {
            throw new ServletException(e);
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }
}
