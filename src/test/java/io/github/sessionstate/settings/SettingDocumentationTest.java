package io.github.sessionstate.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;

/** The documentation has every setting with its default. */
class SettingDocumentationTest {
    @Test
    void everySettingIsDocumentedWithItsDefault() throws IOException {
        String page = Files.readString(Path.of("docs/settings.md"));

        assertThat(Setting.all()).isNotEmpty().allSatisfy(setting ->
                assertThat(page).contains("| `" + setting.name() + "` | " + cell(setting.defaultValue()) + "|"));
    }

    private static String cell(Object value) {
        String text = value instanceof Duration seconds ? String.valueOf(seconds.toSeconds()) : value.toString();
        return text.isEmpty() ? "" : "`" + text + "` ";
    }
}
