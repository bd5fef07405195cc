package io.github.sessionstate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * Whoever changes a class of the openfire room finds what tests it: a test that has its name or names it. Host tests
 * name in their texts those that need a server.
 */
class NamedInTestsTest {
    private static final Pattern TYPE = Pattern.compile(
            "^(?:public |final |abstract |sealed )*(?:class|record|enum) (\\w+)", Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("\\w+");
    /** They only hold what others give them. */
    private static final Set<String> WITHOUT_LOGIC = Set.of("PendingPresence", "Repair");

    @Test
    void everyClassWithLogicIsNamedInATest() {
        Set<String> named = Stream.of("src/test/java", "src/it/java").flatMap(NamedInTestsTest::sources)
                .filter(file -> !file.endsWith(NamedInTestsTest.class.getSimpleName() + ".java"))
                .flatMap(file -> WORD.matcher(text(file)).results().map(found -> found.group()))
                .collect(Collectors.toSet());
        List<String> types = sources("src/main/java/io/github/sessionstate/openfire")
                .map(NamedInTestsTest::text).flatMap(NamedInTestsTest::typeOf).toList();

        assertThat(types).hasSizeGreaterThan(50).contains("RouteGuard", "NettyMembers", "SessionTracker")
                .containsAll(WITHOUT_LOGIC);
        assertThat(types).filteredOn(type -> !WITHOUT_LOGIC.contains(type))
                .allMatch(named::contains, "named in a test");
    }

    /** The class, record or enum of a file; none if it has an interface, or says what a package is for. */
    private static Stream<String> typeOf(String text) {
        Matcher type = TYPE.matcher(text);
        return type.find() ? Stream.of(type.group(1)) : Stream.empty();
    }

    private static Stream<Path> sources(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
