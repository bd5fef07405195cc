package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.xmpp.RawClient;

/** Every page speaks the language of the console. */
class LanguageIT extends BrowserTest {
    private static final String TEXT = "return document.getElementById('sessionstate').innerText";

    @AfterEach
    void backToEnglish() throws Exception {
        host.setLanguage("en");
    }

    @Test
    void detailsAndLabelsToo() throws Exception {
        host.setLanguage("de");
        try (RawClient john = login("john", "sprachlich")) {
            browser.open(host.console().url(PluginPaths.PAGE));
            page.awaitLive();
            String id = id(john);
            page.await(id);
            assertThat(browser.element("#sessionstate").getDomAttribute("lang")).isEqualTo("de");
            assertThat(page.tile("c2s_unauthed").getText()).contains("Nicht angemeldet");
            assertThat(page.rows()).filteredOn(row -> row.id().equals(id)).singleElement()
                    .satisfies(row -> assertThat(row.closeLabel()).startsWith("Die Sitzung von john@example.org/sprachlich"));
            expectNoKey();
            page.choose(id, "details");
            page.awaitText("#ss-details", "Was geschah");
            expectNoKey();
        }
    }

    @ParameterizedTest
    @CsvSource({"de,Nicht angemeldet", "fr,Non authentifi\u00e9es", "es,Sin autenticar", "pt-BR,N\u00e3o autenticadas",
        "nl,Niet aangemeld", "ru,\u0411\u0435\u0437 \u0430\u0443\u0442\u0435\u043d\u0442\u0438\u0444\u0438\u043a\u0430\u0446\u0438\u0438",
        "zh-CN,\u672a\u8ba4\u8bc1"})
    void everyLanguage(String tag, String unauthenticated) throws Exception {
        host.setLanguage(tag);
        open(PluginPaths.PAGE, tag);
        awaitLive();
        assertThat(page.tile("c2s_unauthed").getText()).contains(unauthenticated);
        expectNoKey();
        open(PluginPaths.HEALTH_PAGE, tag);
        awaitLive();
        page.awaitElement("#ss-ends tbody tr");
        expectNoKey();
        open(PluginPaths.SETTINGS_PAGE, tag);
        page.awaitElement("#ss-save");
        expectNoKey();
    }

    private void open(String path, String tag) {
        browser.open(host.console().url(path));
        assertThat(browser.element("#sessionstate").getDomAttribute("lang")).isEqualTo(tag);
    }

    private void awaitLive() {
        Await.until("the page is live", Duration.ofSeconds(15),
                () -> "on".equals(browser.element("#sessionstate").getDomAttribute("data-live")));
    }

    @Test
    void languageWithoutTextsGetsEnglish() throws Exception {
        host.setLanguage("ja");
        browser.open(host.console().url(PluginPaths.PAGE));
        page.awaitLive();
        assertThat(browser.element("#sessionstate").getDomAttribute("lang")).isEqualTo("en");
        assertThat(page.tile("c2s_unauthed").getText()).contains("Unauthenticated");
    }

    // What has no text is shown by its key.
    private void expectNoKey() {
        assertThat(browser.run(TEXT)).asString().isNotEmpty()
                .doesNotContainPattern("\\b(tile|live|filter|select|details|column|reason|timeline|host|value"
                        + "|settings|outcome|health|system_property)\\.[a-z]");
    }
}
