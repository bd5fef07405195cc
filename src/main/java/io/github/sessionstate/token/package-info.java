/**
 * Tokens, with which a script uses the API in the name of an administrator. A {@code Grant} says who that is, what may
 * be done and until when; it has several tokens, so that one can be replaced while another still works. {@code Grants}
 * makes, checks and ends them, {@code GrantStore} has every statement, and {@code WrongTokens} counts who guesses.
 *
 * <p>The database keeps of a token the hash of its secret, never the token. Nobody who asks waits for the database or
 * for the directory of the accounts: all answers come later, on threads of the plugin.
 *
 * <p>This room may touch the JDK and the rooms text, address and database. What it needs of the accounts stands here as
 * {@link io.github.sessionstate.token.Owners}, what they tell it as
 * {@link io.github.sessionstate.token.Revocations}.
 */
package io.github.sessionstate.token;
