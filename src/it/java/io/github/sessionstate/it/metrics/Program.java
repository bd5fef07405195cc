package io.github.sessionstate.it.metrics;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.sessionstate.it.support.Patience;

/** A program of the machine that the tests run on. */
final class Program {
    private final Path file;

    private Program(Path file) {
        this.file = file;
    }

    /** Skips the test if the machine does not have it. */
    static Program assumed(String name) {
        Optional<Path> file = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)).filter(Files::isExecutable).findFirst();
        assumeTrue(file.isPresent(), () -> name + " is not installed (Debian: apt-get install prometheus)");
        return new Program(file.get());
    }

    /** Starts it; what it says goes to a file. */
    Process start(Path log, String... arguments) throws IOException {
        List<String> command = Stream.concat(Stream.of(file.toString()), Arrays.stream(arguments)).toList();
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Runs it to its end; gives what it said if it found something to complain about, else nothing. */
    String complaint(String input, String... arguments) throws IOException, InterruptedException {
        Path log = Files.createTempFile("program-", ".log");
        try {
            Process process = start(log, arguments);
            process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().close();
            if (!process.waitFor(Patience.ofSeconds(30).toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return "no end";
            }
            return process.exitValue() == 0 ? "" : process.exitValue() + ": " + Files.readString(log);
        } finally {
            Files.delete(log);
        }
    }
}
