package io.github.sessionstate.binding;

import java.util.Objects;

/**
 * What counts at one bind. Immutable.
 *
 * @param conflict    who gives way if the resource is taken
 * @param limit       how many sessions the user may have bound at once, the new one included; 0 for any number
 * @param limitPolicy who gives way if there are that many
 * @param isExact     whether the session gets the resource that is asked for, or none: who would give another refuses
 * @param device      what names the client's device (XEP-0388): a session of the same one gives way. Null if unknown
 */
public record BindRules(ConflictPolicy conflict, int limit, LimitPolicy limitPolicy, boolean isExact, String device) {
    /** @throws IllegalArgumentException if the limit is negative */
    public BindRules {
        Objects.requireNonNull(conflict, "conflict");
        Objects.requireNonNull(limitPolicy, "limitPolicy");
        if (limit < 0) {
            throw new IllegalArgumentException("a limit of " + limit + " sessions");
        }
    }

    /** For a bind that may be given another resource, on a device that is not known. */
    public BindRules(ConflictPolicy conflict, int limit, LimitPolicy limitPolicy) {
        this(conflict, limit, limitPolicy, false, null);
    }

    /** The same rules while clients keep taking a resource from each other: nobody that is there gives way. */
    BindRules atWar() {
        return new BindRules(conflict == ConflictPolicy.KICK_OLD ? ConflictPolicy.RANDOM : conflict, limit, limitPolicy,
                isExact, null);
    }

    /** The same rules for a user whose sessions are not limited. */
    public BindRules withoutLimit() {
        return new BindRules(conflict, 0, limitPolicy, isExact, device);
    }

    /** The same rules for a bind that gets the resource that it asks for, or none. */
    public BindRules exact() {
        return new BindRules(conflict, limit, limitPolicy, true, device);
    }

    /** The same rules for a bind on this device. */
    public BindRules on(String itsDevice) {
        return new BindRules(conflict, limit, limitPolicy, isExact, itsDevice);
    }
}
