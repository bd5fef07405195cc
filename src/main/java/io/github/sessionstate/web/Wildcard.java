package io.github.sessionstate.web;

import java.util.Locale;

/** Text in which a star stands for anything, the rest for itself without regard to case. */
final class Wildcard {
    private final String pattern;

    Wildcard(String pattern) {
        this.pattern = pattern.toLowerCase(Locale.ROOT);
    }

    /** Whether this is all of the text. Takes no longer than their lengths multiplied, unlike a regular expression. */
    boolean matches(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int at = 0;
        int next = 0;
        int star = -1;
        int afterStar = 0;
        while (at < lower.length()) {
            if (next < pattern.length() && pattern.charAt(next) == '*') {
                star = next++;
                afterStar = at;
            } else if (next < pattern.length() && pattern.charAt(next) == lower.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                // The last star takes one more; those before it need not, as it can take what they would.
                next = star + 1;
                at = ++afterStar;
            } else {
                return false;
            }
        }
        while (next < pattern.length() && pattern.charAt(next) == '*') {
            next++;
        }
        return next == pattern.length();
    }
}
