package io.github.sessionstate.it.boot;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import javax.servlet.ServletException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jivesoftware.openfire.XMPPServer;
import org.jivesoftware.openfire.container.PluginManager;
import org.jivesoftware.openfire.container.PluginMonitor;
import org.jivesoftware.util.JiveGlobals;

/**
 * What is there of Openfire 4.2.0's own console in a test host: the start page, which says what to try and logs out as
 * the real one does; a word at the address of every other page; and what the tests ask of the plugin manager.
 */
public final class ConsoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String START = "/index.jsp";

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if ("true".equals(request.getParameter("logout"))) {
            request.getSession().removeAttribute("jive.admin.authToken");
            response.sendRedirect(START);
            return;
        }
        boolean isStart = request.getServletPath().equals(START);
        if (!isStart) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
        response.setContentType("text/html;charset=utf-8");
        try (InputStream page = getServletContext().getResourceAsStream(
                isStart ? "/WEB-INF/start.html" : "/WEB-INF/absent.html")) {
            String html = new String(page.readAllBytes(), StandardCharsets.UTF_8).replace("CLIENT_PORT",
                    JiveGlobals.getProperty("xmpp.socket.plain.port"));
            response.getOutputStream().write(html.getBytes(StandardCharsets.UTF_8));
        }
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
