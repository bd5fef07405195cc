package io.github.sessionstate.binding;

import java.util.Objects;

/**
 * What counts at one bind. Immutable.
 *
 * @param conflict    who gives way if the resource is taken
 * @param limit       how many sessions the user may have bound at once, the new one included; 0 for any number
 * @param limitPolicy who gives way if there are that many
 */
public record BindRules(ConflictPolicy conflict, int limit, LimitPolicy limitPolicy) {
    /** @throws IllegalArgumentException if the limit is negative */
    public BindRules {
        Objects.requireNonNull(conflict, "conflict");
        Objects.requireNonNull(limitPolicy, "limitPolicy");
        if (limit < 0) {
            throw new IllegalArgumentException("a limit of " + limit + " sessions");
        }
    }

    /** The same rules with another policy for conflicts. */
    public BindRules with(ConflictPolicy other) {
        return new BindRules(other, limit, limitPolicy);
    }

    /** The same rules for a user whose sessions are not limited. */
    public BindRules withoutLimit() {
        return new BindRules(conflict, 0, limitPolicy);
    }
}
