package io.github.sessionstate.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The settings of this moment: follows the server's properties, and changes them. Thread-safe. */
public final class LiveSettings {
    private final PropertySource source;
    private final Runnable unfollow;
    // Never taken while this object is locked: the server tells of a change in the thread that makes it.
    private final Object changing = new Object();
    private volatile Settings current = Settings.defaults();

    /**
     * Reads all properties, and follows their changes from now on.
     *
     * @param source where the properties are kept
     */
    public LiveSettings(PropertySource source) {
        this.source = source;
        this.unfollow = source.follow(this::changed);
        Setting.all().forEach(this::read);
    }

    /** Follows no longer; the values stay as they are. */
    public void stop() {
        unfollow.run();
    }

    /** All settings as of now: what belongs together is read from one of them. */
    public Settings current() {
        return current;
    }

    /** One setting as of now. */
    public <T> T get(Setting<T> setting) {
        return current.get(setting);
    }

    /** The property as the administrator set it, be it allowed or not; null if it is not set. */
    public String text(Setting<?> setting) {
        return source.get(setting.name());
    }

    /**
     * A property that was changed.
     *
     * @param setting which
     * @param before  what it was set to; null if it was not set
     * @param after   what it is set to now; null if it was deleted
     */
    public record Change(Setting<?> setting, String before, String after) {
    }

    /**
     * Changes properties, in this order; those that are so already are left alone. Applies as any other change does.
     *
     * @param texts   what they are to be; null deletes the property, so that the default counts
     * @param known   what the caller takes settings to be set to, as far as that matters; null for one that is not set
     * @param changed told of each change once it is made
     * @return those that are not set to what the caller takes them to be; then nothing is changed. Empty otherwise
     * @throws IllegalArgumentException if one may not be what it is to be; then nothing is changed
     */
    public List<Setting<?>> change(Map<Setting<?>, String> texts, Map<Setting<?>, String> known,
                                   Consumer<Change> changed) {
        texts.forEach((setting, text) -> {
            String problem = setting.problem(text);
            if (problem != null) {
                throw new IllegalArgumentException(setting + " " + problem);
            }
        });
        synchronized (changing) {
            List<Setting<?>> others = new ArrayList<>(known.keySet());
            others.removeIf(setting -> Objects.equals(known.get(setting), text(setting)));
            if (!others.isEmpty()) {
                return others;
            }
            texts.forEach((setting, text) -> {
                String before = text(setting);
                if (!Objects.equals(before, text)) {
                    write(setting.name(), text);
                    changed.accept(new Change(setting, before, text));
                }
            });
        }
        return List.of();
    }

    private void write(String name, String text) {
        if (text == null) {
            source.delete(name);
        } else {
            source.set(name, text);
        }
    }

    private void changed(String name) {
        Setting.named(name).ifPresent(this::read);
    }

    // Two changes at once must not undo each other.
    private synchronized void read(Setting<?> setting) {
        current = current.with(setting, source.get(setting.name()));
    }
}
