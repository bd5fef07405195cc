package io.github.sessionstate.session;

/** The server cannot read a roster at this moment. What went wrong stands in the server's log. */
public final class RosterUnreadableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause what the server threw */
    public RosterUnreadableException(Throwable cause) {
        super("the roster cannot be read", cause);
    }
}
