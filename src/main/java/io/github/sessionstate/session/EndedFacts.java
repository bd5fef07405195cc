package io.github.sessionstate.session;

import java.time.Instant;

/** What the server knew of a session when it ended: nothing of the server's is held by it. */
record EndedFacts(String saslMechanism, UserAgent userAgent, Boolean isAnonymous, String language,
                  Boolean hasStreamManagement, Boolean isResumable, Instant resumableUntil, Integer unacknowledged,
                  Boolean isInactive, Boolean hasCarbons) implements ServerFacts {
    static EndedFacts of(ServerFacts last, SessionState before) {
        return new EndedFacts(last.saslMechanism(), last.userAgent(), last.isAnonymous(), last.language(),
                last.hasStreamManagement(), last.isResumable(), before.detached() ? last.resumableUntil() : null,
                last.unacknowledged(), last.isInactive(), last.hasCarbons());
    }
}
