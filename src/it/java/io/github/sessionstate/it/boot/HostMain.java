package io.github.sessionstate.it.boot;

import org.jivesoftware.openfire.XMPPServer;

/** Starts Openfire 4.2.0 in the JVM of a test host; the distributions' own starter is not on Maven Central. */
public final class HostMain {
    private HostMain() {
    }

    /** The home directory is the system property {@code openfireHome}. */
    public static void main(String[] arguments) {
        XMPPServer server = new XMPPServer();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "Stop"));
    }
}
