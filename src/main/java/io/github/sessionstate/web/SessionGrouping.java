package io.github.sessionstate.web;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.sessionstate.text.Quote;

/**
 * By what sessions can be counted in groups.
 *
 * @param key   as a filter asks for it
 * @param value what those of a group have in common
 * @param text  the same without regard to case, as a filter takes it
 */
record SessionGrouping(String key, Reading<?> value, Reading.Kept<String> text) {
    private static final Map<String, SessionGrouping> BY_KEY = byKey();

    private static Map<String, SessionGrouping> byKey() {
        Map<String, SessionGrouping> groupings = new LinkedHashMap<>();
        // What few have is counted by it as well: who guesses passwords, and for whom.
        for (SessionColumn column : List.of(SessionColumn.USERNAME, SessionColumn.RESOURCE, SessionColumn.CLIENT,
                SessionColumn.IP, SessionColumn.STATE, SessionColumn.SHOW, SessionColumn.STATUS, SessionColumn.HOST,
                SessionColumn.SASL_MECHANISM, SessionColumn.LOGIN_FAILED_USERNAME,
                SessionColumn.LOGIN_FAILED_CONDITION)) {
            Reading<?> value = column.value().shown();
            groupings.put(column.key(), new SessionGrouping(column.key(), value,
                    Reading.kept(value.map(its -> its.toString().toLowerCase(Locale.ROOT)))));
        }
        return groupings;
    }

    /** The keys, in the order in which the page offers them. */
    static List<String> keys() {
        return List.copyOf(BY_KEY.keySet());
    }

    /** Reads a key. */
    static SessionGrouping of(String key) throws ApiException {
        SessionGrouping grouping = BY_KEY.get(key);
        if (grouping == null) {
            throw ApiException.badParameter("sessions cannot be grouped by " + Quote.of(key) + "; there are "
                    + String.join(", ", keys()));
        }
        return grouping;
    }
}
