package io.github.sessionstate.web;

/** Characters that no line of text has, and that not every database takes. */
final class ControlCharacters {
    private ControlCharacters() {
    }

    /** Whether there is one in a text. */
    static boolean areIn(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
