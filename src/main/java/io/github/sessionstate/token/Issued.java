package io.github.sessionstate.token;

/**
 * A token that was just made. It can be shown this once only.
 *
 * @param grant  which it belongs to, with all its tokens
 * @param number of the new one among them
 * @param token  the new one
 */
public record Issued(Grant grant, int number, Token token) {
}
