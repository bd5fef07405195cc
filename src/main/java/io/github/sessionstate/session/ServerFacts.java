package io.github.sessionstate.session;

/**
 * What a server knows of a session beside the session model. Each is null where the server does not know, or does not
 * have such a thing.
 *
 * @param streamManagement whether the client turned stream management on (XEP-0198)
 * @param resumable        whether it may resume the session (XEP-0198 §5)
 * @param inactive         whether the client says that nobody looks at it (XEP-0352)
 * @param carbons          whether it gets copies of other resources' messages (XEP-0280)
 * @param language         the language of its stream (RFC 6120 §4.7.4)
 */
public record ServerFacts(Boolean streamManagement, Boolean resumable, Boolean inactive, Boolean carbons,
                          String language) {
    /** Of a session of which the server knows nothing yet. */
    public static final ServerFacts NONE = new ServerFacts(null, null, null, null, null);
}
