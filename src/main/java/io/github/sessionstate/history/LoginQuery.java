package io.github.sessionstate.history;

import java.time.Instant;

/**
 * Which failed logins are asked for: those of which all that is not null is true. Newest first.
 *
 * @param username the claimed name, as it is kept
 * @param ip       an address; rows of which only its network is left count as well. Or a network
 * @param from     failed at this moment or later, the last time
 * @param to       failed at this moment or earlier, the last time
 * @param before   stands behind this place
 * @param limit    so many at most, 1 or more
 */
public record LoginQuery(String username, String ip, Instant from, Instant to, Place before, int limit) {
    /** The same from this address, or network. */
    LoginQuery ofAddress(String itsIp) {
        return new LoginQuery(username, itsIp, from, to, before, limit);
    }
}
