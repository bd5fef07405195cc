package io.github.sessionstate.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;

/**
 * A grant as the database has it.
 *
 * @param grant      with the tokens that had not ended when it was read
 * @param hashes     of those tokens, in their order
 * @param lastNumber the highest number that a token of it had of late, or has
 */
record StoredGrant(Grant grant, List<String> hashes, int lastNumber) {
    /** Which of the grant's tokens this one is; null if it is none of them, has ended, or names another owner. */
    GrantToken find(Token token, Instant now) {
        byte[] hash = token.hash().getBytes(UTF_8);
        GrantToken found = null;
        // Takes the same time for whatever secret.
        for (int i = 0; i < hashes.size(); i++) {
            GrantToken candidate = grant.tokens().get(i);
            if (MessageDigest.isEqual(hash, hashes.get(i).getBytes(UTF_8)) & now.isBefore(candidate.expires())) {
                found = candidate;
            }
        }
        return grant.isLive(now) && grant.owner().equals(token.jid()) ? found : null;
    }
}
