package io.github.sessionstate.it.boot;

import java.io.IOException;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.auth.AuthFactory;
import org.jivesoftware.openfire.auth.AuthToken;
import org.jivesoftware.openfire.auth.ConnectionException;
import org.jivesoftware.openfire.auth.InternalUnauthenticatedException;
import org.jivesoftware.openfire.auth.UnauthorizedException;

/**
 * The login page of Openfire 4.2.0's console in a test host: the same form fields, session attribute and redirects as
 * the real one, which is not on Maven Central.
 */
public final class LoginServlet extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String FORM = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Openfire Admin Console: Login</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <link rel="stylesheet" type="text/css" href="/frame.css"></head>
            <body>
            <form action="/login.jsp" name="loginForm" method="post" class="frame-form">
            <h1>Session State <span>on a test host with Openfire 4.2.0</span></h1>
            <input type="hidden" name="url" value="%s">
            <input type="hidden" name="login" value="true">
            <label>Username <input type="text" name="username" id="u01" autofocus></label>
            <label>Password <input type="password" name="password" id="p01"></label>
            <input type="submit" value="Login">
            <p>Username <b>admin</b>, password <b>admin</b></p>
            </form>
            </body></html>
            """;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String url = request.getParameter("url");
        response.setContentType("text/html;charset=utf-8");
        response.getWriter().write(FORM.formatted(localPath(url).replace("&", "&amp;").replace("\"", "&quot;")));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AuthToken token = authenticate(request.getParameter("username"), request.getParameter("password"));
        if (token == null) {
            doGet(request, response);
            return;
        }
        request.getSession().invalidate();
        request.getSession().setAttribute("jive.admin.authToken", token);
        response.sendRedirect(localPath(request.getParameter("url")));
    }

    /** Null unless the user is an administrator with this password. */
    private AuthToken authenticate(String username, String password) {
        if (username == null || !AdminManager.getInstance().isUserAdmin(username, true)) {
            return null;
        }
        try {
            return AuthFactory.authenticate(username, password);
        } catch (UnauthorizedException | ConnectionException | InternalUnauthenticatedException e) {
            getServletContext().log("Login of " + username + " failed: " + e);
            return null;
        }
    }

    private static String localPath(String url) {
        return url != null && url.startsWith("/") ? url : "/index.jsp";
    }
}
