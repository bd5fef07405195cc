package io.github.sessionstate.web;

import java.util.Comparator;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Quote;

/**
 * In which order sessions are told of. Those that do not have the property come last in either direction; those that
 * are equal in it, oldest first.
 *
 * @param column       what they are ordered by; null for nothing but their age
 * @param value        how that is read
 * @param isDescending whether the greatest comes first
 */
record SessionOrder<K>(SessionColumn column, ColumnValue<K> value, boolean isDescending)
        implements Comparator<Place<K>> {
    /** The oldest first: nobody has anything but an id. */
    static final SessionOrder<?> OF_AGE =
            new SessionOrder<>(null, ColumnValue.text((session, state) -> null), false);

    /** Reads a column's key, with a minus before it for the other direction. */
    static SessionOrder<?> of(String text) throws ApiException {
        boolean isDescending = text.startsWith("-");
        SessionColumn column = SessionColumn.ofKey(isDescending ? text.substring(1) : text);
        if (column == null) {
            throw ApiException.badParameter("sessions cannot be ordered by " + Quote.of(text));
        }
        if (!column.is(ColumnTrait.SORTABLE)) {
            throw ApiException.badParameter("sessions cannot be ordered by " + column.key() + ": " + SessionColumn.ASKED);
        }
        return new SessionOrder<>(column, column.value(), isDescending);
    }

    /** Whether that is the order of age, or its reverse: ids of one run sort by age. */
    boolean isByAge() {
        return column == null || column == SessionColumn.ID;
    }

    /** What a session is ordered by. Read once: it may change while others are compared. */
    K key(Session session, SessionState state) {
        return value.key().of(session, state);
    }

    /** The place that a cursor of this order tells of; null stays null. */
    Place<K> place(Cursor cursor) throws ApiException {
        try {
            return cursor == null ? null
                    : new Place<>(cursor.key() == null ? null : value.read().apply(cursor.key()), cursor.id());
        } catch (RuntimeException e) {
            throw ApiException.badParameter("not a place in this order: " + Quote.of(cursor.toString()));
        }
    }

    @Override
    public int compare(Place<K> one, Place<K> other) {
        return compare(one.key(), one.id(), other);
    }

    /** Of a session with this key and id, for which no object is made. */
    int compare(K key, String id, Place<K> other) {
        int byKey = compareKeys(key, other.key());
        // Equal ones by their age.
        return byKey != 0 ? byKey : id.compareTo(other.id());
    }

    /** The same without regard to age. */
    int compareKeys(K one, K other) {
        if (one == null || other == null) {
            return one == other ? 0 : one == null ? 1 : -1;
        }
        return isDescending ? value.order().compare(other, one) : value.order().compare(one, other);
    }
}
