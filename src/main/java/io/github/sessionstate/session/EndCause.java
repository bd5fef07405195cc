package io.github.sessionstate.session;

import io.github.sessionstate.text.Word;

/** Why a session ended. */
public enum EndCause {
    /** The server ended it and does not tell why. */
    CLOSED,
    /** The client closed its stream (RFC 6120 §4.4). */
    CLOSED_BY_CLIENT,
    /** The connection ended without a word: a reset, a FIN without the end of the stream, a failed write. */
    CONNECTION_LOST,
    /** A stream error (RFC 6120 §4.9) of either side, or input that the server could not read. */
    STREAM_ERROR,
    /** Another session bound the same full JID. */
    REPLACED,
    /** The connection was handed to a session that it resumed (XEP-0198 §5). */
    RESUMED,
    /** Another session of the user took its place, as there may be no more of them. */
    LIMIT,
    /** Closed by a command: the page, the API, or {@link XmppSession#close(CloseReason)}. */
    CLOSED_BY_ADMIN,
    /** The user's account was deleted or locked out, or its password changed. */
    ACCOUNT_CHANGED,
    /** The client failed to log in (RFC 6120 §6.4.5), and has not managed to since. */
    AUTH_FAILED,
    /** TLS failed on the connection (RFC 6120 §5.4.3.2). */
    TLS_FAILED,
    /** The client was silent for longer than the server allows. */
    IDLE,
    /** The client was detached for longer than the server allows (XEP-0198 §5). */
    DETACH_EXPIRED,
    /** The server is stopping. */
    SERVER_SHUTDOWN;

    /** The cause in snake case, such as {@code closed_by_admin}. */
    @Override
    public String toString() {
        return Word.of(this);
    }
}
