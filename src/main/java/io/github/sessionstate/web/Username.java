package io.github.sessionstate.web;

/** The name of a person whose data is meant. */
final class Username {
    /** So many characters it may have (RFC 7622 §3.3.1, in bytes). */
    static final int MAX_LENGTH = 1_023;

    private Username() {
    }

    /** What is wrong with a text that should be one, as it stands in JIDs; null if nothing is. */
    static String complaint(String text) {
        return text.isEmpty() || text.length() > MAX_LENGTH || ControlCharacters.areIn(text)
                ? "username must be a name of 1 to " + MAX_LENGTH + " characters without control characters" : null;
    }

    /** Whether this is what a client wrote for it, which need not be as it stands in JIDs. */
    static boolean isMeant(String username, String claimed) {
        return claimed != null && claimed.strip().equalsIgnoreCase(username);
    }
}
