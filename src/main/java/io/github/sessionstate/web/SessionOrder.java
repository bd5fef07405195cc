package io.github.sessionstate.web;

import java.util.Comparator;

import io.github.sessionstate.text.Quote;

/**
 * In which order sessions are told of. Those that do not have the property come last in either direction; those that
 * are equal in it, oldest first.
 *
 * @param column       what they are ordered by; null for nothing but their age
 * @param isDescending whether the greatest comes first
 */
record SessionOrder(SessionColumn column, boolean isDescending) implements Comparator<Cursor> {
    /** The oldest first. */
    static final SessionOrder OF_AGE = new SessionOrder(null, false);

    private static final Comparator<String> NATURAL = Comparator.naturalOrder();
    private static final Comparator<Cursor> ASCENDING = cursors(NATURAL);
    private static final Comparator<Cursor> DESCENDING = cursors(NATURAL.reversed());

    private static Comparator<Cursor> cursors(Comparator<String> keys) {
        // Ids of one run sort by age.
        return Comparator.comparing(Cursor::key, Comparator.nullsLast(keys)).thenComparing(Cursor::id);
    }

    /** Reads a column's key, with a minus before it for the other direction. */
    static SessionOrder of(String text) throws ApiException {
        boolean isDescending = text.startsWith("-");
        SessionColumn column = SessionColumn.ofKey(isDescending ? text.substring(1) : text);
        if (column == null || !column.is(SessionColumn.Trait.SORTABLE)) {
            throw ApiException.badRequest("sessions cannot be ordered by " + Quote.of(text));
        }
        return new SessionOrder(column, isDescending);
    }

    /** Where a session stands. Read once: it may change while others are compared. */
    Cursor cursor(SessionView view) {
        return new Cursor(column == null ? null : column.sortKey(view), view.id());
    }

    @Override
    public int compare(Cursor one, Cursor other) {
        return (isDescending ? DESCENDING : ASCENDING).compare(one, other);
    }
}
