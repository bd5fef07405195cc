package io.github.sessionstate.database;

import java.sql.SQLException;

/** The database did not do what was asked of it: it cannot be used now, is busy, or refused. */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message why, in English, for logs and the Health page
     * @param cause   what the database itself said; null if it was not asked
     */
    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * What kind of failure it was, in English, without what the database itself said: that may quote what somebody
     * wanted to keep.
     */
    public String kind() {
        // All before the colon is the plugin's own.
        String ours = getMessage().split(": ", 2)[0];
        return getCause() instanceof SQLException said
                ? ours + " (" + said.getClass().getSimpleName() + ", SQLSTATE " + said.getSQLState() + ')' : ours;
    }

    /** What the database itself said no to. */
    static DatabaseException refused(SQLException said) {
        return new DatabaseException("The database refused: " + said.getMessage(), said);
    }

    /** Nothing is asked of the database any more. */
    static DatabaseException stopped() {
        return new DatabaseException("The plugin was stopped", null);
    }
}
