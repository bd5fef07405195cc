package io.github.sessionstate.session;

import java.time.Instant;

/**
 * What a server knows of a session beside the session model. Each is asked of the server when it is read, costs no more
 * than a look at its objects, and is null where the server does not know, or does not have such a thing.
 */
public interface ServerFacts {
    /** Of a session of which the server knows nothing yet. */
    ServerFacts NONE = new ServerFacts() {
    };

    /** The SASL mechanism by which the client logged in (RFC 6120 §6); null before that. */
    default String saslMechanism() {
        return null;
    }

    /** What the client said of itself with SASL2 (XEP-0388); null if it did not. */
    default UserAgent userAgent() {
        return null;
    }

    /** Whether the client logged in anonymously (RFC 4505); null before it logged in. */
    default Boolean isAnonymous() {
        return null;
    }

    /** The language of the stream (RFC 6120 §4.7.4), as a language tag. */
    default String language() {
        return null;
    }

    /** Whether the client enabled stream management (XEP-0198). */
    default Boolean hasStreamManagement() {
        return null;
    }

    /** Whether the client may resume the session (XEP-0198 §5). */
    default Boolean isResumable() {
        return null;
    }

    /** Of a detached session: until when its client can resume it at least. Null if that is not limited. */
    default Instant resumableUntil() {
        return null;
    }

    /** How many stanzas the client has not acknowledged (XEP-0198 §4); null without stream management. */
    default Integer unacknowledged() {
        return null;
    }

    /** Whether the client says that it is inactive (XEP-0352). */
    default Boolean isInactive() {
        return null;
    }

    /** Whether the client gets copies of the messages of other resources (XEP-0280). */
    default Boolean hasCarbons() {
        return null;
    }
}
