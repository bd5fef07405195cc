package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEvent;
import io.github.sessionstate.settings.Setting;

/** Every word that is asked for is there, and no word is there that nobody asks for. */
class TextsTest {
    private static final Path BUNDLE = Path.of("i18n", "sessionstate_i18n.properties");
    // The first argument of text() and its like: one key, or several that a condition chooses from.
    private static final Pattern ASKED = Pattern.compile("(?:text|hasText|textOr)\\(([^()]*?['`][^()]*?)(?:,[^?:]|\\))",
            Pattern.DOTALL);
    private static final Pattern KEY = Pattern.compile("'([a-z0-9_.-]+)'|`([^`]+)`");
    private static final Pattern PUT_IN = Pattern.compile("\\$\\{[^}]*}");

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    private static Set<String> bundle() throws IOException {
        return new TreeSet<>(load(BUNDLE).stringPropertyNames());
    }

    private static Properties load(Path bundle) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(bundle)) {
            properties.load(in);
        }
        return properties;
    }

    /** The keys that the scripts ask for; with {@code *} where they put something in. */
    private static Set<String> askedByScripts() throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> scripts = Files.list(Path.of("web", "script"))) {
            for (Path script : (Iterable<Path>) scripts::iterator) {
                Matcher calls = ASKED.matcher(Files.readString(script));
                while (calls.find()) {
                    Matcher keys = KEY.matcher(calls.group(1));
                    while (keys.find()) {
                        asked.add(keys.group(1) != null ? keys.group(1)
                                : PUT_IN.matcher(keys.group(2)).replaceAll("*"));
                    }
                }
            }
        }
        return asked;
    }

    private static boolean fits(String key, String asked) {
        return Pattern.compile(Arrays.stream(asked.split("\\*", -1)).map(Pattern::quote)
                .collect(Collectors.joining("[a-z0-9_-]+"))).matcher(key).matches();
    }

    @Test
    void everyKeyIsThereAndUsed() throws IOException {
        Set<String> asked = askedByScripts();
        for (ConsolePage page : ConsolePage.values()) {
            asked.add("page." + page.name().toLowerCase(Locale.ROOT) + ".title");
        }
        asked.addAll(Set.of("page.language", "page.noscript"));
        for (SessionColumn column : SessionColumn.values()) {
            asked.add(column.i18nKey());
            asked.add(column.descriptionI18nKey());
            if (column.is(SessionColumn.Trait.NARROW)) {
                asked.add(column.shortI18nKey());
            }
        }
        for (Reason.Why why : Reason.Why.values()) {
            asked.add("reason." + why);
        }
        for (SessionEvent.Kind kind : SessionEvent.Kind.values()) {
            asked.add("timeline." + kind.name().toLowerCase(Locale.ROOT));
        }
        for (EndCause cause : EndCause.values()) {
            asked.add("health.end." + cause);
            asked.add("health.end." + cause + ".meaning");
        }
        for (HookReport.State state : HookReport.State.values()) {
            asked.add("health.state." + state);
        }
        Setting.all().forEach(setting -> asked.add("system_property." + setting.name()));
        Matcher inDescriptor = Pattern.compile("\\$\\{([^}]+)}").matcher(Files.readString(Path.of("plugin.xml")));
        while (inDescriptor.find()) {
            asked.add(inDescriptor.group(1));
        }
        Set<String> bundle = bundle();

        assertThat(asked).as("asked for").allSatisfy(
                key -> assertThat(bundle).anyMatch(there -> fits(there, key)));
        assertThat(bundle).as("there").allSatisfy(
                there -> assertThat(asked).anyMatch(key -> fits(there, key)));
    }

    static List<Path> translations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("i18n"))) {
            return files.filter(file -> !file.equals(BUNDLE)).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("translations")
    void everyLanguageHasAllKeysWithTheirPlaces(Path translation) throws IOException {
        Properties english = load(BUNDLE);
        Properties translated = load(translation);

        assertThat(translated.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        assertThat(translated.stringPropertyNames()).allSatisfy(key -> {
            assertThat(places(translated.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(translated.getProperty(key)).as(key).isNotBlank().isEqualTo(
                    translated.getProperty(key).strip());
        });
        assertThat(translation.getFileName()).hasToString("sessionstate_i18n_"
                + translated.getProperty("page.language").replace('-', '_') + ".properties");
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theBundlesAreAscii() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("i18n"))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(StandardCharsets.US_ASCII.newEncoder()
                    .canEncode(Files.readString(file))).isTrue());
        }
    }
}
