package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sessionstate.session.Places;
import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.text.Quote;

/**
 * What a request for sessions asks: which ones, which columns of them, and how many at most. Several selections must
 * all be met. JIDs are compared as the server stores them, after stringprep.
 *
 * @param ids      the sessions' ids; null for any
 * @param fullJid  the session's full JID; null for any
 * @param username the session's username, bound or not; null for any
 * @param filter   what else must hold
 * @param grouping by what to count them, instead of telling of each; null for not
 * @param paging   in which order, and which part of that
 * @param columns  what to tell of each session; always the id as well
 * @param asArrays whether a session is an array of values, in the order of the columns, and not an object with keys
 * @param limit    how many sessions at most, or groups
 * @param following whether to wait for a change of what is asked for
 */
record SessionsQuery(Set<String> ids, String fullJid, String username, SessionFilter filter, SessionGrouping grouping,
                     Paging<?> paging, Set<SessionColumn> columns, boolean asArrays, int limit,
                     Following following) {
    static final int MAX_IDS = 100;
    static final int DEFAULT_LIMIT = 1_000;
    static final int MAX_LIMIT = 10_000;
    static final int MAX_GROUPS = 1_000;

    static final List<Parameter> PARAMETERS = List.of(
            Parameter.text("id", "Up to " + MAX_IDS + " ids of sessions with commas between them."),
            Parameter.text("full_jid", "The session of this full JID."),
            Parameter.text("username", "The sessions of this user."),
            Parameter.text("q", SessionFilter.MAX_LENGTH, "A filter."),
            Parameter.choice("group", SessionGrouping.keys(), "Count sessions by this, instead of listing them."),
            Parameter.text("sort", "The key of a column; with a minus before it in descending order."),
            FieldKeys.FIELDS,
            Parameter.choice("rows", List.of("objects", "arrays"), "What a session is; objects without it."),
            Parameter.number("limit", MAX_LIMIT, "How many at most, and no more than " + MAX_GROUPS
                    + " groups; " + DEFAULT_LIMIT + " without it."),
            Cursor.FROM,
            Parameter.text("before", "The from of an answer, to go back there; end for the last page."),
            Following.SINCE, Following.WAIT);
    // Groups have an order of their own.
    private static final List<String> WITHOUT_GROUPS = List.of("sort", "fields", "rows", "from", "before");

    /** Reads a request's parameters. */
    static SessionsQuery of(Map<String, String[]> given) throws ApiException {
        Parameters parameters = Parameters.of(given, PARAMETERS);
        SessionGrouping grouping = grouping(parameters);
        int most = grouping == null ? MAX_LIMIT : MAX_GROUPS;
        String filter = parameters.value("q");
        String sort = parameters.value("sort");
        String fields = parameters.value("fields");
        SessionOrder<?> order = sort == null ? SessionOrder.OF_AGE : SessionOrder.of(sort);
        return new SessionsQuery(ids(parameters.value("id")), parameters.value("full_jid"),
                parameters.value("username"), filter == null ? SessionFilter.ALL : SessionFilter.of(filter),
                grouping, Paging.of(order, parameters.value("from"), parameters.value("before")),
                fields == null ? SessionColumn.BY_DEFAULT : SessionColumn.ofKeys(fields),
                asArrays(parameters.value("rows")),
                (int) parameters.number("limit", DEFAULT_LIMIT, most, "limit must be a number from 0 to " + most),
                Following.of(parameters));
    }

    private static SessionGrouping grouping(Parameters parameters) throws ApiException {
        String key = parameters.value("group");
        for (String other : WITHOUT_GROUPS) {
            if (key != null && parameters.value(other) != null) {
                throw ApiException.badParameter("group and " + other + " exclude each other");
            }
        }
        return key == null ? null : SessionGrouping.of(key);
    }

    private static Set<String> ids(String text) throws ApiException {
        if (text == null) {
            return null;
        }
        Set<String> ids = new LinkedHashSet<>(List.of(text.split(",", -1)));
        if (ids.size() > MAX_IDS) {
            throw ApiException.badParameter("id takes at most " + MAX_IDS + " ids");
        }
        return ids;
    }

    /** The few sessions that may match; null if it may be any. */
    Places named(SessionRegistry registry) {
        Stream<Optional<Session>> named = ids != null ? ids.stream().sorted().map(registry::byId)
                : fullJid != null ? Stream.of(registry.byFullJid(fullJid)) : null;
        return named == null ? null : Places.of(named.flatMap(Optional::stream).toArray(Session[]::new));
    }

    private static boolean asArrays(String rows) throws ApiException {
        if (rows != null && !rows.equals("objects") && !rows.equals("arrays")) {
            throw ApiException.badParameter("rows must be objects or arrays: " + Quote.of(rows));
        }
        return "arrays".equals(rows);
    }

    /** Whether every session is asked for. */
    boolean isAll() {
        return ids == null && fullJid == null && username == null && filter.isEmpty();
    }

    /** What must hold of a session that is there. */
    FilterTerm selection(KnownTerms known) {
        List<FilterTerm> terms = new ArrayList<>();
        if (ids != null) {
            terms.add((session, state, now) -> ids.contains(session.id()));
        }
        if (fullJid != null) {
            terms.add(new ValueTerm<>(SessionColumn.FULL_JID.value().key(), fullJid::equals));
        }
        if (username != null) {
            terms.add(new ValueTerm<>(SessionColumn.USERNAME.value().key(), username::equals));
        }
        terms.add(known.known(filter.text(), filter.term()));
        return new FilterTerm.All(terms);
    }
}
