package io.github.sessionstate.web;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * In which order sessions are told of. Those that do not have the property come last in either direction; those that are
 * equal in it, oldest first.
 *
 * @param column       what they are ordered by
 * @param isDescending whether the greatest comes first
 */
record SessionOrder(SessionColumn column, boolean isDescending) {
    /** Reads a column's key, with a minus before it for the other direction. */
    static SessionOrder of(String text) throws ApiException {
        boolean isDescending = text.startsWith("-");
        SessionColumn column = SessionColumn.ofKey(isDescending ? text.substring(1) : text);
        if (column == null || !column.is(SessionColumn.Trait.SORTABLE)) {
            throw ApiException.badRequest("sessions cannot be ordered by " + Quote.of(text));
        }
        return new SessionOrder(column, isDescending);
    }

    /** These sessions in this order. */
    List<SessionView> sorted(Stream<SessionView> views) {
        Comparator<Comparable<Object>> natural = Comparator.naturalOrder();
        Comparator<Comparable<Object>> values = Comparator.nullsLast(isDescending ? natural.reversed() : natural);
        // Each value is read once: it may change while others are compared. Sorting is stable.
        return views.map(view -> new Keyed(view, column.orderOf(view)))
                .sorted(Comparator.comparing(Keyed::value, values)).map(Keyed::view).toList();
    }

    private record Keyed(SessionView view, Comparable<Object> value) {
    }
}
