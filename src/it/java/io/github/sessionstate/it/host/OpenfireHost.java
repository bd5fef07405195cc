package io.github.sessionstate.it.host;

import io.github.sessionstate.it.probe.ProbeJar;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.BoshClient;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.SmackClient;
import io.github.sessionstate.it.xmpp.StepClient;
import io.github.sessionstate.it.xmpp.WebSocketClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.SocketFactory;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;

/**
 * An Openfire in a JVM of its own, with a temporary home directory and free ports on the loopback address. Which
 * Openfire: an unpacked distribution if the system property {@code openfire.home} names one (it is copied), else 4.2.0
 * from the jars in {@code testHost.lib}. The plugin is the jar that {@code plugin.jar} names.
 */
public final class OpenfireHost implements AutoCloseable {
    private static final String LOADED = "Successfully loaded plugin 'sessionstate";
    private static final String UNLOADED = "Successfully unloaded plugin 'sessionstate";
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration PLUGIN_LIMIT = Duration.ofSeconds(60);

    private final Installation installation;
    private final HostOptions options;
    private final Path home;
    private final Ports ports;
    private final HostProcess process;
    private final HostLog log;
    private volatile boolean hasHadWebSocket;

    private OpenfireHost(Installation installation, HostOptions options, Path home, Ports ports,
            HostProcess process) {
        this.installation = installation;
        this.options = options;
        this.home = home;
        this.ports = ports;
        this.process = process;
        log = new HostLog(home.resolve("logs"), installation);
    }

