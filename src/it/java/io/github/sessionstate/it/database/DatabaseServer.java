package io.github.sessionstate.it.database;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.Patience;

/**
 * A database server with a process and a temporary directory of its own, on a free port of the loopback address. It
 * runs without privileges: none would start as root, so root starts it as the user that owns nothing. Neither process
 * nor directory outlives the JVM of the tests, but for a directory that is to be kept.
 */
abstract class DatabaseServer implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final String NOBODY = "65534";

    private final Path directory;
    private final boolean isKept;
    private final int port;
    private final boolean isRoot;
    private final Thread atExit = new Thread(this::remove, "Stop " + this);
    private volatile Process process;

    /** A server that is not prepared yet. */
    DatabaseServer() throws IOException {
        this(Files.createTempDirectory("database-"), false);
    }

    /** The same in this directory, which stays if it is to be kept. */
    DatabaseServer(Path directory, boolean isKept) throws IOException {
        this.directory = directory.toRealPath();
        this.isKept = isKept;
        isRoot = System.getProperty("user.name").equals("root");
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Makes an empty database in the directory. */
    abstract void prepare() throws IOException;

    /** What starts the server, which stays in the foreground. */
    abstract List<String> command();

    /** The signal that has the server stop soon, whoever is connected. */
    abstract String stopSignal();

    /** A connection, of a kind that the driver chooses. */
    abstract Connection connect() throws SQLException;

    /** Locks the table of grants, for reading too, until the end of the connection or of its transaction. */
    abstract String lock();

    /** Finds the indexes of the plugin's tables, with their columns. */
    abstract String indexes();

    /** Prepares the server and starts it; returns when it takes connections. */
    final void create() throws IOException {
        giveAway();
        prepare();
        start();
    }

    final Path directory() {
        return directory;
    }

    final int port() {
        return port;
    }

    /** Starts the server, which was stopped or never started. */
    final void start() throws IOException {
        process = builder(command()).start();
        Await.until(command().get(0) + " takes connections; it said " + log(), START_LIMIT, () -> {
            if (!process.isAlive()) {
                throw new IOException("It ended: " + Files.readString(log().toPath()));
            }
            try (Connection connection = connect()) {
                return connection.isValid(1);
            } catch (SQLException e) {
                return false;
            }
        });
    }

    /** Stops the server; its connections end. */
    final void stop() throws IOException {
        signal(stopSignal());
        await(process);
    }

    /** Has the server stand still: its connections stay, and nobody answers. */
    final void suspend() throws IOException {
        signal("STOP");
    }

    final void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        await(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start());
    }

    /** Runs a program that prepares the server, as the server will run. */
    final void run(String... command) throws IOException {
        Process preparing = builder(List.of(command)).start();
        await(preparing);
        if (preparing.exitValue() != 0) {
            throw new IOException(command[0] + " failed: " + Files.readString(log().toPath()));
        }
    }

    /** Makes what is in the directory the server's. */
    final void giveAway() throws IOException {
        if (isRoot) {
            await(new ProcessBuilder("chown", "-R", NOBODY + ":" + NOBODY, directory.toString()).start());
        }
    }

    private ProcessBuilder builder(List<String> command) {
        List<String> all = new ArrayList<>();
        if (isRoot) {
            all.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).directory(directory.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log()));
        builder.environment().put("HOME", directory.toString());
        return builder;
    }

    private File log() {
        return directory.resolve("log").toFile();
    }

    /** Waits for the end of a process. */
    static void await(Process process) throws IOException {
        try {
            if (!process.waitFor(Patience.of(START_LIMIT).toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("It did not end: " + process.info());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        }
    }

    private void remove() {
        if (process != null) {
            process.destroyForcibly();
            process.onExit().join();
        }
        if (isKept) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("Could not delete " + directory + ": " + e);
        }
    }

    @Override
    public final void close() throws IOException {
        if (process != null && process.isAlive()) {
            stop();
        }
        remove();
        Runtime.getRuntime().removeShutdownHook(atExit);
    }

    /** The program of this name; null if there is none. Some are where only root looks for them. */
    static String find(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).map(Path::toString).findFirst()
                .orElse(null);
    }
}
