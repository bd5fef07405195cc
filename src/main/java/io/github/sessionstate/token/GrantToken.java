package io.github.sessionstate.token;

import java.time.Instant;

/**
 * What can be told of a token of a grant.
 *
 * @param number      counts within the grant, from 1
 * @param created     when it was made
 * @param expires     when it ends; no later than its grant
 * @param lastUsed    when it was last let in, to the minute; null if it never was
 * @param lastAddress from which address; null if it never was
 */
public record GrantToken(int number, Instant created, Instant expires, Instant lastUsed, String lastAddress) {
}
