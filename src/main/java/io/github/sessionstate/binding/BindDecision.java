package io.github.sessionstate.binding;

import java.util.List;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Session;

/**
 * What is to become of a bind.
 *
 * @param refusal  why it is refused; null if it goes on
 * @param resource the resource that is bound; null if it is refused, or the server is to make one
 * @param closings the sessions that must be gone before; empty if it is refused
 * @param conflict the session that held the resource that was asked for; null if it was free
 * @param isLimited whether the user had as many sessions as are allowed
 */
public record BindDecision(Refusal refusal, String resource, List<Closing> closings, Session conflict,
                           boolean isLimited) {
    /** The stanza error that a refused bind is answered with (RFC 6120 §8.3). */
    public enum Refusal {
        /** Another session holds the resource (RFC 6120 §7.7.2.2): {@code conflict}, of type cancel. */
        CONFLICT,
        /** The user has too many sessions, or the server too much to do (RFC 6120 §7.6.2.1): of type wait. */
        RESOURCE_CONSTRAINT
    }

    /**
     * A session that gives way.
     *
     * @param session which
     * @param reason  what its client is told
     * @param cause   what counts as the cause of its end
     */
    public record Closing(Session session, CloseReason reason, EndCause cause) {
    }

    /** Whether the session that held the resource is closed for it. */
    boolean kicks() {
        return closings.stream().anyMatch(closing -> closing.cause() == EndCause.REPLACED);
    }

    static BindDecision refuse(Refusal refusal, Session conflict, boolean isLimited) {
        return new BindDecision(refusal, null, List.of(), conflict, isLimited);
    }
}
