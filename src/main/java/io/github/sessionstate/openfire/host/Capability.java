package io.github.sessionstate.openfire.host;

/**
 * Something that the plugin can do with this host, or cannot as the host does not offer the means.
 *
 * @param <T> the means
 */
public final class Capability<T> {
    private final String name;
    private final T means;
    private final String missing;

    private Capability(String name, T means, String missing) {
        this.name = name;
        this.means = means;
        this.missing = missing;
    }

    static <T> Capability<T> offered(String name, T means) {
        return new Capability<>(name, means, null);
    }

    static <T> Capability<T> notOffered(String name, String missing) {
        return new Capability<>(name, null, missing);
    }

    /** A short name, such as {@code client-routes}; the i18n key is {@code capability.} and the name. */
    public String name() {
        return name;
    }

    /** Whether the host offers it. */
    public boolean isOffered() {
        return means != null;
    }

    /** What was looked for and not found; null if the host offers it. */
    public String missing() {
        return missing;
    }

    /** @throws IllegalStateException if the host does not offer it */
    public T get() {
        if (means == null) {
            throw new IllegalStateException("This Openfire does not offer '" + name + "': no " + missing);
        }
        return means;
    }
}
