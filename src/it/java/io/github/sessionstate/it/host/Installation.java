package io.github.sessionstate.it.host;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One kind of Openfire: how its home directory is filled and its JVM started. */
interface Installation {
    /** Whom a PostgreSQL lets in. */
    String POSTGRES_USER = "openfire";
    /** It asks for none, but hosts want to have one. */
    String POSTGRES_PASSWORD = "none";

    /** How the host calls itself in messages of the tests. */
    String name();

    /** Its version, such as {@code 5.1.1} or {@code 5.2.0-SNAPSHOT}. */
    String version();

    /** Where its jars are. */
    Path libraries();

    /** Whether it has the real admin console, which puts its frame and its security policy around plugins' pages. */
    boolean hasConsoleFrame();

    /** Fills the empty home directory so that the first start needs no setup. */
    void prepare(Path home, HostOptions options, Ports ports) throws IOException;

    /** Everything that follows {@code java} on the command line. */
    List<String> arguments(Path home);

    /** The resource that lists the warnings and errors this host logs without the plugin. */
    String knownWarnings();

    /** Makes the host look for added and removed plugins now, unless it does so by itself within a second or two. */
    void scanPlugins(AdminClient console) throws IOException;

    /** The kind that the system property {@code openfire.home} asks for. */
    static Installation configured() {
        String distribution = System.getProperty("openfire.home", "");
        return distribution.isBlank()
                ? new CentralInstallation(Path.of(System.getProperty("testHost.lib", "target/openfire-4.2.0/lib")))
                : new DistributionInstallation(Path.of(distribution));
    }
}
