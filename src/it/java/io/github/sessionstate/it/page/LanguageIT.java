package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** Every page speaks the language of the console. */
class LanguageIT extends BrowserTest {
    /** What a reader may see or hear, attributes too; without the texts that the server put beside the page. */
    private static final String SHOWN = """
            const page = document.documentElement.cloneNode(true);
            page.querySelector('#sessionstate').removeAttribute('data-texts');
            page.querySelectorAll('script, link').forEach(element => element.remove());
            return page.outerHTML;
            """;
    private static final List<Language> LANGUAGES = List.of(new Language("en", "Unauthenticated"),
            new Language("de", "Nicht angemeldet"), new Language("fr", "Non authentifi\u00e9es"),
            new Language("es", "Sin autenticar"), new Language("pt-BR", "N\u00e3o autenticadas"),
            new Language("nl", "Niet aangemeld"), new Language("zh-CN", "\u672a\u8ba4\u8bc1"),
            new Language("ru", "\u0411\u0435\u0437 "
                    + "\u0430\u0443\u0442\u0435\u043d\u0442\u0438\u0444\u0438\u043a\u0430\u0446\u0438\u0438"));

    private final Pattern key = keys();

    private record Language(String tag, String unauthenticated) {
    }

    // A key that has no text in any language is none of the bundle's, but begins as they do. A path such as docs/history.md is
    // no key.
    private static Pattern keys() {
        Properties english = new Properties();
        try (InputStream in = Files.newInputStream(Path.of("i18n", "sessionstate_i18n.properties"))) {
            english.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Pattern.compile(english.stringPropertyNames().stream().map(key -> key.split("\\.")[0]).distinct()
                .collect(Collectors.joining("|", "(?<![\\w./-])(?:", ")\\.[a-z][\\w.-]*")));
    }

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
            assertThat(page.rows()).filteredOn(row -> row.id().equals(id)).singleElement().satisfies(
                    row -> assertThat(row.menuLabel()).startsWith("Aktionen f\u00fcr die Sitzung von john@example.org/sprachlich"));
            page.choose(id, "details");
            page.awaitText("#ss-details", "Was geschah");
        }
    }

    @Test
    void everyLanguage() throws Exception {
        try (RawClient john = login("john", "everywhere")) {
            john.rosterGet();
            john.presence("");
            john.sync();
            String id = id(john);
            for (Language language : LANGUAGES) {
                host.setLanguage(language.tag());
                expectSessions(language, id);
                open(PluginPaths.HISTORY_PAGE, language.tag());
                page.awaitElement("#ss-kept");
                page.awaitElement("#ss-erase-open").click();
                expectNoKey("history");
                open(PluginPaths.HEALTH_PAGE, language.tag());
                page.awaitElement("#ss-ends tbody tr");
                expectNoKey("health");
                open(PluginPaths.SETTINGS_PAGE, language.tag());
                page.awaitElement("#ss-save");
                expectNoKey("settings");
                expectTokens(language);
            }
        }
    }

    private void expectSessions(Language language, String id) {
        open(PluginPaths.PAGE, language.tag());
        awaitLive();
        assertThat(page.tile("c2s_unauthed").getText()).contains(language.unauthenticated());
        page.awaitElement("#ss-rows tr[data-id='" + id + "']");
        page.openMenu(id);
        expectNoKey("sessions, with columns, help and a menu");
        browser.press(Keys.ESCAPE);
        page.choose(id, "details");
        page.awaitElement("#ss-details [data-part=contacts]");
        expectNoKey("details");
        browser.element("#ss-details-done").click();
        for (String dialog : List.of("message", "xml")) {
            page.choose(id, dialog);
            page.awaitElement("#ss-" + dialog);
            expectNoKey(dialog);
            browser.element("#ss-" + dialog + "-cancel").click();
        }
        page.pressClose(id);
        expectNoKey("close");
        page.question("-cancel").click();
    }

    private void expectTokens(Language language) {
        open(PluginPaths.ACCESS_PAGE, language.tag());
        for (String step : List.of("#ss-make", "#ss-making-confirm")) {
            page.awaitElement(step).click();
            expectNoKey("tokens, after " + step);
        }
        page.awaitElement("#ss-making-label").sendKeys("Quux");
        for (String step : List.of("#ss-making-confirm", "#ss-token-done", ".ss-grant [data-action=rotate]",
                "#ss-rotating-cancel", "[data-token] [data-action=revoke]", "#ss-revoking-cancel",
                ".ss-head [data-action=revoke]", "#ss-revoking-confirm")) {
            page.awaitElement(step).click();
            expectNoKey("tokens, after " + step);
        }
        page.awaitText("#ss-outcome", "Quux");
        expectNoKey("tokens, after all");
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
    private void expectNoKey(String what) {
        String shown = (String) browser.run(SHOWN);
        assertThat(key.matcher(shown).results().map(MatchResult::group)).as("%s in %s", what,
                browser.element("#sessionstate").getDomAttribute("lang")).isEmpty();
    }
}
