package io.github.sessionstate.openfire.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockStatic;

import java.util.Locale;
import java.util.Map;

import javax.servlet.http.HttpServletRequest;

import org.jivesoftware.util.JiveGlobals;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.MockedStatic;

class ConsoleTextsTest {
    private static final String KEY = "sidebar.sessionstate-settings";
    private static final String ENGLISH = "Session State Settings";
    private static final String GERMAN = "Session State: Einstellungen";

    private final MockedStatic<JiveGlobals> globals = mockStatic(JiveGlobals.class);
    private final Locale before = Locale.getDefault();

    @BeforeEach
    void standElsewhere() {
        Locale.setDefault(Locale.FRENCH);
    }

    @AfterEach
    void stop() {
        Locale.setDefault(before);
        globals.close();
    }

    private Map<String, String> in(String language) {
        globals.when(JiveGlobals::getLocale).thenReturn(Locale.forLanguageTag(language));
        return new ConsoleTexts().of(mock(HttpServletRequest.class));
    }

    @Test
    void textsAreInTheLanguageOfTheConsole() {
        assertThat(in("de")).containsEntry(KEY, GERMAN);
        assertThat(in("de-AT")).containsEntry(KEY, GERMAN);
        assertThat(in("en")).containsEntry(KEY, ENGLISH);
    }

    @Test
    void aLanguageWithoutTextsGetsEnglishWhereverTheServerStands() {
        assertThat(in("ja")).containsEntry(KEY, ENGLISH);
    }

    @Test
    void logsAreInEnglish() {
        globals.when(JiveGlobals::getLocale).thenReturn(Locale.GERMAN);

        assertThat(ConsoleTexts.english(KEY)).isEqualTo(ENGLISH);
        assertThat(ConsoleTexts.english("no.such.key")).isEqualTo("no.such.key");
    }
}
