package io.github.sessionstate.web;

import java.util.List;

/**
 * Where the servlets are, as {@code web-custom.xml} maps them: below the server's {@code /plugins/}, without a leading
 * slash.
 */
public final class ApiPaths {
    /** {@code GET}: the sessions. */
    public static final String SESSIONS = "sessionstate/api/v1/sessions";
    /** {@code GET}: all that is known of one session. */
    public static final String DETAILS = "sessionstate/api/v1/sessions/details";
    /** {@code GET}: the sessions that ended lately. */
    public static final String ENDED = "sessionstate/api/v1/ended";
    /** {@code GET}: the users with bound sessions. */
    public static final String USERS = "sessionstate/api/v1/users";
    /** {@code GET}: what can be told of a session. */
    public static final String COLUMNS = "sessionstate/api/v1/columns";
    /** {@code POST}: closes sessions. */
    public static final String CLOSE = "sessionstate/api/v1/sessions/close";
    /** {@code POST}: sends XML to sessions. */
    public static final String SEND = "sessionstate/api/v1/sessions/send";
    /** {@code POST}: asks a client, and waits for its reply. */
    public static final String ASK = "sessionstate/api/v1/sessions/ask";
    /** {@code GET}: hooks, counts, and the token that a {@code POST} needs. */
    public static final String STATUS = "sessionstate/api/v1/status";
    /** {@code GET}: the last decisions of policies. */
    public static final String DECISIONS = "sessionstate/api/v1/decisions";
    /** {@code GET}: the settings; {@code POST}: changes them. */
    public static final String SETTINGS = "sessionstate/api/v1/settings";
    /** {@code GET}: the administrator's own grants; {@code POST}: makes one with a token. */
    public static final String TOKENS = "sessionstate/api/v1/tokens";
    /** {@code POST}: makes another token of a grant. */
    public static final String ROTATE = "sessionstate/api/v1/tokens/rotate";
    /** {@code POST}: ends a grant or one of its tokens. */
    public static final String REVOKE = "sessionstate/api/v1/tokens/revoke";
    /** {@code GET}: the sessions that are kept in the database. */
    public static final String HISTORY_SESSIONS = "sessionstate/api/v1/history/sessions";
    /** {@code GET}: the failed logins that are kept in the database. */
    public static final String HISTORY_LOGINS = "sessionstate/api/v1/history/logins";
    /** {@code GET}: all that is kept of a user. */
    public static final String HISTORY_EXPORT = "sessionstate/api/v1/history/export";
    /** {@code GET}: how many logins, sessions and ends there were, by quarters of an hour. */
    public static final String HISTORY_COUNTS = "sessionstate/api/v1/history/counts";
    /** {@code POST}: erases what is kept of a user. */
    public static final String HISTORY_ERASE = "sessionstate/api/v1/history/erase";

    /** {@code GET}: the API as an OpenAPI document. */
    public static final String OPENAPI = "sessionstate/api/v1/openapi.json";

    /** {@code GET}: numbers for a monitoring system. No part of the API, whose versions it does not follow. */
    public static final String METRICS = "sessionstate/metrics";

    /**
     * What the console's login filter must let through, so that a client without a login gets 401 and no redirect.
     * These servlets check the login themselves. Each is an exact path, in the form that the filter's excludes have.
     */
    public static final List<String> WITHOUT_LOGIN_FILTER = List.of(SESSIONS, DETAILS, ENDED, USERS, COLUMNS,
            CLOSE, SEND, ASK, STATUS, DECISIONS, SETTINGS, TOKENS, ROTATE, REVOKE, HISTORY_SESSIONS,
            HISTORY_LOGINS, HISTORY_EXPORT, HISTORY_COUNTS, HISTORY_ERASE, OPENAPI, METRICS);

    private ApiPaths() {
    }
}
