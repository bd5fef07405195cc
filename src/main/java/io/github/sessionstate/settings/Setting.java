package io.github.sessionstate.settings;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
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

    /** The type of the values: {@link Boolean}, or {@link Duration} for one that is given in seconds. */
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
        Predicate<Long> isAllowed = value -> value >= atLeast && value <= atMost;
        return new Setting<>(name, Duration.class, Duration.ofSeconds(defaultValue),
                "a number of seconds from " + atLeast + " to " + atMost,
                text -> wholeNumber(text).filter(isAllowed).map(Duration::ofSeconds));
    }

    private static Optional<Long> wholeNumber(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
