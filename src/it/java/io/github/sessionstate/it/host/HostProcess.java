package io.github.sessionstate.it.host;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The JVM of a host and its home directory. Neither outlives the JVM of the tests. */
final class HostProcess implements AutoCloseable {
    private static final int STOP_SECONDS = 15;

    private final Path home;
    private final Thread atExit;
    private volatile Process process;

    /** From now on the directory goes with this JVM. */
    HostProcess(Path home) {
        this.home = home;
        atExit = new Thread(() -> {
            kill();
            deleteHome();
        }, "Stop " + home.getFileName());
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    void start(int heapMegabytes, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Temporary files go with the home. The last two: the JVM leaves out message and stack of an exception that it
        // has thrown very often, and no list of known warnings can tell it then; and it leaves dead objects in the heap
        // where they are few, and they would count as in use.
        command.addAll(List.of("-Xmx" + heapMegabytes + "m", "-XX:+UseSerialGC", "-Djava.awt.headless=true",
                "-Djava.io.tmpdir=" + Files.createDirectories(home.resolve("tmp")),
                "-XX:-OmitStackTraceInFastThrow", "-XX:MarkSweepAlwaysCompactCount=1"));
        command.addAll(splitAtSpaces(System.getProperty("host.jvmOptions", "")));
        command.addAll(arguments);
        File output = Files.createDirectories(home.resolve("logs")).resolve("stdout.log").toFile();
        process = new ProcessBuilder(command).directory(home.toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(output)).start();
        process.getOutputStream().close();
    }

    private static List<String> splitAtSpaces(String options) {
        return options.isBlank() ? List.of() : List.of(options.strip().split(" +"));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Has the JVM stand still, as on a machine that swaps: its connections stay, and nobody answers. */
    void suspend() throws IOException {
        signal("STOP");
    }

    void resume() throws IOException {
        signal("CONT");
    }

    private void signal(String name) throws IOException {
        try {
            if (new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor() != 0) {
                throw new IOException("No signal " + name + " to " + pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        }
    }

    /** Asks the host to stop, and makes it stop if it does not in time. */
    void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the JVM at once, without a word to it. */
    void kill() {
        if (process != null) {
            process.destroyForcibly();
            // The directory can be deleted only when nobody writes to it.
            process.onExit().join();
        }
    }

    @Override
    public void close() {
        stop();
        deleteHome();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            System.err.println("This JVM ends while it stops a host: the hook finds nothing left to do");
        }
    }

    private void deleteHome() {
        if (Files.notExists(home)) {
            return;
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            System.err.println("Could not delete " + home + ": " + e);
        }
    }
}
