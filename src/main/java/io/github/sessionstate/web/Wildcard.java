package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.List;

/** Text in which a star stands for anything, the rest for itself without regard to case. */
final class Wildcard {
    private final String beginning;
    // Null if there is no star.
    private final String end;
    private final List<TextSearch> between;

    Wildcard(String pattern) {
        List<String> parts = Arrays.asList(pattern.split("\\*", -1));
        int last = parts.size() - 1;
        beginning = parts.get(0);
        end = last == 0 ? null : parts.get(last);
        between = last == 0 ? List.of() : parts.subList(1, last).stream().map(TextSearch::new).toList();
    }

    /** Whether this is all of the text. Takes no longer than they are long. */
    boolean matches(String text) {
        if (end == null) {
            return text.equalsIgnoreCase(beginning);
        }
        int to = text.length() - end.length();
        if (to < beginning.length() || !text.regionMatches(true, 0, beginning, 0, beginning.length())
                || !text.regionMatches(true, to, end, 0, end.length())) {
            return false;
        }
        // Where a part is found first, most is left for those behind it.
        int at = beginning.length();
        for (TextSearch part : between) {
            at = part.endIn(text, at, to);
            if (at < 0) {
                return false;
            }
        }
        return true;
    }
}