    /** Starts a host and returns when it serves clients and its console, and the plugin if there is one. */
    public static OpenfireHost start(HostOptions options) throws IOException {
        Installation installation = Installation.configured();
        Path home = Files.createTempDirectory("openfire-").toRealPath();
        Ports ports = Ports.free();
        HostProcess process = new HostProcess(home);
        try {
            installation.prepare(home, options, ports);
            if (options.hasPlugin()) {
                copyPlugin(pluginJar(), home);
            }
            if (options.hasProbe()) {
                ProbeJar.write(home.resolve("plugins").resolve(ProbeJar.NAME));
            }
            if (options.hasSimulation()) {
                ProbeJar.writeSimulation(home.resolve("plugins").resolve(ProbeJar.SIMULATION_NAME));
            }
            process.start(options.heapMegabytes(), installation.arguments(home));
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
        OpenfireHost host = new OpenfireHost(installation, options, home, ports, process);
        try {
            host.awaitReady();
            if (options.hasPlugin()) {
                host.awaitPlugin(1);
                RunReport.started(host.adminLogin().getJson(PluginPaths.STATUS));
            }
            return host;
        } catch (IOException | RuntimeException | AssertionError e) {
            System.err.println(host.log.text());
            host.close();
            throw e;
        }
    }

    /** Where this host listens. */
    public Ports ports() {
        return ports;
    }

    /** What this host is, for messages. */
    public String name() {
        return installation.name();
    }

    /** The host's version, such as {@code 5.1.1} or {@code 5.2.0-SNAPSHOT}. */
    public String version() {
        return installation.version();
    }

    /** Whether the host is of this version, such as {@code 4.8}, or later. */
    public boolean isAtLeast(String version) {
        return Versions.isAtLeast(installation.version(), version);
    }

    /** Whether the host does this wrong, with the plugin or without. */
    public boolean has(HostDefect defect) {
        return defect.isIn(installation.version());
    }

    /** Drops a client's connection in the way after which this host lets a session be resumed (XEP-0198). */
    public void loseConnection(StepClient client) throws IOException {
        if (client instanceof RawClient onTcp && has(HostDefect.FIN_ENDS_RESUMABLE_SESSION)) {
            onTcp.dropReset();
        } else {
            client.close();
        }
    }

    /** Whether the real admin console is there, which puts its frame and its security policy around plugins' pages. */
    public boolean hasConsoleFrame() {
        return installation.hasConsoleFrame();
    }

    /** The directory that the host lives in; gone after {@link #close}. */
    public Path home() {
        return home;
    }

    /** The process of the host's JVM. */
    public long pid() {
        return process.pid();
    }

    /** Runs the action while the host hangs. */
    public void whileHanging(Runnable action) throws IOException {
        process.suspend();
        try {
            action.run();
        } finally {
            process.resume();
        }
    }

    /** What the host itself says of its sessions, one line each; for a host with the probe. */
    public List<String> probe() throws IOException {
        return adminLogin().get(ProbeJar.PATH).body().lines().toList();
    }

    /** The host's own counter of client connections; for a host with the probe. */
    public int connections() throws IOException {
        return Integer.parseInt(adminLogin().get(ProbeJar.PATH + "?connections").body().strip());
    }

    /**
     * Makes the host replace its acceptors for clients, by changing their ports and changing them back; for a host with
     * the probe. Existing connections end.
     */
    public void replaceAcceptors() throws IOException {
        tellProbe("replace-acceptors", Map.of());
        Await.until("the host listens again", START_LIMIT, () -> accepts(ports.client()));
    }

    /** Sets one of the host's properties, or deletes it if the value is null; for a host with the probe. */
    public void setProperty(String name, String value) throws IOException {
        tellProbe("set-property", value == null ? Map.of("name", name) : Map.of("name", name, "value", value));
    }

    /**
     * Sets how many binds of a full JID that is taken the host refuses before it ends the session that has it; −1 for
     * all. For a host with the probe.
     */
    public void setConflictKickLimit(int limit) throws IOException {
        tellProbe("set-conflict-limit", Map.of("limit", String.valueOf(limit)));
    }

    /** Chooses the language of the console, by its tag; for a host with the probe. */
    public void setLanguage(String tag) throws IOException {
        tellProbe("set-locale", Map.of("language", tag));
    }

    /** What the JDK's {@code jcmd} answers to this command about the host's process. */
    public String jcmd(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid()), command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** From now on the probe stands in for Bind 2 (XEP-0386); for a host from 5.1.1 on. */
    public void startBind2() throws IOException {
        tellProbe("start-bind2", Map.of());
    }

    /** From now on the probe notes the bodies of messages, as archiving plugins do. */
    public void startArchive() throws IOException {
        tellProbe("start-archive", Map.of());
    }

    /** What the probe has noted, in its order. */
    public List<String> archived() throws IOException {
        return adminLogin().get(ProbeJar.PATH + "?archived").body().lines().toList();
    }

    /** Its sessions; for a host with the probe. */
    public HostedSessions sessions() {
        return new HostedSessions(this);
    }

    /** What may happen to the plugin's hooks; for a host with the probe. */
    public HostHooks hooks() {
        return new HostHooks(this);
    }

    /** The host's accounts, groups and rosters; for a host with the probe. */
    public HostDirectory directory() {
        return new HostDirectory(this);
    }

    /** Its database; for a host with the probe. */
    public HostDatabase database() {
        return new HostDatabase(this);
    }

    /** A raw client of this user that has authenticated and may bind a resource. */
    public RawClient unbound(String username) throws IOException {
        RawClient client = connect();
        client.authenticate(username, HostOptions.PASSWORD);
        return client;
    }

    /** Has the probe do something in the host, and returns what it answers. */
    String tellProbe(String what, Map<String, String> parameters) throws IOException {
        Map<String, String> form = new LinkedHashMap<>(parameters);
        form.put("do", what);
        HttpResponse<String> answer = adminLogin().post(ProbeJar.PATH, form);
        if (answer.statusCode() != 200) {
            throw new IOException("The probe answered " + answer.statusCode() + " to " + form);
        }
        return answer.body();
    }

    /** What the host logged. */
    public HostLog log() {
        return log;
    }

    /** A console client without a login. */
    public AdminClient console() {
        return new AdminClient(ports.console());
    }

    /** A console client logged in as the administrator. */
    public AdminClient adminLogin() throws IOException {
        return adminLogin("admin", "admin");
    }

    /** A console client logged in as this user, who must be an administrator. */
    public AdminClient adminLogin(String username, String password) throws IOException {
        AdminClient client = console();
        client.login(username, password);
        return client;
    }

    /** A raw client connected to the client port, before any stream. */
    public RawClient connect() throws IOException {
        return withTls(RawClient.connect(address(ports.client()), HostOptions.DOMAIN));
    }

    /** A raw client connected to the client port from this loopback address, before any stream. */
    public RawClient connectFrom(InetAddress from) throws IOException {
        return withTls(RawClient.connectFrom(from, address(ports.client()), HostOptions.DOMAIN));
    }

    /** A raw client connected to the port with TLS from the first byte, before any stream. */
    public RawClient connectTls() throws IOException {
        return withTls(RawClient.connect(address(ports.clientTls()), HostOptions.DOMAIN)).secured();
    }

    private RawClient withTls(RawClient client) {
        return has(HostDefect.TLS_1_3_STALLS) ? client.tls("TLSv1.2") : client;
    }

    /**
     * A client on BOSH, before its first request.
     *
     * @param headers what each HTTP request has in its header besides, such as what a proxy adds
     */
    public BoshClient connectBosh(Map<String, String> headers) {
        return new BoshClient(URI.create("http://127.0.0.1:" + ports.httpBind() + "/http-bind/"), HostOptions.DOMAIN,
                headers);
    }

    /** A client connected by WebSocket, before any stream. */
    public WebSocketClient connectWebSocket() throws IOException {
        return connectWebSocket(Map.of());
    }

    /**
     * A client connected by WebSocket, before any stream.
     *
     * @param headers what the HTTP request has in its header besides, such as what a proxy adds
     */
    public WebSocketClient connectWebSocket(Map<String, String> headers) throws IOException {
        if (hasHadWebSocket) {
            return newWebSocket(headers);
        }
        // The first one alone: with several, each may make the pool of XML readers that all share (seen in the source
        // from 4.2.0 to main), and what goes back to another pool than it came from ends its stream with an error.
        synchronized (this) {
            WebSocketClient client = newWebSocket(headers);
            hasHadWebSocket = true;
            return client;
        }
    }

    private WebSocketClient newWebSocket(Map<String, String> headers) throws IOException {
        return new WebSocketClient(URI.create("ws://127.0.0.1:" + ports.httpBind() + "/ws/"), HostOptions.DOMAIN,
                headers);
    }

    /** A Smack connection to the client port, logged in with the common password. The caller disconnects. */
    public XMPPTCPConnection smack(String username, String resource, SmackClient.Option... options)
            throws IOException {
        return smack(username, resource, SocketFactory.getDefault(), options);
    }

    /** The same with sockets of this kind. */
    public XMPPTCPConnection smack(String username, String resource, SocketFactory sockets,
            SmackClient.Option... options) throws IOException {
        return SmackClient.login(address(ports.client()), sockets, HostOptions.DOMAIN, username, HostOptions.PASSWORD,
                resource, options);
    }

    /** Adds an account to the running host. */
    public void addUser(String name, String password) throws IOException {
        try (RawClient admin = connect()) {
            admin.login("admin", "admin", "accounts");
            AccountCommand.addUser(admin, name, password);
        }
    }

    /** Puts the plugin into the running host and returns when it answers. */
    public void installPlugin() throws IOException {
        installPlugin(pluginJar());
    }

    /** As {@link #installPlugin()}, from another jar than the one that was built. */
    public void installPlugin(Path jar) throws IOException {
        long earlier = pluginLoads();
        copyPlugin(jar, home);
        installation.scanPlugins(adminLogin());
        awaitPlugin(earlier + 1);
    }

    /** Puts a plugin of the tests into the running host that has a say in binds; the host loads it after a while. */
    public void installHook() throws IOException {
        ProbeJar.writeHook(home.resolve("plugins/hook.jar"));
        installation.scanPlugins(adminLogin());
    }

    /** How often the host has loaded the plugin so far. */
    public long pluginLoads() {
        return log.count(LOADED);
    }

    /** How often the host has unloaded the plugin so far. */
    public long pluginUnloads() {
        return log.count(UNLOADED);
    }

    /** Returns when the host has loaded the plugin this often, and it answers. */
    public void awaitPlugin(long loads) throws IOException {
        // 5.1.1 logs an error at any question to a plugin that is not there: none before the load.
        Await.until("the host loads the plugin", PLUGIN_LIMIT, () -> pluginLoads() >= loads);
        AdminClient admin = adminLogin();
        Await.until("the plugin answers", PLUGIN_LIMIT, () -> admin.get(PluginPaths.SESSIONS).statusCode() == 200);
    }

    /** Returns when the host has unloaded the plugin this often, and its directory is gone. */
    public void awaitNoPlugin(long unloads) {
        Await.until("the host unloads the plugin and deletes its directory", PLUGIN_LIMIT,
                () -> pluginUnloads() >= unloads && Files.notExists(home.resolve("plugins/sessionstate")));
    }

    /** Takes the plugin out of the running host and returns when the host has unloaded and deleted it. */
    public void removePlugin() throws IOException {
        long earlier = pluginUnloads();
        Files.delete(home.resolve("plugins/sessionstate.jar"));
        installation.scanPlugins(adminLogin());
        awaitNoPlugin(earlier + 1);
    }

    /**
     * Fails on any warning or error, since the last call, that the same host without the plugin does not log.
     *
     * @param provoked regular expressions for entries that the test itself causes, as
     *                 {@code LEVEL logger - message | exception}
     */
    public void assertNoUnexpectedWarnings(String... provoked) {
        List<HostLog.Entry> unexpected = log.takeUnexpectedWarnings(provoked);
        if (!unexpected.isEmpty()) {
            StringBuilder message = new StringBuilder("Unexpected in the log of " + name() + ":");
            for (HostLog.Entry entry : unexpected) {
                message.append(System.lineSeparator()).append(entry.excerpt());
            }
            throw new AssertionError(message.toString());
        }
    }

    /**
     * Stops the server from within, as the console of some hosts can, and returns when it has stopped. Its JVM and its
     * log stay: a signal would have 5.1.1's log end before its server. For a host with the probe.
     */
    public void stop() throws IOException {
        tellProbe("stop", Map.of());
        Await.until("the server stops", STOP_LIMIT, () -> log.count("Openfire stopped") > 0);
    }

    /** Kills the JVM of a host with the plugin, starts another in the same home, and returns when both serve again. */
    public void crashAndRestart() throws IOException {
        long earlier = pluginLoads();
        process.kill();
        hasHadWebSocket = false;
        process.start(options.heapMegabytes(), installation.arguments(home));
        awaitReady();
        awaitPlugin(earlier + 1);
    }

    /** Stops the JVM, keeps the logs in {@code target/host-logs} and deletes the home directory. */
    @Override
    public void close() {
        process.stop();
        try {
            Path kept = Files.createDirectories(Path.of("target", "host-logs").resolve(home.getFileName()));
            for (Path file : log.files()) {
                Files.copy(file, kept.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            System.err.println("Could not keep the logs of " + name() + ": " + e);
        } finally {
            process.close();
        }
    }

    private void awaitReady() {
        Await.until(name() + " starts", START_LIMIT, () -> {
            if (!process.isAlive()) {
                throw new IOException("The JVM of " + name() + " ended");
            }
            // The listeners start in order, HTTP bind last. One that speaks TLS must not be tried: 4.2.0 warns of
            // connections that end before the handshake.
            return accepts(ports.console()) && accepts(ports.httpBind()) && accepts(ports.client())
                    && console().get("/login.jsp").statusCode() == 200;
        });
    }

    private static Path pluginJar() throws IOException {
        Path jar = Path.of(System.getProperty("plugin.jar", "target/sessionstate.jar"));
        if (Files.notExists(jar)) {
            throw new IOException("No plugin in " + jar.toAbsolutePath() + ": build it, or set -Dplugin.jar");
        }
        return jar;
    }

    /** Under another name first: the host must not find half a file. */
    private static void copyPlugin(Path jar, Path home) throws IOException {
        Path part = home.resolve("plugins/sessionstate.jar.part");
        Files.copy(jar, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, home.resolve("plugins/sessionstate.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(address(port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where clients connect by TCP. */
    public InetSocketAddress clientAddress() {
        return address(ports.client());
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
