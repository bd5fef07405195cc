package io.github.sessionstate.history;

import java.time.Instant;

/** Sessions as they come from the database, for tests of other rooms. */
public final class Pasts {
    /** The start of the server that all of them are of. */
    public static final String BOOT = "0000019b7d2e1f00deadbeef";

    private Pasts() {
    }

    /** One that began an hour before its end, at john@example.org/phone. */
    public static PastSession ended(String id, Instant at, PastEnd end) {
        return of(id, "john", "192.0.2.1", at, end);
    }

    /**
     * One of this user.
     *
     * @param at  when it ended, or what is an hour after its beginning
     * @param end null while it goes on
     */
    public static PastSession of(String id, String username, String ip, Instant at, PastEnd end) {
        long moment = at.toEpochMilli();
        return new PastSession(new SessionRow(id, BOOT, username, "example.org", "phone", ip, 50000, "tcp", "TLSv1.3",
                "PLAIN", "Client", "1.0", null, null, null, null, "en", moment - 3_600_000, moment - 3_599_000,
                moment - 3_598_000, end == null ? Place.OPEN : moment, 3L, null, end, 2, 1, "192.0.2.9"));
    }
}
