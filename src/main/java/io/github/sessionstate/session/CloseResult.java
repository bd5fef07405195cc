package io.github.sessionstate.session;

import java.util.Objects;

import io.github.sessionstate.text.Word;

/**
 * What became of a close command.
 *
 * @param outcome what happened
 * @param detail  more about it, for a person to read; null if there is nothing to add
 */
public record CloseResult(Outcome outcome, String detail) {
    /** What happened to a session that was to be closed. */
    public enum Outcome {
        /** The session ended because of the command. */
        CLOSED,
        /** It had ended before. */
        GONE,
        /** It is still there. */
        FAILED;

        @Override
        public String toString() {
            return Word.of(this);
        }
    }

    public CloseResult {
        Objects.requireNonNull(outcome, "outcome");
    }

    /** The session ended. */
    public static CloseResult closed() {
        return new CloseResult(Outcome.CLOSED, null);
    }

    /** The session had ended already. */
    public static CloseResult gone() {
        return new CloseResult(Outcome.GONE, null);
    }

    /** The session could not be ended. */
    public static CloseResult failed(String detail) {
        return new CloseResult(Outcome.FAILED, detail);
    }
}
