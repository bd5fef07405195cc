package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.settings.Setting;

/** Every word that is asked for is there, and no word is there that nobody asks for. */
class TextsTest {
    private static final Path BUNDLE = Path.of("i18n", "sessionstate_i18n.properties");
    private static final Pattern IN_SCRIPT = Pattern.compile("text\\((['`])(.*?)\\1");
    private static final Pattern QUOTED = Pattern.compile("'((?:[a-z_]+\\.)+[a-z_]+)'");

    private static Set<String> bundle() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(BUNDLE)) {
            properties.load(in);
        }
        return new TreeSet<>(properties.stringPropertyNames());
    }

    /** The keys of the page, as it asks for them. */
    private static Set<String> askedByPage() {
        Set<String> asked = new TreeSet<>();
        new SessionsPage(key -> {
            asked.add(key);
            return key;
        }, List.of(), 1).html();
        return asked;
    }

    @Test
    void everyKeyIsThereAndUsed() throws IOException {
        Set<String> used = askedByPage();
        for (SessionColumn column : SessionColumn.values()) {
            used.add(column.i18nKey());
            used.add(column.descriptionI18nKey());
        }
        Setting.all().forEach(setting -> used.add("system_property." + setting.name()));
        Matcher inDescriptor = Pattern.compile("\\$\\{([^}]+)}").matcher(Files.readString(Path.of("plugin.xml")));
        while (inDescriptor.find()) {
            used.add(inDescriptor.group(1));
        }
        Set<String> there = bundle();
        // The names of hooks are those of the hooks themselves.
        there.removeIf(key -> key.startsWith("hook."));

        assertThat(there).isEqualTo(used);
    }

    @Test
    void theScriptsGetTheKeysThatTheyUse() throws IOException {
        Set<String> known = new HashSet<>(SessionsPage.SCRIPT_TEXTS);
        Set<String> used = new TreeSet<>();
        try (Stream<Path> scripts = Files.list(Path.of("web", "script"))) {
            scripts.map(TextsTest::read).forEach(script -> {
                Matcher matcher = IN_SCRIPT.matcher(script);
                while (matcher.find()) {
                    used.addAll(matching(matcher.group(2), known));
                }
                // Keys that are chosen first and looked up then.
                Matcher quoted = QUOTED.matcher(script);
                while (quoted.find()) {
                    if (known.contains(quoted.group(1))) {
                        used.add(quoted.group(1));
                    }
                }
            });
        }

        assertThat(used).containsExactlyInAnyOrderElementsOf(known);
    }

    // A key that is put together, such as hooks.${state}, uses all that it may become.
    private static Set<String> matching(String key, Set<String> known) {
        if (key.startsWith("hook.$")) {
            return Set.of();
        }
        if (!key.contains("$")) {
            return Set.of(key);
        }
        Pattern pattern = Pattern.compile(key.replace(".", "\\.").replaceAll("\\$\\{.*}", "[a-z_]+"));
        Set<String> keys = new HashSet<>(known);
        keys.removeIf(candidate -> !pattern.matcher(candidate).matches());
        assertThat(keys).as(key).isNotEmpty();
        return keys;
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theBundleIsAscii() throws IOException {
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(Files.readString(BUNDLE))).isTrue();
    }
}
