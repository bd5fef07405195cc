package io.github.sessionstate.web;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.SessionState;
import io.github.sessionstate.session.XmppSession;

/**
 * What a request for sessions asks: which ones, which columns of them, and how many at most. Several selections must
 * all be met. JIDs are compared as the host stores them, after stringprep.
 *
 * @param id       the session's id; null for any
 * @param fullJid  the session's full JID; null for any
 * @param username the session's username, bound or not; null for any
 * @param filter   what else must hold
 * @param order    null for the oldest first
 * @param columns  what to tell of each session; always the id as well
 * @param limit    how many sessions at most
 */
record SessionsQuery(String id, String fullJid, String username, SessionFilter filter, SessionOrder order,
                     Set<SessionColumn> columns, int limit) {
    static final int DEFAULT_LIMIT = 1_000;
    static final int MAX_LIMIT = 10_000;

    private static final Set<String> PARAMETERS = Set.of("id", "full_jid", "username", "q", "sort", "fields", "limit");

    /** What was found. {@code total} counts all that match, {@code sessions} ends at the limit. */
    record Result(List<SessionView> sessions, int total) {
    }

    /**
     * Reads a request's parameters.
     *
     * @param now the moment of the request
     */
    static SessionsQuery of(Map<String, String[]> parameters, Instant now) throws ApiException {
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
        String order = value(parameters, "sort");
        return new SessionsQuery(value(parameters, "id"), value(parameters, "full_jid"),
                value(parameters, "username"), filter == null ? SessionFilter.ALL : SessionFilter.of(filter, now),
                order == null ? null : SessionOrder.of(order), columns(value(parameters, "fields")),
                limit(value(parameters, "limit")));
    }

    private static String value(Map<String, String[]> parameters, String name) {
        String[] values = parameters.get(name);
        return values == null ? null : values[0];
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

    private static int limit(String text) throws ApiException {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        // Digits only, few enough to fit: no sign, no other script's digits.
        int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (limit < 0 || limit > MAX_LIMIT) {
            throw ApiException.badRequest("limit must be a number from 0 to " + MAX_LIMIT + ": " + Quote.of(text));
        }
        return limit;
    }

    /** Asks the tables. */
    Result run(SessionRegistry registry, RosterSizes rosterSizes) {
        boolean all = id == null && fullJid == null && username == null && filter.isEmpty();
        Stream<SessionView> found = candidates(registry)
                .map(session -> new SessionView(session, session.state(), rosterSizes))
                .filter(view -> matches(view.session(), view.state()) && filter.matches(view));
        // Every session matches, and they come in order: the kept counter tells how many there are.
        boolean isCut = all && order == null;
        List<SessionView> matching = isCut ? found.limit(limit).toList()
                : order == null ? found.toList() : order.sorted(found);
        if (isCut) {
            boolean complete = matching.size() < limit;
            return new Result(matching, complete ? matching.size()
                    : Math.max(matching.size(), registry.counts().total()));
        }
        return new Result(matching.subList(0, Math.min(limit, matching.size())), matching.size());
    }

    // The narrowest table that surely holds all matches. For a username that is the whole: sessions that are
    // authenticated and not bound have one, and no index knows them.
    private Stream<XmppSession> candidates(SessionRegistry registry) {
        if (id != null) {
            return registry.byId(id).stream();
        }
        if (fullJid != null) {
            return registry.byFullJid(fullJid).stream();
        }
        Collection<XmppSession> sessions = registry.sessions();
        return sessions.stream();
    }

    private boolean matches(XmppSession session, SessionState state) {
        return !state.isDestroyed()
                && (id == null || id.equals(session.id()))
                && (fullJid == null || fullJid.equals(state.fullJid()))
                && (username == null || username.equals(state.username()));
    }
}
