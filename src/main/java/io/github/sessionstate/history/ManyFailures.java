package io.github.sessionstate.history;

import java.time.Instant;

/**
 * Many logins that failed with one username, or from one address: somebody guesses, or a client has an old password.
 * Either the username or the address is null.
 *
 * @param username of an account
 * @param ip       an address
 * @param attempts how many failed since then
 * @param since    in which minute they began
 * @param lastAt   when the last one failed
 */
public record ManyFailures(String username, String ip, long attempts, Instant since, Instant lastAt) {
}
