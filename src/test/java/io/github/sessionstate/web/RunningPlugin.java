package io.github.sessionstate.web;

import io.github.sessionstate.health.HookReport;

/** What the servlets of the running plugin work with, for tests of other rooms. */
public final class RunningPlugin {
    private RunningPlugin() {
    }

    /** Whether the servlets answer. */
    public static boolean answers() {
        return RunningServices.current() != null;
    }

    /** What they tell of the plugin's health. */
    public static HookReport health() {
        return RunningServices.current().hooks();
    }
}
