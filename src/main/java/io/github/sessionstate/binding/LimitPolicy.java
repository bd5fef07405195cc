package io.github.sessionstate.binding;

import io.github.sessionstate.text.Word;

/** Who gives way if a user has as many sessions as are allowed. */
public enum LimitPolicy {
    /** The bind is refused (RFC 6120 §7.6.2.1). */
    REJECT_NEW,
    /** The sessions that began first are closed. */
    CLOSE_OLDEST,
    /**
     * The sessions from whose clients no stanza came for the longest time are closed, those first of which that is
     * known.
     */
    CLOSE_IDLE;

    /** The name as in the server property, such as {@code reject_new}. */
    @Override
    public String toString() {
        return Word.of(this);
    }
}
