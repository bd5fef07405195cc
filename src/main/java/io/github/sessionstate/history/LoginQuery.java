package io.github.sessionstate.history;

import java.time.Instant;

/**
 * Which failed logins are asked for: those of which all that is not null is true. Newest first.
 *
 * @param username the claimed name, as it is kept
 * @param ip       an address
 * @param from     failed at this moment or later, the last time
 * @param to       failed at this moment or earlier, the last time
 * @param before   stands behind this place
 * @param limit    so many at most, 1 or more
 */
public record LoginQuery(String username, String ip, Instant from, Instant to, Place before, int limit) {
}
