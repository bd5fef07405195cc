package io.github.sessionstate.token;

import java.util.Arrays;

import io.github.sessionstate.text.Word;

/** A part of what an administrator can do, as a grant gives it to a script. */
public enum Scope {
    /** See sessions, decisions, health, settings and metrics. */
    READ,
    /** See what was; with {@link #SETTINGS}, also erase it. */
    HISTORY,
    /** Send messages to clients, and ask them. */
    MESSAGE,
    /** Close sessions. */
    CLOSE,
    /** Change settings. */
    SETTINGS;

    /** The scope of this word, such as {@code read}; null if there is none. */
    public static Scope of(String word) {
        return Arrays.stream(values()).filter(scope -> scope.toString().equals(word)).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return Word.of(this);
    }
}
