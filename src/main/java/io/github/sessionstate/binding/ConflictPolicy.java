package io.github.sessionstate.binding;

import io.github.sessionstate.text.Word;

/** Who gives way if a client asks for a resource that another session of its user holds (RFC 6120 §7.7.2.2). */
public enum ConflictPolicy {
    /** The session that holds the resource is closed. */
    KICK_OLD,
    /** The bind is refused. */
    KICK_NEW,
    /** The new session gets a resource that the server makes. */
    RANDOM,
    /** The new session gets the resource with {@code #1} behind it, or the lowest number that is free. */
    INCREMENT;

    /** The name as in the server property, such as {@code kick_old}. */
    @Override
    public String toString() {
        return Word.of(this);
    }
}
