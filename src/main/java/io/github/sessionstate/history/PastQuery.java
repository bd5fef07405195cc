package io.github.sessionstate.history;

import java.time.Instant;

/**
 * Which sessions are asked for: those of which all that is not null is true. Newest end first; those that go on come
 * before all others.
 *
 * @param username as it stands in JIDs
 * @param ip       an address, where the session began; rows of which only its network is left count as well
 * @param cause    see {@link PastEnd#cause()}
 * @param from     ended at this moment or later; what goes on counts as ending later
 * @param to       ended at this moment or earlier; what goes on counts as ending now
 * @param onlineAt went on at this moment
 * @param before   stands behind this place
 * @param limit    so many at most, 1 or more
 */
public record PastQuery(String username, String ip, String cause, Instant from, Instant to, Instant onlineAt,
                        Place before, int limit) {
    /** The same from this address, or network. */
    PastQuery ofAddress(String itsIp) {
        return new PastQuery(username, itsIp, cause, from, to, onlineAt, before, limit);
    }
}
