package io.github.sessionstate.health;

import java.util.List;
import java.util.Map;

import io.github.sessionstate.text.Word;

/** Tells which of the plugin's hooks into the server are in place, and what the server does not offer. */
public interface HookReport {
    /** All hooks, in the order in which they are installed, as of now. */
    List<HookStatus> hooks();

    /**
     * What hooks and other parts of the plugin need of the server, in a fixed order. It stays as it was at the start.
     */
    List<CapabilityStatus> capabilities();

    /**
     * How often the table had to be repaired since the plugin was loaded, because a hook had missed something: by
     * kind, in snake case, such as {@code missed_end}. All kinds, in a fixed order.
     */
    Map<String, Long> repairs();

    /** How many sessions were bound, since the plugin was loaded, without a decision though binds are decided. */
    long bypassed();

    /**
     * One hook.
     *
     * @param name     a short name, such as {@code session-events}; the i18n key is {@code hook.} and the name
     * @param state    whether it is in place
     * @param detail   why it is not, or what it waits for; null if there is nothing to add
     * @param failures what the plugin's own code threw in it; the hook stays in place
     */
    record HookStatus(String name, State state, String detail, Failures.Count failures) {
    }

    /** Whether a hook is in place. */
    enum State {
        /** In place. */
        INSTALLED,
        /** Waits for a part of the server that is not there yet. */
        WAITING,
        /** Could not be put in place. */
        FAILED,
        /** Was in place; another plugin removed or replaced it. */
        TAKEN_OVER,
        /** This host does not offer what it needs. */
        UNAVAILABLE;

        @Override
        public String toString() {
            return Word.of(this);
        }
    }

    /**
     * Something that the plugin can do where the server offers the means.
     *
     * @param name    a short name, such as {@code client-routes}; the i18n key is {@code capability.} and the name
     * @param offered whether the server offers them
     * @param lost    what does not work without it, in English; null if the server offers it
     * @param missing what was looked for in the server and not found; null if the server offers it
     */
    record CapabilityStatus(String name, boolean offered, String lost, String missing) {
    }
}
