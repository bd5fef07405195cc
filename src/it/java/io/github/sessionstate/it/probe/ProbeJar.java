package io.github.sessionstate.it.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs the probe as a plugin that a host can load. */
public final class ProbeJar {
    /** The console's path of the probe's answer. */
    public static final String PATH = "/plugins/probe/state";
    /** The file name, from which the host takes the plugin's name. */
    public static final String NAME = "probe.jar";

    private ProbeJar() {
    }

    /** Writes the jar. */
    public static void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            add(jar, "plugin.xml", ("<plugin><class>" + ProbePlugin.class.getName() + "</class>"
                    + "<name>Probe</name><description>Asks the host</description><author>Tests</author>"
                    + "<version>1.0.0</version><minServerVersion>4.2.0</minServerVersion></plugin>")
                    .getBytes(StandardCharsets.UTF_8));
            add(jar, "web/WEB-INF/web-custom.xml", ("<web-app><servlet><servlet-name>probe</servlet-name>"
                    + "<servlet-class>" + ProbeServlet.class.getName() + "</servlet-class></servlet>"
                    + "<servlet-mapping><servlet-name>probe</servlet-name><url-pattern>/state</url-pattern>"
                    + "</servlet-mapping></web-app>").getBytes(StandardCharsets.UTF_8));
            add(jar, "i18n/probe_i18n.properties", new byte[0]);
            for (Class<?> type : new Class<?>[] {ProbePlugin.class, ProbeServlet.class, LateChange.class}) {
                String path = type.getName().replace('.', '/') + ".class";
                try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                    add(jar, "classes/" + path, in.readAllBytes());
                }
            }
        }
        Files.write(file, bytes.toByteArray());
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
