package io.github.sessionstate.web;

import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Grant;
import io.github.sessionstate.token.Scope;

/**
 * Who a request comes from.
 *
 * @param administrator the user name
 * @param grant         that the token of the request belongs to; null for a console login
 */
record Caller(String administrator, Grant grant) {
    /** Somebody who is logged in to the console. */
    static Caller loggedIn(String administrator) {
        return new Caller(administrator, null);
    }

    /** Somebody with a token. */
    static Caller withToken(Grant grant) {
        return new Caller(grant.username(), grant);
    }

    /** Tells this caller from all others: one login of an administrator is like another, as is a token of a grant. */
    String identity() {
        return isLoggedIn() ? "login " + administrator : "grant " + grant.id();
    }

    boolean isLoggedIn() {
        return grant == null;
    }

    /** Whether what takes this scope is allowed. Whoever is logged in may do everything. */
    boolean mayUse(Scope scope) {
        return isLoggedIn() || grant.scopes().contains(scope);
    }

    /**
     * Writes down what was done, in the name of the administrator and with the grant.
     *
     * @param details not null
     */
    void record(AuditLog audit, String summary, String details) {
        // Not as a part of the user's name: the server's column takes 64 characters, and is searched by users.
        audit.record(administrator, summary,
                isLoggedIn() ? details : "by a token of grant " + grantName(grant) + '\n' + details);
    }

    /** How texts name a grant. */
    static String grantName(Grant grant) {
        return Quote.of(grant.label()) + ", " + grant.id();
    }
}
