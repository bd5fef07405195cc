package io.github.sessionstate.web;

import io.github.sessionstate.token.Scope;

/**
 * A method of a path of the API.
 *
 * @param method the HTTP method
 * @param scope  what a token must have for it; null if it takes a console login
 */
record Operation(String method, Scope scope) {
    static Operation get(Scope scope) {
        return new Operation("GET", scope);
    }

    static Operation post(Scope scope) {
        return new Operation("POST", scope);
    }
}
