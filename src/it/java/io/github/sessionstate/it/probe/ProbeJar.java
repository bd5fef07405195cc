package io.github.sessionstate.it.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** Packs the plugins of the tests so that a host can load them. */
public final class ProbeJar {
    /** The console's path of the probe's answer. */
    public static final String PATH = "/plugins/probe/state";
    /** The console's path of the host's security audit log. */
    public static final String AUDIT_PATH = "/plugins/probe/audit";
    /** The file name, from which the host takes the plugin's name. */
    public static final String NAME = "probe.jar";
    /** The console's path of the simulation. */
    public static final String SIMULATION_PATH = "/plugins/simulation/sessions";
    /** The file name of the simulation. */
    public static final String SIMULATION_NAME = "simulation.jar";

    private ProbeJar() {
    }

    /** Writes the jar. */
    public static void write(Path file) throws IOException {
        pack(file, ProbePlugin.class, "Probe", "",
                servlet(ProbeServlet.class, "/state") + servlet(AuditServlet.class, "/audit"), ProbePlugin.class,
                ProbeServlet.class, Archive.class, AuditServlet.class, Bind2.class, DatabaseProbe.class,
                LateChange.class, Rival.class, SlowStanza.class);
    }

    /** Writes a jar that simulates sessions, see {@link SimulationServlet}. */
    public static void writeSimulation(Path file) throws IOException {
        pack(file, ProbePlugin.class, "Simulation", "", servlet(SimulationServlet.class, "/sessions"),
                ProbePlugin.class, SimulationServlet.class, SimulatedSessions.class, SimulatedConnection.class);
    }

    /** Writes a jar with {@link HookPlugin}. */
    public static void writeHook(Path file) throws IOException {
        pack(file, HookPlugin.class, "Hook", "<parentPlugin>sessionstate</parentPlugin>", "", HookPlugin.class);
    }

    private static String servlet(Class<?> type, String path) {
        String name = "<servlet-name>" + type.getSimpleName() + "</servlet-name>";
        return "<servlet>" + name + "<servlet-class>" + type.getName() + "</servlet-class></servlet><servlet-mapping>"
                + name + "<url-pattern>" + path + "</url-pattern></servlet-mapping>";
    }

    private static void pack(Path file, Class<?> plugin, String name, String parent, String web, Class<?>... types)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            add(jar, "plugin.xml", "<plugin><class>" + plugin.getName() + "</class><name>" + name + "</name>"
                    + "<description>Of the tests</description><author>Tests</author><version>1.0.0</version>"
                    + "<minServerVersion>4.2.0</minServerVersion>" + parent + "</plugin>");
            add(jar, "web/WEB-INF/web-custom.xml", "<web-app>" + web + "</web-app>");
            add(jar, "i18n/" + name.toLowerCase(Locale.ROOT) + "_i18n.properties", "");
            for (Class<?> type : types) {
                String path = type.getName().replace('.', '/') + ".class";
                try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
                    add(jar, "classes/" + path, in.readAllBytes());
                }
            }
        }
        Files.write(file, bytes.toByteArray());
    }

    private static void add(JarOutputStream jar, String name, String content) throws IOException {
        add(jar, name, content.getBytes(StandardCharsets.UTF_8));
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }
}
