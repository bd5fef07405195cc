package io.github.sessionstate.it.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A copy of an unpacked Openfire distribution that sets itself up by its demo boot configuration. */
final class DistributionInstallation implements Installation {
    /** What an earlier run leaves behind. */
    private static final List<String> TRACES = List.of("logs", "embedded-db");

    private static final Pattern SERVER = Pattern.compile("xmppserver-(.+)\\.jar");

    private final Path distribution;
    private final String version;

    DistributionInstallation(Path distribution) {
        this.distribution = distribution.toAbsolutePath();
        try (Stream<Path> libraries = Files.list(distribution.resolve("lib"))) {
            version = libraries.map(library -> SERVER.matcher(library.getFileName().toString()))
                    .filter(Matcher::matches).map(server -> server.group(1)).findAny()
                    .orElseThrow(() -> new IllegalStateException("No Openfire in " + this.distribution));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "Openfire " + version + " (distribution)";
    }

    @Override
    public Path libraries() {
        return distribution.resolve("lib");
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String knownWarnings() {
        return Versions.isAtLeast(version, "4.8") ? "/known-warnings-netty.txt" : "/known-warnings-mina.txt";
    }

    @Override
    public boolean hasConsoleFrame() {
        return true;
    }

    @Override
    public void prepare(Path home, HostOptions options, Ports ports) throws IOException {
        copyTo(home);
        try {
            // The JDK's parser: the libraries of 4.2.0 on the tests' class path bring one that is too old.
            Document configuration = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder()
                    .parse(home.resolve("conf/openfire-demoboot.xml").toFile());
            configure(configuration.getDocumentElement(), options, ports);
            TransformerFactory.newDefaultInstance().newTransformer().transform(new DOMSource(configuration),
                    new StreamResult(home.resolve("conf/openfire.xml").toFile()));
        } catch (ParserConfigurationException | SAXException | TransformerException e) {
            throw new IOException("Cannot set up " + name(), e);
        }
    }

    @Override
    public List<String> arguments(Path home) {
        // As in the distribution's bin/openfire.sh.
        return List.of(
                "-DopenfireHome=" + home,
                "-Dopenfire.lib.dir=" + home.resolve("lib"),
                "-Djava.security.properties=" + home.resolve("resources/security/java.security"),
                "-Dlog4j.configurationFile=" + home.resolve("lib/log4j2.xml"),
                "-Dlog4j2.formatMsgNoLookups=true",
                "-Djdk.tls.ephemeralDHKeySize=matched",
                "-Djsse.SSLEngine.acceptLargeFragments=true",
                "-jar", home.resolve("lib/startup.jar").toString());
    }

    @Override
    public void scanPlugins(AdminClient console) {
        // The property plugins.loading.monitor.interval makes it look every second.
    }

    private void copyTo(Path home) throws IOException {
        try (Stream<Path> files = Files.walk(distribution)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = distribution.relativize(file);
                Path copy = home.resolve(relative);
                if (TRACES.contains(relative.getName(0).toString()) || Files.isDirectory(copy)) {
                    continue;
                }
                Files.copy(file, copy);
            }
        }
    }

    private static void configure(Element jive, HostOptions options, Ports ports) {
        set(jive, "adminConsole.interface", "127.0.0.1");
        set(jive, "adminConsole.port", String.valueOf(ports.console()));
        set(jive, "adminConsole.securePort", "-1");
        set(jive, "network.interface", "127.0.0.1");
        // Set-up copies what it finds here into the database.
        options.properties(ports).forEach((name, value) -> set(jive, name, value));
        set(jive, "autosetup.xmpp.domain", HostOptions.DOMAIN);
        set(jive, "autosetup.xmpp.fqdn", HostOptions.DOMAIN);
        set(jive, "autosetup.admin.password", "admin");
        if (options.postgresUrl() != null) {
            set(jive, "connectionProvider.className", "org.jivesoftware.database.DefaultConnectionProvider");
            set(jive, "autosetup.database.mode", "standard");
            set(jive, "autosetup.database.defaultProvider.driver", "org.postgresql.Driver");
            set(jive, "autosetup.database.defaultProvider.serverURL", options.postgresUrl());
            set(jive, "autosetup.database.defaultProvider.username", POSTGRES_USER);
            set(jive, "autosetup.database.defaultProvider.password", POSTGRES_PASSWORD);
        }
        Element users = child(child(jive, "autosetup"), "users");
        users.getParentNode().removeChild(users);
        int number = 0;
        for (Map.Entry<String, String> user : options.users().entrySet()) {
            String path = "autosetup.users.user" + ++number;
            set(jive, path + ".username", user.getKey());
            set(jive, path + ".password", user.getValue());
            set(jive, path + ".name", user.getKey());
            set(jive, path + ".email", "user" + number + "@" + HostOptions.DOMAIN);
            int item = 0;
            for (String contact : options.contacts(user.getKey())) {
                set(jive, path + ".roster.item" + ++item + ".jid", contact);
            }
        }
    }

    /** A property's dots are levels of the file. */
    private static void set(Element jive, String property, String value) {
        Element element = jive;
        for (String name : property.split("\\.")) {
            element = child(element, name);
        }
        element.setTextContent(value);
    }

    private static Element child(Element parent, String name) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                return element;
            }
        }
        return (Element) parent.appendChild(parent.getOwnerDocument().createElement(name));
    }
}
