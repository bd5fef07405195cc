package io.github.sessionstate.binding;

import java.util.Objects;
import java.util.Set;

/**
 * What a {@link PreResourceBind} hook says of a bind. Immutable.
 *
 * @param resource  the resource that is asked for instead; null if it stays
 * @param condition the stanza error condition of a refusal; null if the bind goes on
 * @param text      the text of a refusal; null if there is none
 */
public record BindVerdict(String resource, String condition, String text) {
    // RFC 6120 §8.3.3, but for those that tell of another address.
    private static final Set<String> CONDITIONS = Set.of("bad-request", "conflict", "feature-not-implemented",
            "forbidden", "internal-server-error", "item-not-found", "jid-malformed", "not-acceptable", "not-allowed",
            "not-authorized", "policy-violation", "recipient-unavailable", "registration-required",
            "remote-server-not-found", "remote-server-timeout", "resource-constraint", "service-unavailable",
            "subscription-required", "undefined-condition", "unexpected-request");
    private static final BindVerdict PROCEED = new BindVerdict(null, null, null);

    /**
     * Most callers want one of the methods below.
     *
     * @throws IllegalArgumentException if there is no such condition
     */
    public BindVerdict {
        if (condition != null && !CONDITIONS.contains(condition)) {
            throw new IllegalArgumentException("no condition of a stanza error: " + condition);
        }
    }

    /** The bind goes on as it is. */
    public static BindVerdict proceed() {
        return PROCEED;
    }

    /**
     * The bind goes on as if the client had asked for this resource.
     *
     * @param resource read as if the client had sent it: what cannot be a resource leaves the choice to the server
     */
    public static BindVerdict rename(String resource) {
        return new BindVerdict(Objects.requireNonNull(resource, "resource"), null, null);
    }

    /**
     * The bind is refused; the client may ask again.
     *
     * @param condition a stanza error condition, such as {@code not-allowed} (RFC 6120 §8.3.3); the server cannot say
     *                  {@code policy-violation}, and says {@code not-allowed} then
     * @param text      for people; null for none
     * @throws IllegalArgumentException if there is no such condition
     */
    public static BindVerdict refuse(String condition, String text) {
        if (condition == null) {
            throw new IllegalArgumentException("no condition of a stanza error: null");
        }
        return new BindVerdict(null, condition, text);
    }
}
