package io.github.sessionstate.settings;

import java.util.function.Consumer;

/** Where server properties are kept. */
public interface PropertySource {
    /** The value of a property as the administrator set it; null if it is not set. */
    String get(String name);

    /**
     * Sets a property, for as long as nobody sets it to something else or deletes it.
     *
     * @param value not null
     * @throws UnsupportedOperationException if properties cannot be changed here; the message says why
     */
    void set(String name, String value);

    /**
     * Deletes a property, if it is set.
     *
     * @throws UnsupportedOperationException if properties cannot be changed here; the message says why
     */
    void delete(String name);

    /**
     * Tells the name of every property that is set or deleted from now on.
     *
     * @return ends it
     */
    Runnable follow(Consumer<String> changed);
}
