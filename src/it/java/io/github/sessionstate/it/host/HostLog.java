package io.github.sessionstate.it.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a host wrote to its log files and to its standard output. */
public final class HostLog {
    private static final Pattern ENTRY = Pattern.compile(
            "^\\d{4}\\.\\d\\d\\.\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{3})? (\\p{Upper}+) +\\[(.*?)]: (\\S+) - (.*)$");
    /** The versions that the lines behind it are for. */
    private static final Pattern SECTION = Pattern.compile("\\[((?:all|[0-9.]+)(?:, *[0-9.]+)*)]");
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[;\\d]*m");
    /** Where a stack trace on the standard output begins: 4.2.0 prints some exceptions there only. */
    private static final Pattern EXCEPTION = Pattern.compile("^(\\S+\\.)+\\w*(Exception|Error)(: .*)?$");

    private static final int EXCERPT_LINES = 25;

    private static final Pattern PLUGIN = Pattern.compile(
            "([\\w.]*/)*io\\.github\\.sessionstate\\.(?!it\\.)");

    private final Path directory;
    private final List<Pattern> known;
    private final List<Entry> taken = new ArrayList<>();

    HostLog(Path directory, Installation host) {
        this.directory = directory;
        known = patterns(host.knownWarnings(), host.version());
    }

    /**
     * One entry of the log.
     *
     * @param level  as the host names it, e.g. {@code WARN}
     * @param logger the logger's name
     * @param text   the message and what followed it, e.g. a stack trace
     */
    public record Entry(String level, String logger, String text) {
        /** Level, logger, message and the exception if there is one: what the lists of known warnings match. */
        public String headline() {
            String exception = text.lines().skip(1).filter(line -> EXCEPTION.matcher(line).matches())
                    .findFirst().map(line -> " | " + line).orElse("");
            return level + " " + logger + " - " + text.lines().findFirst().orElse("") + exception;
        }

        /** The entry for a message: of a long stack trace the top. The log file has it all. */
        String excerpt() {
            return level + " " + logger + " - " + text.lines().limit(EXCERPT_LINES)
                    .collect(Collectors.joining(System.lineSeparator()));
        }

        /** Whether the plugin logged it or threw the exception: then no list excuses it. */
        boolean isByPlugin() {
            if (PLUGIN.matcher(logger).lookingAt()) {
                return true;
            }
            boolean isTop = false;
            for (String line : text.lines().toList()) {
                boolean isFrame = line.startsWith("\tat ");
                if (isFrame && isTop && PLUGIN.matcher(line.substring("\tat ".length())).lookingAt()) {
                    return true;
                }
                // Frames of the JDK on top are the work of whoever called it.
                isTop = !isFrame || isTop && line.startsWith("\tat java");
            }
            return false;
        }

        boolean isWarning() {
            return !List.of("TRACE", "DEBUG", "INFO").contains(level);
        }
    }

    /** Every entry so far, file by file. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files()) {
            read(file, entries);
        }
        return entries;
    }

    /** How many entries begin with this text. */
    public long count(String text) {
        return entries().stream().filter(entry -> entry.text().startsWith(text)).count();
    }

    /** The warnings and errors so far. */
    public List<Entry> warnings() {
        return entries().stream().filter(Entry::isWarning).toList();
    }

    /**
     * The warnings and errors since the last call that the host does not log without the plugin: one test does not
     * fail for what another one has failed for already.
     *
     * @param provoked regular expressions for headlines that the test itself causes
     */
    public synchronized List<Entry> takeUnexpectedWarnings(String... provoked) {
        List<Entry> fresh = new ArrayList<>(warnings());
        taken.forEach(fresh::remove);
        taken.addAll(fresh);
        fresh.removeIf(entry -> !entry.isByPlugin()
                && known.stream().anyMatch(pattern -> pattern.matcher(entry.headline()).find()));
        for (String expression : provoked) {
            fresh.removeIf(entry -> Pattern.compile(expression).matcher(entry.headline()).find());
        }
        return fresh;
    }

    /** The whole text of all files, for a message. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (Path file : files()) {
            text.append("--- ").append(file.getFileName()).append(System.lineSeparator());
            try {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return text.toString();
    }

    List<Path> files() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(Path file, List<Entry> entries) {
        boolean isOutput = file.endsWith("stdout.log");
        Entry last = null;
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            for (String line : (Iterable<String>) lines.map(l -> COLOUR.matcher(l).replaceAll(""))::iterator) {
                Matcher entry = ENTRY.matcher(line);
                Entry next = null;
                if (entry.matches()) {
                    next = new Entry(entry.group(1), entry.group(3), entry.group(4));
                } else if (isOutput && EXCEPTION.matcher(line).matches()) {
                    next = new Entry("ERROR", "stdout", line);
                } else if (last != null) {
                    entries.remove(entries.size() - 1);
                    next = new Entry(last.level(), last.logger(), last.text() + System.lineSeparator() + line);
                }
                if (next != null) {
                    entries.add(next);
                    last = next;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Pattern> patterns(String resource, String version) {
        List<Pattern> patterns = new ArrayList<>();
        boolean isForVersion = true;
        for (String line : lines(resource)) {
            Matcher section = SECTION.matcher(line);
            if (section.matches()) {
                isForVersion = Stream.of(section.group(1).split(", *"))
                        .anyMatch(named -> named.equals("all") || version.startsWith(named + "."));
            } else if (isForVersion && !line.isEmpty() && !line.startsWith("#")) {
                patterns.add(Pattern.compile(line));
            }
        }
        return patterns;
    }

    private static List<String> lines(String resource) {
        try (InputStream in = HostLog.class.getResourceAsStream(resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().map(String::strip).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
