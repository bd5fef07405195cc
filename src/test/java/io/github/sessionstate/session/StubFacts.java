package io.github.sessionstate.session;

import java.time.Instant;

/** What a host knows of a session, as a test set it. */
public record StubFacts(String saslMechanism, UserAgent userAgent, Boolean isAnonymous, String language,
                        Boolean hasStreamManagement, Boolean isResumable, Instant resumableUntil, Integer unacknowledged,
                        Boolean isInactive, Boolean hasCarbons) implements ServerFacts {
    /** Only how the client logged in. */
    public static StubFacts login(String mechanism, UserAgent agent) {
        return new StubFacts(mechanism, agent, null, null, null, null, null, null, null, null);
    }
}
