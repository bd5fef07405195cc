package io.github.sessionstate.settings;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Properties in memory. */
public final class MemoryProperties implements PropertySource {
    public final Map<String, String> values = new HashMap<>();
    /** How often something was set or deleted. */
    public int writes;
    /** What every further write ends with; null for none. */
    RuntimeException failure;
    final Map<String, Integer> asked = new HashMap<>();
    private Consumer<String> listener = name -> { };

    @Override
    public String get(String name) {
        asked.merge(name, 1, Integer::sum);
        return values.get(name);
    }

    @Override
    public void set(String name, String value) {
        write(name, value);
    }

    @Override
    public void delete(String name) {
        write(name, null);
    }

    private void write(String name, String value) {
        if (failure != null) {
            throw failure;
        }
        writes++;
        if (value == null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
        listener.accept(name);
    }

    @Override
    public Runnable follow(Consumer<String> changed) {
        listener = changed;
        return () -> listener = name -> { };
    }
}
