package io.github.sessionstate.settings;

/** The settings of this moment: follows the server's properties. Thread-safe. */
public final class LiveSettings {
    private final PropertySource source;
    private final Runnable unfollow;
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

    private void changed(String name) {
        Setting.all().stream().filter(setting -> setting.name().equals(name)).forEach(this::read);
    }

    // Two changes at once must not undo each other.
    private synchronized void read(Setting<?> setting) {
        current = current.with(setting, source.get(setting.name()));
    }
}
