package io.github.sessionstate.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * One server property of the plugin. What it is for stands in the plugin's texts, under the key
 * {@code system_property.NAME}, where Openfire looks for it as well.
 *
 * @param <T> the type of its values
 */
public final class Setting<T> {
    private static final String PREFIX = "plugin.sessionstate.";
    private static final List<Setting<?>> ALL = new ArrayList<>();

    /** Whether the plugin answers binds before the host does. */
    public static final Setting<Boolean> TAKEOVER_BIND = flag("takeover.bind", true);

    /**
     * Whether roster pushes, and presence that answers or ends a subscription, go to interested resources only
     * (RFC 6121 §2.1.6, §3), not where the host would send them.
     */
    public static final Setting<Boolean> ROSTER_PUSH_INTERESTED_ONLY = flag("roster-push.interested-only", true);

    /** How often the tables are compared with the host's; zero for never. */
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
    public static final Setting<String> LIMIT_EXEMPT_USERS = text("limit.exempt-users");

    /** The groups of the server whose members have no limit, with commas between them. */
    public static final Setting<String> LIMIT_EXEMPT_GROUPS = text("limit.exempt-groups");

    /** Whether a bind succeeds though the user's roster cannot be loaded. */
    public static final Setting<Boolean> BIND_WITHOUT_ROSTER = flag("bind.without-roster", false);

    private final String name;
    private final Class<T> type;
    private final T defaultValue;
    private final String allowed;
    private final Function<String, Optional<T>> reader;

    private Setting(String name, Class<T> type, T defaultValue, String allowed, Function<String, Optional<T>> reader) {
        this.name = PREFIX + name;
        this.type = type;
        this.defaultValue = defaultValue;
        this.allowed = allowed;
        this.reader = reader;
        ALL.add(this);
    }

    /** Every setting, in the order in which the documentation has them. */
    public static List<Setting<?>> all() {
        return Collections.unmodifiableList(ALL);
    }

    /** The name of the server property. */
    public String name() {
        return name;
    }

    /**
     * The type of the values: {@link Boolean}, {@link Integer}, {@link String}, or {@link Duration} for one that is
     * given in seconds.
     */
    public Class<T> type() {
        return type;
    }

    /** What counts while the property is not set, or is set to something that it may not be. */
    public T defaultValue() {
        return defaultValue;
    }

    /** What the property may be, for an error message. */
    public String allowed() {
        return allowed;
    }

    /**
     * Reads a value.
     *
     * @return empty if the property may not be this
     */
    Optional<T> read(String text) {
        return reader.apply(text.strip());
    }

    @Override
    public String toString() {
        return name;
    }

    private static Setting<Boolean> flag(String name, boolean defaultValue) {
        return new Setting<>(name, Boolean.class, defaultValue, "true or false",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                });
    }

    private static Setting<Duration> seconds(String name, long defaultValue, long atLeast, long atMost) {
        return new Setting<>(name, Duration.class, Duration.ofSeconds(defaultValue),
                "a number of seconds from " + atLeast + " to " + atMost,
                text -> wholeNumber(text, atLeast, atMost).map(Duration::ofSeconds));
    }

    private static Setting<Integer> number(String name, int defaultValue, int atLeast, int atMost) {
        return new Setting<>(name, Integer.class, defaultValue, "a whole number from " + atLeast + " to " + atMost,
                text -> wholeNumber(text, atLeast, atMost).map(Long::intValue));
    }

    /** @param allowed the first one is the default */
    private static Setting<String> choice(String name, String... allowed) {
        List<String> values = List.of(allowed);
        return new Setting<>(name, String.class, allowed[0], "one of " + String.join(", ", values),
                text -> Optional.of(text.toLowerCase(Locale.ROOT)).filter(values::contains));
    }

    private static Setting<String> text(String name) {
        return new Setting<>(name, String.class, "", "any text", Optional::of);
    }

    private static Optional<Long> wholeNumber(String text, long atLeast, long atMost) {
        try {
            return Optional.of(Long.parseLong(text)).filter(value -> value >= atLeast && value <= atMost);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
