package io.github.sessionstate.token;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What an administrator lets scripts do in their name.
 *
 * @param id        its name within tokens: 12 characters of Base64url
 * @param owner     the administrator's bare JID
 * @param label     what the owner calls it
 * @param scopes    what may be done, in the order of {@link Scope}
 * @param purpose   what the owner says that it is for; null if nothing was said
 * @param addresses from where its tokens may be used: addresses and CIDR ranges; empty for everywhere
 * @param created   when it was made
 * @param expires   when it ends
 * @param tokens    those that have not ended, by number
 */
public record Grant(String id, String owner, String label, Set<Scope> scopes, String purpose, List<String> addresses,
                    Instant created, Instant expires, List<GrantToken> tokens) {
    /** The name of the owner's account. */
    public String username() {
        return owner.substring(0, owner.indexOf('@'));
    }

    /** Whether it has not ended by then. */
    public boolean isLive(Instant now) {
        return now.isBefore(expires);
    }
}
