package io.github.sessionstate.web;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.sessionstate.session.Session;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.text.Quote;

/**
 * What a request for sessions asks: which ones, which columns of them, and how many at most. Several selections must
 * all be met. JIDs are compared as the server stores them, after stringprep.
 *
 * @param ids      the sessions' ids; null for any
 * @param fullJid  the session's full JID; null for any
 * @param username the session's username, bound or not; null for any
 * @param filter   what else must hold
 * @param paging   in which order, and which part of that
 * @param columns  what to tell of each session; always the id as well
 * @param limit    how many sessions at most
 * @param since    the version of the table that the asker knows; null if it knows none
 * @param patience how long to wait for a change of what is asked for, if there is none since that version
 */
record SessionsQuery(Set<String> ids, String fullJid, String username, SessionFilter filter, Paging<?> paging,
                     Set<SessionColumn> columns, int limit, Long since, Duration patience) {
    static final int MAX_IDS = 100;
    static final int DEFAULT_LIMIT = 1_000;
    static final int MAX_LIMIT = 10_000;
    static final int MAX_WAIT_SECONDS = 20;

    private static final Set<String> PARAMETERS = Set.of("id", "full_jid", "username", "q", "sort", "fields", "limit",
            "from", "before", "since", "wait");

    /** Reads a request's parameters. */
    static SessionsQuery of(Map<String, String[]> parameters) throws ApiException {
        for (Map.Entry<String, String[]> parameter : parameters.entrySet()) {
            if (!PARAMETERS.contains(parameter.getKey())) {
                throw ApiException.badRequest("unknown parameter: " + Quote.of(parameter.getKey()));
            }
            if (parameter.getValue().length != 1) {
                throw ApiException.badRequest("parameter given more than once: " + parameter.getKey());
            }
            if (parameter.getValue()[0].isEmpty()) {
                throw ApiException.badRequest("parameter without a value: " + parameter.getKey());
            }
        }
        String filter = value(parameters, "q");
        String sort = value(parameters, "sort");
        SessionOrder<?> order = sort == null ? SessionOrder.OF_AGE : SessionOrder.of(sort);
        return new SessionsQuery(ids(value(parameters, "id")), value(parameters, "full_jid"),
                value(parameters, "username"), filter == null ? SessionFilter.ALL : SessionFilter.of(filter),
                Paging.of(order, value(parameters, "from"), value(parameters, "before")),
                columns(value(parameters, "fields")),
                (int) number(value(parameters, "limit"), DEFAULT_LIMIT, MAX_LIMIT,
                        "limit must be a number from 0 to " + MAX_LIMIT),
                value(parameters, "since") == null ? null : number(value(parameters, "since"), 0, Long.MAX_VALUE - 1,
                        "since must be the version of an earlier answer"),
                Duration.ofSeconds(number(value(parameters, "wait"), 0, MAX_WAIT_SECONDS,
                        "wait must be a number of seconds from 0 to " + MAX_WAIT_SECONDS)));
    }

    private static String value(Map<String, String[]> parameters, String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values[0];
    }

    private static Set<String> ids(String text) throws ApiException {
        if (text == null) {
            return null;
        }
        Set<String> ids = new LinkedHashSet<>(List.of(text.split(",", -1)));
        if (ids.size() > MAX_IDS) {
            throw ApiException.badRequest("id takes at most " + MAX_IDS + " ids");
        }
        return ids;
    }

    private static Set<SessionColumn> columns(String fields) throws ApiException {
        if (fields == null) {
            return SessionColumn.BY_DEFAULT;
        }
        if (fields.equals("all")) {
            return SessionColumn.ALL;
        }
        Set<SessionColumn> columns = EnumSet.of(SessionColumn.ID);
        for (String key : fields.split(",", -1)) {
            SessionColumn column = SessionColumn.ofKey(key);
            if (column == null) {
                throw ApiException.badRequest("unknown field: " + Quote.of(key));
            }
            columns.add(column);
        }
        return columns;
    }

    // Digits only, few enough to fit: no sign, no other script's digits.
    private static long number(String text, long otherwise, long most, String complaint) throws ApiException {
        long number = text == null ? otherwise : text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Long.MAX_VALUE;
        if (number > most) {
            throw ApiException.badRequest(complaint + ": " + Quote.of(text));
        }
        return number;
    }

    /** Whether every session is asked for. */
    boolean isAll() {
        return ids == null && fullJid == null && username == null && filter.isEmpty();
    }

    /**
     * Whether a session is asked for.
     *
     * @param now the moment from which ages count, in milliseconds since 1970
     */
    boolean matches(Session session, SessionState state, long now) {
        return !state.isDestroyed()
                && (ids == null || ids.contains(session.id()))
                && (fullJid == null || fullJid.equals(state.fullJid()))
                && (username == null || username.equals(state.username()))
                && filter.matches(session, state, now);
    }
}
