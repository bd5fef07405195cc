package io.github.sessionstate.web;

import java.util.List;
import java.util.Locale;

/** Tells which of the plugin's hooks into the host are in place. */
public interface HookReport {
    /** All hooks, in the order in which they are installed, as of now. */
    List<Hook> hooks();

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
