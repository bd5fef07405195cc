package io.github.sessionstate.session;

import java.util.Objects;

import io.github.sessionstate.text.Quote;

/**
 * How a session ended. What is too long is cut, and has an ellipsis as its last character.
 *
 * @param cause      why
 * @param condition  of the stream error (RFC 6120 §4.9) that ended it, of whichever side, or that whoever closed it
 *                   gave; up to {@value #MAX_CONDITION} characters, which a client may have chosen. Null if there was
 *                   none, or it is not known
 * @param text       of that error, up to {@value #MAX_TEXT} characters; it may be anything. Null for none
 * @param closedBy   the administrator who closed it, or the setting by which the plugin did, such as
 *                   {@code limit.policy}; null if neither did
 * @param replacedBy the id of the session that took its place, or that it resumed; null if none did, or it is not known
 */
public record SessionEnd(EndCause cause, String condition, String text, String closedBy, String replacedBy) {
    /** How long a condition may be: those of RFC 6120 have less than 30. */
    public static final int MAX_CONDITION = 48;

    /** How long the text of an error may be, and who closed the session. */
    public static final int MAX_TEXT = 255;

    /** Cuts what is too long. */
    public SessionEnd {
        Objects.requireNonNull(cause, "cause");
        condition = Quote.shortened(condition, MAX_CONDITION);
        text = Quote.shortened(text, MAX_TEXT);
        closedBy = Quote.shortened(closedBy, MAX_TEXT);
    }

    /** An end of which no more is known. */
    public static SessionEnd of(EndCause cause) {
        return new SessionEnd(cause, null, null, null, null);
    }

    /** The end by a stream error; condition and text null if they are not known. */
    public static SessionEnd byError(EndCause cause, String condition, String text) {
        return new SessionEnd(cause, condition, text, null, null);
    }

    /** The end of a session that is closed for this reason, which its client may not get to read. */
    public static SessionEnd closed(EndCause cause, CloseReason reason) {
        return new SessionEnd(cause, reason.condition(), reason.text(), reason.closedBy(), null);
    }

    /** The same, and this session took the place of the one that ended; null if it is not known which. */
    public SessionEnd replacedBy(String id) {
        return new SessionEnd(cause, condition, text, closedBy, id);
    }

    /** The same stream error for another cause, of which no more is known. */
    public SessionEnd as(EndCause other) {
        return byError(other, condition, text);
    }

    /** Whether an administrator of this name closed it. */
    boolean isClosedBy(String username) {
        return cause == EndCause.CLOSED_BY_ADMIN && username.equals(closedBy);
    }

    /** The same without who closed it. */
    SessionEnd withoutCloser() {
        return new SessionEnd(cause, condition, text, null, replacedBy);
    }
}
