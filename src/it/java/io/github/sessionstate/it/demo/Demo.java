package io.github.sessionstate.it.demo;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import java.util.concurrent.CountDownLatch;

/** An Openfire with the plugin and a small cast of clients that wander through all states, until Ctrl-C. */
public final class Demo {
    private Demo() {
    }

    /** Takes no arguments; the system properties are those of {@link OpenfireHost}. */
    public static void main(String[] arguments) throws Exception {
        System.out.println("Starting Openfire ...");
        // The host stops and its directory goes with this JVM.
        OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin());
        Cast.play(host);
        System.out.printf("%n%s runs with the plugin.%n%n    %s%n    user name admin, password admin%n%n"
                + "XMPP clients: 127.0.0.1 port %d, domain %s, john, jane or juan, password %s%n"
                + "Ctrl-C ends it.%n%n", host.name(), host.console().url(PluginPaths.PAGE), host.ports().client(),
                HostOptions.DOMAIN, HostOptions.PASSWORD);
        new CountDownLatch(1).await();
    }
}
