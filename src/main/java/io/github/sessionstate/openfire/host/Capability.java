package io.github.sessionstate.openfire.host;

/**
 * Something that the plugin can do with this host, or cannot as the host does not offer the means.
 *
 * @param name    a short name, such as {@code client-routes}; the i18n key is {@code capability.} and the name
 * @param means   null if the host does not offer it
 * @param missing what was looked for and not found; null if the host offers it
 * @param <T>     the means
 */
public record Capability<T>(String name, T means, String missing) {
    static <T> Capability<T> offered(String name, T means) {
        return new Capability<>(name, means, null);
    }

    static <T> Capability<T> notOffered(String name, String missing) {
        return new Capability<>(name, null, missing);
    }

    /** Whether the host offers it. */
    public boolean isOffered() {
        return means != null;
    }

    /** @throws IllegalStateException if the host does not offer it */
    public T get() {
        if (means == null) {
            throw new IllegalStateException("This Openfire does not offer '" + name + "': no " + missing);
        }
        return means;
    }
}
