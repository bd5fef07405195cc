package io.github.sessionstate.history;

import java.time.Instant;

/**
 * Failed logins of one kind from one address, within a minute. What is not known, or not kept, is null.
 *
 * @param id        of the row
 * @param boot      of which start of the server
 * @param firstAt   when the first failed; never null
 * @param lastAt    when the last failed; never null
 * @param attempts  how many there were
 * @param username  whom the client claimed to be
 * @param host      the domain that it wanted
 * @param ip        its address, or the network of that if it is older than addresses are kept
 * @param transport how it was connected, such as {@code tcp}
 * @param mechanism by which it tried
 * @param failure   the error that it got (RFC 6120 §6.5)
 */
public record PastLogin(String id, String boot, Instant firstAt, Instant lastAt, int attempts, String username,
                        String host, String ip, String transport, String mechanism, String failure) {
    /** Where it stands among others. */
    public Place place() {
        return new Place(lastAt.toEpochMilli(), id);
    }

    /** The same with another one of the kind, which came later. */
    PastLogin and(PastLogin later) {
        return new PastLogin(id, boot, firstAt, later.lastAt, attempts + later.attempts, username, host, ip, transport,
                mechanism, failure);
    }

    /** The same by another name. */
    PastLogin of(String itsUsername) {
        return new PastLogin(id, boot, firstAt, lastAt, attempts, itsUsername, host, ip, transport, mechanism, failure);
    }

    /** The same as this row. */
    PastLogin as(String itsId) {
        return new PastLogin(itsId, boot, firstAt, lastAt, attempts, username, host, ip, transport, mechanism, failure);
    }

    /** What tells its kind from others. */
    String kind() {
        return ip + '\n' + mechanism + '\n' + failure + '\n' + username;
    }
}
