package io.github.sessionstate.session;

import io.github.sessionstate.text.Word;

/** The reference's {@code type}: how far a client's session has come. */
public enum SessionType {
    /** Connected, not authenticated. */
    C2S_UNAUTHED,
    /** Authenticated (RFC 6120 §6), no resource bound yet. */
    C2S_UNBOUND,
    /** A resource is bound (RFC 6120 §7). */
    C2S,
    /** Ended. The object stays usable and harmless; no table holds it. */
    C2S_DESTROYED;

    /** The reference's spelling, such as {@code c2s_unauthed}. */
    @Override
    public String toString() {
        return Word.of(this);
    }
}
