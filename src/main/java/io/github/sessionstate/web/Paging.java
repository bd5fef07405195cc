package io.github.sessionstate.web;

/**
 * Which part of the sessions in an order is asked for.
 *
 * @param from   where to begin; null for the beginning
 * @param before where to end: the last sessions before it are wanted; null if it does not matter
 */
record Paging<K>(SessionOrder<K> order, Place<K> from, Place<K> before) {
    /** In the place of a cursor: the end of the list. */
    static final String END = "end";

    /** Reads cursors of this order; each null if it is not given. */
    static <K> Paging<K> of(SessionOrder<K> order, String from, String before) throws ApiException {
        if (from != null && before != null) {
            throw ApiException.badParameter("from and before exclude each other");
        }
        return new Paging<>(order, order.place(cursor(from)),
                END.equals(before) ? Place.end() : order.place(cursor(before)));
    }

    private static Cursor cursor(String text) throws ApiException {
        return text == null ? null : Cursor.of(text);
    }

    /** Whether the part is told by its end. */
    boolean isBackward() {
        return before != null;
    }

    /** Whether it is the first part, in whose reach every session is. */
    boolean isWhole() {
        return from == null && before == null;
    }

    /** Whether a session with this key and id stands where the part may be. */
    boolean isInReach(K key, String id) {
        return isBackward() ? order.compare(key, id, before) < 0 : from == null || order.compare(key, id, from) >= 0;
    }
}
