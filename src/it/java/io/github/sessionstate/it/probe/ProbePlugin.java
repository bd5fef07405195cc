package io.github.sessionstate.it.probe;

import java.io.File;

import org.jivesoftware.openfire.container.Plugin;
import org.jivesoftware.openfire.container.PluginManager;

/**
 * A plugin of the tests alone: brings {@link ProbeServlet} and {@link AuditServlet}, or {@link SimulationServlet}, into
 * the host.
 */
public final class ProbePlugin implements Plugin {
    @Override
    public void initializePlugin(PluginManager manager, File pluginDirectory) {
        // The servlet is all there is.
    }

    @Override
    public void destroyPlugin() {
        // The host takes the servlet away.
    }
}
