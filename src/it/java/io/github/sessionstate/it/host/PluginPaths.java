package io.github.sessionstate.it.host;

/** Where the plugin's pages and API are in the console. */
public final class PluginPaths {
    /** The page of sessions. */
    public static final String PAGE = "/plugins/sessionstate/sessions";
    /** The page of sessions that ended. */
    public static final String ENDED_PAGE = "/plugins/sessionstate/ended";
    /** The page of what the database keeps. */
    public static final String HISTORY_PAGE = "/plugins/sessionstate/history";
    /** The page of settings. */
    public static final String SETTINGS_PAGE = "/plugins/sessionstate/settings";
    /** The page of tokens. */
    public static final String ACCESS_PAGE = "/plugins/sessionstate/access";
    /** The page of the plugin's own health. */
    public static final String HEALTH_PAGE = "/plugins/sessionstate/health";
    /** What all paths of the API begin with. */
    public static final String API = "/plugins/sessionstate/api/v1/";
    /** The list of sessions. */
    public static final String SESSIONS = API + "sessions";
    /** The sessions that ended lately. */
    public static final String ENDED = API + "ended";
    /** The users with bound sessions. */
    public static final String USERS = API + "users";
    /** What can be told of a session. */
    public static final String COLUMNS = API + "columns";
    /** Hooks, counts and the token. */
    public static final String STATUS = API + "status";
    /** The tokens of who asks. */
    public static final String TOKENS = API + "tokens";
    /** The sessions that the database keeps. */
    public static final String HISTORY_SESSIONS = API + "history/sessions";
    /** The failed logins that it keeps. */
    public static final String HISTORY_LOGINS = API + "history/logins";
    /** All that it keeps of a user. */
    public static final String HISTORY_EXPORT = API + "history/export";
    /** {@code GET}: how many logins, sessions and ends there were. */
    public static final String HISTORY_COUNTS = API + "history/counts";
    /** Erases what it keeps of a user. */
    public static final String HISTORY_ERASE = API + "history/erase";
    /** The settings. */
    public static final String SETTINGS = API + "settings";
    /** The document of the API. */
    public static final String OPENAPI = API + "openapi.json";
    /** The page of metrics. */
    public static final String METRICS = "/plugins/sessionstate/metrics";

    private PluginPaths() {
    }
}
