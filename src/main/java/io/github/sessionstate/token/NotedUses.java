package io.github.sessionstate.token;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** When the use of each token was last noted, so that this is done no more often than it should. Thread-safe. */
final class NotedUses {
    static final int MOST = 5_000;

    private final Duration each;
    // By grant and number; the one that was noted last comes last.
    private final Map<String, Instant> noted = new LinkedHashMap<>();

    /** @param each between two notes of one token */
    NotedUses(Duration each) {
        this.each = each;
    }

    /** Whether this use is to be noted; then it counts as noted. */
    synchronized boolean isToNote(String grantId, GrantToken token, Instant now) {
        String key = grantId + ' ' + token.number() + ' ' + token.created().toEpochMilli();
        Instant last = noted.get(key);
        if (last != null && Kept.isYounger(last, each, now)
                || token.lastUsed() != null && Kept.isYounger(token.lastUsed(), each, now)) {
            return false;
        }
        noted.remove(key);
        noted.put(key, now);
        if (noted.size() > MOST) {
            noted.remove(noted.keySet().iterator().next());
        }
        return true;
    }

    /** Forgets what tells nothing any more. */
    synchronized void forget(Instant now) {
        noted.values().removeIf(last -> !Kept.isYounger(last, each, now));
    }
}
