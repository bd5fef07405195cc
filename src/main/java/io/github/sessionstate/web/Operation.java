package io.github.sessionstate.web;

import io.github.sessionstate.token.Scope;

/**
 * A method of a path of the API.
 *
 * @param method   the HTTP method
 * @param scope    what a token must have for it; null if it takes a console login
 * @param body     what the request has to say, see {@link JsonBody}; null without a body
 * @param maxBytes how long that may be
 * @param isKeyed  whether an {@link IdempotencyKey} keeps it from being done twice
 */
record Operation(String method, Scope scope, Class<? extends Record> body, int maxBytes, boolean isKeyed) {
    static Operation get(Scope scope) {
        return new Operation("GET", scope, null, 0, false);
    }

    static Operation post(Scope scope, Class<? extends Record> body) {
        return new Operation("POST", scope, body, JsonBody.MAX_BYTES, false);
    }

    /** A command to sessions. */
    static Operation command(Scope scope, Class<? extends Record> body) {
        return new Operation("POST", scope, body, JsonBody.MAX_COMMAND_BYTES, true);
    }

    /** This, to be done once only for each key. */
    Operation keyed() {
        return new Operation(method, scope, body, maxBytes, true);
    }
}
