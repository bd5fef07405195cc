package io.github.sessionstate.it.host;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.sessionstate.it.page.BrowserTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes what a run of the host tests found into the page that the system property {@code hosts.report} names: a row for
 * the version of the host, in place of the one that an earlier run wrote. Without the property nothing is written.
 */
public final class RunReport implements TestExecutionListener {
    private static final String ROW = "| ";
    private static final String HEADING = """
            # Hosts

            Written by runs of the tests (`./mvnw verify -Dopenfire.home=DIR -Dhosts.report=docs/hosts.md -Dforks=1`), one row
            for each Openfire; the last run of a version counts. Failed, skipped: as counted. *Not offered* are the capabilities
            that the plugin did not find there; the Health page says what is lost without each.

            | Openfire | date | revision | host tests | browser tests | not offered |
            | --- | --- | --- | --- | --- | --- |
            """;
    private static final String DEFECTS = """

            ## Defects of Openfire that the tests know of

            They are there with the plugin or without. A test that cannot have its way on a version names the defect.

            | from | until before | defect |
            | --- | --- | --- |
            """;

    private static volatile List<String> notOffered = List.of();

    private final Count host = new Count();
    private final Count browser = new Count();

    /** How tests of one kind ended. */
    private static final class Count {
        private int passed;
        private int failed;
        private int skipped;

        @Override
        public String toString() {
            return passed + failed + skipped == 0 ? "not run"
                    : passed + " passed, " + failed + " failed, " + skipped + " skipped";
        }
    }

    /** A host with the plugin has started. */
    static void started(JsonObject status) {
        List<String> missing = new ArrayList<>();
        for (JsonElement element : status.getAsJsonArray("capabilities")) {
            if (!element.getAsJsonObject().get("offered").getAsBoolean()) {
                missing.add(element.getAsJsonObject().get("name").getAsString());
            }
        }
        notOffered = missing;
    }

    /** The page to write; null for none. */
    private static Path page() {
        String path = System.getProperty("hosts.report", "");
        return path.isBlank() ? null : Path.of(path);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        boolean isSuccessful = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
        // A class that could not be begun has no tests that could fail.
        if (test.isTest() || !isSuccessful) {
            Count count = countOf(test);
            switch (result.getStatus()) {
                case SUCCESSFUL -> count.passed++;
                case ABORTED -> count.skipped++;
                default -> count.failed++;
            }
        }
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        countOf(test).skipped++;
    }

    private Count countOf(TestIdentifier test) {
        return UniqueId.parse(test.getUniqueId()).getSegments().stream()
                .filter(segment -> segment.getType().equals("class")).findFirst()
                .filter(segment -> isBrowserTest(segment.getValue())).isPresent() ? browser : host;
    }

    private static boolean isBrowserTest(String className) {
        try {
            return BrowserTest.class.isAssignableFrom(Class.forName(className));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan plan) {
        Path page = page();
        if (page == null) {
            return;
        }
        String version = Installation.configured().version();
        try {
            Map<String, String> rows = Files.exists(page) ? rows(Files.readString(page)) : rows("");
            rows.put(version, ROW + String.join(" | ", version, LocalDate.now().toString(), revision(), host.toString(),
                    browser.toString(), notOffered.isEmpty() ? "" : String.join(", ", notOffered)) + " |");
            String defects = Arrays.stream(HostDefect.values()).map(HostDefect::row)
                    .collect(Collectors.joining("\n", "", "\n"));
            Files.writeString(page, HEADING + String.join("\n", rows.values()) + "\n" + DEFECTS + defects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of the first table, in the order of versions. */
    private static Map<String, String> rows(String page) {
        Map<String, String> rows = new TreeMap<>(Versions::compare);
        page.lines().takeWhile(line -> !line.startsWith("## ")).filter(line -> line.matches("\\| [0-9].*"))
                .forEach(line -> rows.put(line.split(" *\\| *")[1], line));
        return rows;
    }

    /** The revision of the plugin, with a plus if something was changed since. */
    private static String revision() throws IOException {
        String changes = git("status", "--porcelain", "--untracked-files=no");
        return git("rev-parse", "--short", "HEAD") + (changes.isEmpty() ? "" : "+");
    }

    private static String git(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        Process git = new ProcessBuilder(command).start();
        return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
