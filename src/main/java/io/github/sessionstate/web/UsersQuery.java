package io.github.sessionstate.web;

import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sessionstate.text.Quote;

/**
 * What a request for users asks.
 *
 * @param filter       what must hold of one of the user's bound sessions
 * @param isDescending whether the last in the order of JIDs comes first
 * @param from         the bare JID to begin at, whether there is such a user or not; null for the beginning
 * @param columns      what to tell of each user; always the JID as well
 * @param limit        how many at most
 */
record UsersQuery(SessionFilter filter, boolean isDescending, String from, Set<UserColumn> columns, int limit) {
    static final int DEFAULT_LIMIT = 1_000;
    static final int MAX_LIMIT = 10_000;

    static final List<Parameter> PARAMETERS = List.of(
            Parameter.text("q", SessionFilter.MAX_LENGTH, "A filter; one of the user's bound sessions must match."),
            Parameter.choice("sort", List.of(UserColumn.BARE_JID.key(), '-' + UserColumn.BARE_JID.key()),
                    "The order; ascending without it."),
            FieldKeys.FIELDS,
            Parameter.number("limit", MAX_LIMIT, "How many at most; " + DEFAULT_LIMIT + " without it."),
            Cursor.FROM);

    /** Reads a request's parameters. */
    static UsersQuery of(Map<String, String[]> given) throws ApiException {
        Parameters parameters = Parameters.of(given, PARAMETERS);
        String filter = parameters.value("q");
        String fields = parameters.value("fields");
        return new UsersQuery(filter == null ? SessionFilter.ALL : SessionFilter.of(filter),
                isDescending(parameters.value("sort")), from(parameters.value("from")),
                fields == null ? UserColumn.ALL : UserColumn.ofKeys(fields),
                (int) parameters.number("limit", DEFAULT_LIMIT, MAX_LIMIT,
                        "limit must be a number from 0 to " + MAX_LIMIT));
    }

    private static boolean isDescending(String sort) throws ApiException {
        String ascending = UserColumn.BARE_JID.key();
        if (sort != null && !sort.equals(ascending) && !sort.equals('-' + ascending)) {
            throw ApiException.badParameter("users can be ordered by " + ascending + " or -" + ascending + ", not by "
                    + Quote.of(sort));
        }
        return sort != null && sort.startsWith("-");
    }

    private static String from(String text) throws ApiException {
        Cursor cursor = text == null ? null : Cursor.of(text);
        if (cursor != null && cursor.key() != null) {
            throw ApiException.badParameter("not a place in this list");
        }
        return cursor == null ? null : cursor.id();
    }

    /** The place of a user in the list. */
    static Cursor place(String bareJid) {
        return new Cursor(null, bareJid);
    }
}
