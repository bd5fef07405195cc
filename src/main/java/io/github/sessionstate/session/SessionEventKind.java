package io.github.sessionstate.session;

/** The transitions of a session's life. */
public enum SessionEventKind {
    /** A connection was accepted, or a session was there when the plugin started. */
    CREATED,
    /** The stream is open: a header was accepted. */
    OPENED,
    /** The stream was reset (STARTTLS, compression). */
    RESET,
    /** The client tried to log in and failed; it may try again. Changes no property of the state. */
    LOGIN_FAILED,
    /** SASL succeeded. */
    AUTHENTICATED,
    /** A resource was bound. */
    BOUND,
    /** The presence or the priority changed, or the client became unavailable. */
    PRESENCE,
    /** The client asked for its roster. */
    INTERESTED,
    /** The client is gone and may resume. */
    DETACHED,
    /** The session has a connection again, or it became known. */
    ATTACHED,
    /** The session ended. */
    DESTROYED
}
