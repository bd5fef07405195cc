package io.github.sessionstate.it.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import org.tukaani.xz.XZInputStream;

/** PostgreSQL from Maven Central, with the driver of Openfire 4.2.0. */
final class PostgresServer extends DatabaseServer {
    private static final String PROGRAMS = "/postgres-linux-x86_64.txz";

    private final List<String> settings;

    PostgresServer() throws IOException {
        settings = List.of();
    }

    /**
     * One that keeps its data.
     *
     * @param directory that of its programs and data, which is there
     * @param settings  such as {@code work_mem=4MB}
     */
    PostgresServer(Path directory, List<String> settings) throws IOException {
        super(directory, true);
        this.settings = settings;
    }

    /** Why there is none on this machine; null if there is. */
    static String missing() {
        boolean isLinux = System.getProperty("os.name").equals("Linux");
        return isLinux && System.getProperty("os.arch").equals("amd64") ? null : "PostgreSQL is there for Linux on amd64 only";
    }

    @Override
    void prepare() throws IOException {
        Process tar = new ProcessBuilder("tar", "-x", "--no-same-owner", "-C", directory().toString()).start();
        try (InputStream programs = new XZInputStream(PostgresServer.class.getResourceAsStream(PROGRAMS));
                OutputStream out = tar.getOutputStream()) {
            programs.transferTo(out);
        }
        await(tar);
        giveAway();
        run(program("initdb"), "-D", data(), "-U", "openfire", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
    }

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of(program("postgres"), "-D", data(), "-h", "127.0.0.1", "-p",
                String.valueOf(port()), "-k", ""));
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    @Override
    String stopSignal() {
        return "INT";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url() + "?loggerLevel=OFF", "openfire", "");
    }

    /** The address of its one database, for a user {@code openfire}, who needs no password. */
    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
    }

    @Override
    String lock() {
        return "LOCK TABLE ofSessionStateGrant IN ACCESS EXCLUSIVE MODE";
    }

    @Override
    String indexes() {
        return "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'ofsessionstate%' ORDER BY indexname";
    }

    private String program(String name) {
        return directory().resolve("bin").resolve(name).toString();
    }

    private String data() {
        return directory().resolve("data").toString();
    }
}
