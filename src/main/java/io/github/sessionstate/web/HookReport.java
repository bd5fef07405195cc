package io.github.sessionstate.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells which of the plugin's hooks into the host are in place. */
public interface HookReport {
    /** All hooks, in the order in which they are installed, as of now. */
    List<Hook> hooks();

    /**
     * How often the table had to be put right since the plugin was loaded, because a hook had missed something: by
     * kind, in snake case, such as {@code missed_end}. All kinds, in a fixed order.
     */
    Map<String, Long> repairs();

    /**
     * One hook.
     *
     * @param name   a short name, such as {@code session-events}; the i18n key is {@code hook.} and the name
     * @param state  whether it works
     * @param detail what went wrong, or what it waits for; null if there is nothing to add
     */
    record Hook(String name, State state, String detail) {
    }

    /** Whether a hook works. */
    enum State {
        /** In place. */
        INSTALLED,
        /** Waits for a part of the host that is not there yet. */
        WAITING,
        /** Could not be put in place, or failed while running. */
        FAILED,
        /** Was in place; another plugin removed or replaced it. */
        TAKEN_OVER;

        private final String text = name().toLowerCase(Locale.ROOT);

        @Override
        public String toString() {
            return text;
        }
    }
}
