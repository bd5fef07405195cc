package io.github.sessionstate.session;

import java.util.Locale;

/** Why a session ended. */
public enum EndCause {
    /** The host ended it and does not tell why. */
    CLOSED,
    /** The connection ended before a resource was bound. */
    CONNECTION_LOST,
    /** Another session bound the same full JID. */
    REPLACED,
    /** The connection was handed to a session that it resumed (XEP-0198 §5). */
    RESUMED,
    /** Closed by a command: the page, the API, or {@link XmppSession#close(CloseReason)}. */
    CLOSED_BY_ADMIN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The cause in snake case, such as {@code closed_by_admin}. */
    @Override
    public String toString() {
        return text;
    }
}
