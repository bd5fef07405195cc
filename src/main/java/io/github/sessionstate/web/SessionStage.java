package io.github.sessionstate.web;

import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Word;

/**
 * How far a session has come, in one word: of the words that hold for it, the one that says most. They are those of its
 * type and predicates, and their order is that of a session's life.
 */
enum SessionStage {
    /** A stream header is due, at the beginning or after authentication. */
    NOTOPEN,
    C2S_UNAUTHED,
    C2S_UNBOUND,
    /** A resource is bound, and no presence was sent. */
    CONNECTED,
    AVAILABLE,
    /** The client is gone and may resume, available or not. */
    DETACHED;

    @Override
    public String toString() {
        return Word.of(this);
    }

    /** That of a session that has not ended. */
    static SessionStage of(SessionState state) {
        if (state.notOpen()) {
            return NOTOPEN;
        } else if (state.detached()) {
            return DETACHED;
        } else if (state.isAvailableResource()) {
            return AVAILABLE;
        }
        return switch (state.type()) {
            case C2S_UNAUTHED -> C2S_UNAUTHED;
            case C2S_UNBOUND -> C2S_UNBOUND;
            default -> CONNECTED;
        };
    }
}
