package io.github.sessionstate.web;

import javax.servlet.http.HttpServletRequest;

/** Who is behind a request, as the server's admin console knows it. */
public interface AdminLogin {
    /**
     * The administrator whose console login this request carries.
     *
     * @return the user name; null without a login, with one that ended, or one of a user who is no administrator
     */
    String administrator(HttpServletRequest request);

    /** Whether this user may log in to the console, as the server sees it at this moment. */
    boolean isAdministrator(String username);

    /** Whether the console's own lists of allowed and blocked addresses let this client in. */
    boolean isAddressAllowed(HttpServletRequest request);
}
