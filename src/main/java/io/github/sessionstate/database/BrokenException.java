package io.github.sessionstate.database;

/** A connection cannot be had, or does nothing any more: the database is down, as far as that tells. */
final class BrokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param cause what the connection or the pool said; never null */
    BrokenException(Throwable cause) {
        super("The database cannot be used: " + cause.getMessage(), cause);
    }
}
