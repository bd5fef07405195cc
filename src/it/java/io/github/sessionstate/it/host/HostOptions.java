package io.github.sessionstate.it.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a host is started with. Every host serves {@value #DOMAIN} and has the administrator {@code admin} (password
 * {@code admin}) and the users john, jane and juan (password {@value #PASSWORD}), who see each other's presence: the
 * same that a distribution's own demo set-up makes.
 */
public final class HostOptions {
    /** The XMPP domain of every host. */
    public static final String DOMAIN = "example.org";
    /** The password of every user but the administrator. */
    public static final String PASSWORD = "secret";

    /** The host's property with the bare JIDs of its administrators, with commas between. */
    public static final String ADMINISTRATORS = "admin.authorizedJIDs";

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Map<String, String> users = new LinkedHashMap<>();
    private final List<String> friends = new ArrayList<>();
    private boolean withPlugin;
    private boolean withProbe;
    private boolean withSimulation;
    private int heapMegabytes = 512;
    private String postgresUrl;

    private HostOptions() {
        friend("john").friend("jane").friend("juan");
    }

    /** A host as it comes, without the plugin. */
    public static HostOptions stock() {
        return new HostOptions();
    }

    /** A host with the plugin in its plugin directory before the first start. */
    public static HostOptions withPlugin() {
        HostOptions options = new HostOptions();
        options.withPlugin = true;
        return options;
    }

    /** Sets one of the host's properties before the first start. */
    public HostOptions property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    /**
     * Has the host ask no client for its version, as it does five seconds after a bind whoever has the address then: on
     * BOSH that uses up the request that waits.
     */
    public HostOptions withoutVersionQueries() {
        return property("xmpp.client.version-query.enabled", "false");
    }

    /** Adds an account before the first start. */
    public HostOptions user(String name, String password) {
        users.put(name, password);
        return this;
    }

    /**
     * Adds an account with the common password before the first start, whose user and the other friends, john, jane and
     * juan among them, see each other's presence.
     */
    public HostOptions friend(String name) {
        friends.add(name);
        return user(name, PASSWORD);
    }

    /** Adds the plugin of the tests that {@link OpenfireHost#probe()} asks. */
    public HostOptions probe() {
        withProbe = true;
        return this;
    }

    /** Adds the plugin of the tests that simulates sessions. */
    public HostOptions simulation() {
        withSimulation = true;
        return this;
    }

    /** Lets the host's heap grow to this size. */
    public HostOptions heap(int megabytes) {
        heapMegabytes = megabytes;
        return this;
    }

    /**
     * Has the host keep its tables in a PostgreSQL, which lets it in without a password, and not in its own HSQLDB.
     *
     * @param url of JDBC; the user is called openfire
     */
    public HostOptions postgres(String url) {
        postgresUrl = url;
        return this;
    }

    /** Null for the host's own database. */
    String postgresUrl() {
        return postgresUrl;
    }

    int heapMegabytes() {
        return heapMegabytes;
    }

    boolean hasSimulation() {
        return withSimulation;
    }

    boolean hasProbe() {
        return withProbe;
    }

    boolean hasPlugin() {
        return withPlugin;
    }

    Map<String, String> users() {
        return users;
    }

    /** The contacts of a user, both ways, as bare JIDs. */
    List<String> contacts(String user) {
        return friends.contains(user)
                ? friends.stream().filter(friend -> !friend.equals(user)).map(friend -> friend + "@" + DOMAIN).toList()
                : List.of();
    }

    /** The host's properties: what keeps a test host small and apart from others, then what the test asked for. */
    Map<String, String> properties(Ports ports) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("xmpp.domain", DOMAIN);
        all.put("xmpp.fqdn", DOMAIN);
        all.put("xmpp.socket.plain.port", String.valueOf(ports.client()));
        all.put("xmpp.socket.ssl.active", "true");
        all.put("xmpp.socket.ssl.port", String.valueOf(ports.clientTls()));
        all.put("httpbind.enabled", "true");
        all.put("httpbind.port.plain", String.valueOf(ports.httpBind()));
        all.put("httpbind.port.secure", String.valueOf(ports.httpBindSecure()));
        for (String unused : List.of("xmpp.server.socket.active", "xmpp.server.socket.ssl.active",
                "xmpp.component.socket.active", "xmpp.component.ssl.active", "xmpp.multiplex.socket.active",
                "xmpp.multiplex.ssl.active", "xmpp.proxy.enabled", "mediaproxy.enabled", "flash.crossdomain.enabled",
                "update.service-enabled", "multicastDNS.enabled")) {
            all.put(unused, "false");
        }
        // Distributions look for new plugins this often; 4.2.0 has no such property.
        all.put("plugins.loading.monitor.interval", "1");
        // Often: a repair during a test is logged, and fails it.
        all.put("plugin.sessionstate.reconcile.interval", "2");
        all.putAll(properties);
        return all;
    }
}
