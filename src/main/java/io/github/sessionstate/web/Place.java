package io.github.sessionstate.web;

/**
 * Where a session stands in an order, whether it is still there or not.
 *
 * @param key what the order goes by; null if the session does not have it
 * @param id  the session's id
 */
record Place<K>(K key, String id) {
    // No id begins so, and what has no key stands last.
    private static final String LAST_ID = "\uffff";

    /** Behind every session, in whatever order. */
    static <K> Place<K> end() {
        return new Place<>(null, LAST_ID);
    }

    boolean isEnd() {
        return LAST_ID.equals(id);
    }

    /** The same for a URL. */
    Cursor cursor() {
        return new Cursor(key == null ? null : key.toString(), id);
    }
}
