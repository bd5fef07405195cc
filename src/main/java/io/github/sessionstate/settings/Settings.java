package io.github.sessionstate.settings;

import java.util.HashMap;
import java.util.Map;

import io.github.sessionstate.text.Log;

/** The values of all settings at one moment. Immutable. */
public final class Settings {
    private static final Log LOG = Log.of(Settings.class);

    private final Map<Setting<?>, Object> values;

    private Settings(Map<Setting<?>, Object> values) {
        this.values = values;
    }

    /** The settings of a server on which nothing is set. */
    public static Settings defaults() {
        return new Settings(Map.of());
    }

    /** The value of a setting; never null. */
    public <T> T get(Setting<T> setting) {
        Object value = values.get(setting);
        return value == null ? setting.defaultValue() : setting.allowed().type().cast(value);
    }

    /**
     * These settings with one changed. What the setting may not be is logged, and its default counts.
     *
     * @param text the property as the administrator set it; null if it is not set
     */
    public Settings with(Setting<?> setting, String text) {
        Object value = text == null ? null : setting.read(text).orElse(null);
        if (text != null && value == null) {
            LOG.warn("Ignoring invalid '{}' for {}: must be {}, using {}", text, setting, setting.allowed().text(),
                    setting.defaultValue());
        }
        Map<Setting<?>, Object> changed = new HashMap<>(values);
        if (value == null) {
            changed.remove(setting);
        } else {
            changed.put(setting, value);
        }
        return new Settings(changed);
    }
}
