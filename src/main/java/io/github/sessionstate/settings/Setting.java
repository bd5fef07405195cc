package io.github.sessionstate.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One server property of the plugin. What it is for stands in the plugin's texts, under the key
 * {@code system_property.NAME}, where Openfire looks for it as well.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {
    private static final String PREFIX = "plugin.sessionstate.";
    private static final List<Setting<?>> ALL = new ArrayList<>();

    /** Whether the plugin answers binds before the server does. */
    public static final Setting<Boolean> TAKEOVER_BIND = flag("takeover.bind", true);

    /**
     * Whether roster pushes, and presence that answers or ends a subscription, go to interested resources only
     * (RFC 6121 §2.1.6, §3), not where the server would send them.
     */
    public static final Setting<Boolean> ROSTER_PUSH_INTERESTED_ONLY = flag("roster-push.interested-only", true);

    /** How often the tables are compared with the server's; zero for never. */
    public static final Setting<Duration> RECONCILE_INTERVAL = seconds("reconcile.interval", 60, 0, 86_400);

    /** Whether a changed password ends the user's sessions, but for the one that changed it. */
    public static final Setting<Boolean> CLOSE_ON_PASSWORD_CHANGE = flag("close-on.password-change", true);

    /** Whether the deletion of an account ends its sessions. */
    public static final Setting<Boolean> CLOSE_ON_DELETION = flag("close-on.deletion", true);

    /** Whether a lockout ends the sessions of the account. */
    public static final Setting<Boolean> CLOSE_ON_LOCKOUT = flag("close-on.lockout", true);

    /** What happens if a client asks for a resource that another session of its user holds (RFC 6120 §7.7.2.2). */
    public static final Setting<String> CONFLICT_POLICY =
            choice("conflict.policy", "kick_old", "kick_new", "random", "increment");

    /** So many kicks from one full JID within the window are a reconnect war; 0 for never. */
    public static final Setting<Integer> CONFLICT_WAR_THRESHOLD = number("conflict.war-threshold", 5, 0, 1000);

    /** How far back kicks count for a reconnect war. */
    public static final Setting<Duration> CONFLICT_WAR_WINDOW = seconds("conflict.war-window", 60, 1, 86_400);

    /** For how long nobody is kicked from a full JID once there is a reconnect war about it. */
    public static final Setting<Duration> CONFLICT_WAR_COOL_DOWN =
            seconds("conflict.war-cool-down", 300, 1, 86_400);

    /** How many sessions a user may have bound at once; 0 for any number. */
    public static final Setting<Integer> LIMIT_PER_USER = number("limit.per-user", 0, 0, 1_000_000);

    /** What happens if a user has as many sessions as are allowed. */
    public static final Setting<String> LIMIT_POLICY =
            choice("limit.policy", "reject_new", "close_oldest", "close_idle");

    /** The users without a limit, by their names before the {@code @}, with commas between them. */
    public static final Setting<String> LIMIT_EXEMPT_USERS = text("limit.exempt-users",
            "user names as they stand before the @, with commas between them", Names::areUsers);

    /** The groups of the server whose members have no limit, with commas between them. */
    public static final Setting<String> LIMIT_EXEMPT_GROUPS = text("limit.exempt-groups",
            "group names with commas between them", Names::areGroups);

    /** Whether a bind succeeds though the user's roster cannot be loaded. */
    public static final Setting<Boolean> BIND_WITHOUT_ROSTER = flag("bind.without-roster", false);

    /** How many sessions one command of the page or of the API may name. */
    public static final Setting<Integer> COMMAND_MAX_SESSIONS = number("command.max-sessions", 1_000, 1, 10_000);

    /** Whether tokens are taken over plain HTTP from other machines. */
    public static final Setting<Boolean> API_PLAIN_HTTP = flag("api.plain-http", false);

    /** From where tokens are taken, by addresses and blocks of them with commas between them; empty for everywhere. */
    public static final Setting<String> API_ADDRESSES = text("api.addresses",
            "IP addresses or CIDR ranges with commas between them", Names::areAddresses);

    /** How many days a session is kept in the history after its end; 0 for none to be kept. */
    public static final Setting<Integer> HISTORY_SESSION_DAYS = days("history.session-days", 90, 0, 3650);

    /** How many days the history has addresses whole, and then their networks; 0 for neither to be kept. */
    public static final Setting<Integer> HISTORY_ADDRESS_DAYS = days("history.address-days", 7, 0, 3650);

    /** How many days failed logins, and counts of connections without a login, are kept; 0 for none to be kept. */
    public static final Setting<Integer> HISTORY_LOGIN_DAYS = days("history.login-days", 14, 0, 3650);

    /** How many days counts by quarters of an hour are kept, which name nobody; 0 for none to be kept. */
    public static final Setting<Integer> HISTORY_COUNT_DAYS = days("history.count-days", 400, 0, 3650);

    /** Whether the history keeps nothing that names a user. */
    public static final Setting<Boolean> HISTORY_COUNTS_ONLY = flag("history.counts-only", false);

    /** Whether the history keeps the name that a failed login tried though there is no such account. */
    public static final Setting<Boolean> HISTORY_UNKNOWN_NAMES = flag("history.unknown-names", false);

    /** What is done about the first login of a user with a new client or from a new network. */
    public static final Setting<String> HISTORY_NEW_DEVICE_ALERT =
            choice("history.new-device-alert", "off", "log", "message");

    private final String name;
    private final T defaultValue;
    private final AllowedValues<T> allowed;

    private Setting(String name, T defaultValue, AllowedValues<T> allowed) {
        this.name = PREFIX + name;
        this.defaultValue = defaultValue;
        this.allowed = allowed;
        ALL.add(this);
    }

    /** Every setting, in the order in which the documentation has them. */
    public static List<Setting<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** The setting of this server property; empty if the property is none of the plugin's. */
    public static Optional<Setting<?>> named(String name) {
        // Written out, as the type of an element is not known.
        for (Setting<?> setting : ALL) {
            if (setting.name.equals(name)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /** The name of the server property. */
    public String name() {
        return name;
    }

    /** The same without what all of the plugin's begin with, such as {@code limit.policy}. */
    public String shortName() {
        return name.substring(PREFIX.length());
    }

    /** What counts while the property is not set, or is set to something that it may not be. */
    public T defaultValue() {
        return defaultValue;
    }

    /** What the property may be. */
    public AllowedValues<T> allowed() {
        return allowed;
    }

    /**
     * Why the property may not be this.
     *
     * @param text null stands for a property that is not set, which is always allowed
     * @return null if it may
     */
    public String problem(String text) {
        return text == null || read(text).isPresent() ? null : "must be " + allowed.text();
    }

    /**
     * Reads a value.
     *
     * @return empty if the property may not be this
     */
    Optional<T> read(String text) {
        return allowed.reader().apply(text.strip());
    }

    @Override
    public String toString() {
        return name;
    }

    private static Setting<Boolean> flag(String name, boolean defaultValue) {
        return new Setting<>(name, defaultValue, AllowedValues.flags());
    }

    private static Setting<Duration> seconds(String name, long defaultValue, long atLeast, long atMost) {
        return new Setting<>(name, Duration.ofSeconds(defaultValue), AllowedValues.seconds(atLeast, atMost));
    }

    /** Numbers, as the host would show a {@link Duration} in seconds. */
    private static Setting<Integer> days(String name, int defaultValue, int atLeast, int atMost) {
        return new Setting<>(name, defaultValue, AllowedValues.days(atLeast, atMost));
    }

    private static Setting<Integer> number(String name, int defaultValue, int atLeast, int atMost) {
        return new Setting<>(name, defaultValue, AllowedValues.numbers(atLeast, atMost));
    }

    /** @param choices the first one is the default */
    private static Setting<String> choice(String name, String... choices) {
        return new Setting<>(name, choices[0], AllowedValues.choices(List.of(choices)));
    }

    private static Setting<String> text(String name, String allowed, Predicate<String> isAllowed) {
        return new Setting<>(name, "", AllowedValues.texts(allowed, isAllowed));
    }
}
