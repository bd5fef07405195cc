package io.github.sessionstate.it.host;

import io.github.sessionstate.it.boot.HostMain;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Openfire 4.2.0 from the jars on Maven Central. They hold the server and the servlets of its console, but neither
 * schema, configuration, console application nor setup: those are the resources in {@code openfire-4.2.0/}.
 */
final class CentralInstallation implements Installation {
    private static final String RESOURCES = "/openfire-4.2.0/";
    /** The statement of the schema that other databases do not know. */
    private static final String OF_HSQLDB = "SET FILES";

    private final Path lib;

    CentralInstallation(Path lib) {
        this.lib = lib;
    }

    @Override
    public String name() {
        return "Openfire 4.2.0 (Maven Central)";
    }

    @Override
    public Path libraries() {
        return lib;
    }

    @Override
    public String version() {
        return "4.2.0";
    }

    @Override
    public String knownWarnings() {
        return "/known-warnings-mina.txt";
    }

    @Override
    public boolean hasConsoleFrame() {
        return false;
    }

    @Override
    public void prepare(Path home, HostOptions options, Ports ports) throws IOException {
        if (!Files.isDirectory(lib)) {
            throw new IOException("No Openfire libraries in " + lib.toAbsolutePath() + ": run the build's "
                    + "pre-integration-test phase, or set -DtestHost.lib");
        }
        write(home.resolve("conf/openfire.xml"), configuration(options, ports));
        write(home.resolve("conf/security.xml"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<security/>\n");
        String schema = resource("schema.sql") + Provisioning.sql(options, ports);
        write(home.resolve("resources/database/openfire_hsqldb.sql"), schema);
        if (options.postgresUrl() != null) {
            makeTables(options.postgresUrl(), schema);
        }
        KeyStores.create(home.resolve("resources/security"));
        resource("log4j.properties", home.resolve("conf/log4j.properties"));
        resource("admin-plugin.xml", home.resolve("plugins/admin/plugin.xml"));
        resource("admin-web.xml", home.resolve("plugins/admin/webapp/WEB-INF/web.xml"));
        // Empty: a browser asks for it with every page, and takes its lack for an error of the page.
        write(home.resolve("plugins/admin/webapp/favicon.ico"), "");
        for (String page : List.of("start.html", "absent.html")) {
            resource(page, home.resolve("plugins/admin/webapp/WEB-INF").resolve(page));
        }
        resource("frame.css", home.resolve("plugins/admin/webapp/frame.css"));
        copyClasses(HostMain.class, home.resolve("classes"));
    }

    @Override
    public List<String> arguments(Path home) {
        return List.of(
                // The connection pool generates classes through ClassLoader.defineClass.
                "--add-opens", "java.base/java.lang=ALL-UNNAMED",
                "-DopenfireHome=" + home,
                "-Dlog4j.configuration=" + home.resolve("conf/log4j.properties").toUri(),
                "-cp", home.resolve("classes") + File.pathSeparator + lib.toAbsolutePath() + File.separator + "*",
                HostMain.class.getName());
    }

    @Override
    public void scanPlugins(AdminClient console) throws IOException {
        // 4.2.0 looks every 20 seconds and cannot be told otherwise.
        console.post("/plugin-admin.jsp", Map.of("scan", "true"));
    }

    // The host reads its properties before it makes tables on such a database, unless it runs its set-up.
    private static void makeTables(String url, String schema) throws IOException {
        try (Connection connection = DriverManager.getConnection(url, POSTGRES_USER, POSTGRES_PASSWORD);
                Statement statement = connection.createStatement()) {
            for (String one : schema.split(";\n")) {
                if (!one.contains(OF_HSQLDB)) {
                    statement.execute(one.replace("LONGVARCHAR", "TEXT"));
                }
            }
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private static String configuration(HostOptions options, Ports ports) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <jive>
                  <setup>true</setup>
                  <locale>en</locale>
                  <network><interface>127.0.0.1</interface></network>
                  <adminConsole>
                    <interface>127.0.0.1</interface>
                    <port>%d</port>
                    <securePort>-1</securePort>
                  </adminConsole>
                  %s
                </jive>
                """.formatted(ports.console(), database(options.postgresUrl()));
    }

    private static String database(String postgresUrl) {
        if (postgresUrl == null) {
            return """
                    <connectionProvider>
                      <className>org.jivesoftware.database.EmbeddedConnectionProvider</className>
                    </connectionProvider>
                    """;
        }
        return """
                <connectionProvider>
                  <className>org.jivesoftware.database.DefaultConnectionProvider</className>
                </connectionProvider>
                <database>
                  <defaultProvider>
                    <driver>org.postgresql.Driver</driver>
                    <serverURL>%s</serverURL>
                    <username>%s</username>
                    <password>%s</password>
                  </defaultProvider>
                </database>
                """.formatted(postgresUrl, POSTGRES_USER, POSTGRES_PASSWORD);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = CentralInstallation.class.getResourceAsStream(RESOURCES + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void resource(String name, Path file) throws IOException {
        copy(RESOURCES + name, file);
    }

    /** Copies all classes of the package of this one, which run in the host. */
    private static void copyClasses(Class<?> one, Path classes) throws IOException {
        Path copies = Files.createDirectories(classes.resolve(one.getPackageName().replace('.', '/')));
        try (Stream<Path> files = Files.list(Path.of(URI.create(one.getResource("").toString())))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, copies.resolve(file.getFileName()));
            }
        }
    }

    private static void copy(String resource, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (InputStream in = CentralInstallation.class.getResourceAsStream(resource)) {
            Files.copy(in, file);
        }
    }
}
