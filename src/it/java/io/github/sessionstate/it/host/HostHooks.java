package io.github.sessionstate.it.host;

import java.io.IOException;
import java.util.Map;

/** What may happen to the plugin's hooks in a host with the probe. */
public final class HostHooks {
    private final OpenfireHost host;

    HostHooks(OpenfireHost host) {
        this.host = host;
    }

    /** Keeps the host's session events from all of their listeners, or lets them through. */
    public void muteSessionEvents(boolean mute) throws IOException {
        host.tellProbe("mute-session-events", Map.of("mute", String.valueOf(mute)));
    }

    /**
     * Has another plugin take the places of the hooks for stanzas, accounts, binds and routes, and leave them again. No
     * client may bind in between.
     */
    public void takeOver(boolean take) throws IOException {
        host.tellProbe("take-over", Map.of("take", String.valueOf(take)));
    }
}
