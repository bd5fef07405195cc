package io.github.sessionstate.openfire.console;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpSession;

import org.jivesoftware.openfire.admin.AdminManager;
import org.jivesoftware.openfire.auth.AuthToken;

import io.github.sessionstate.openfire.host.Host;
import io.github.sessionstate.web.AdminLogin;

/** Reads the login of the host's admin console. */
public final class ConsoleLogin implements AdminLogin {
    // Where the console keeps it: login.jsp, WebManager.
    private static final String AUTH_TOKEN = "jive.admin.authToken";

    private final Host host;

    public ConsoleLogin(Host host) {
        this.host = host;
    }

    @Override
    public String administrator(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        Object token = session == null ? null : session.getAttribute(AUTH_TOKEN);
        String username = token instanceof AuthToken ? ((AuthToken) token).getUsername() : null;
        // Asked anew: a login outlives the loss of the right.
        return username != null && isAdministrator(username) ? username : null;
    }

    @Override
    public boolean isAdministrator(String username) {
        return AdminManager.getInstance().isUserAdmin(username, true);
    }

    @Override
    public boolean isAddressAllowed(HttpServletRequest request) {
        return host.isAddressAllowed(request);
    }
}
