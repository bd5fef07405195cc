package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.xmpp.RawClient;

/** The page speaks the language of the console. */
class LanguageIT extends BrowserTest {
    private static final String TEXT = "return document.getElementById('sessionstate').innerText";

    @AfterEach
    void backToEnglish() throws Exception {
        host.setLanguage("en");
    }

    @Test
    void german() throws Exception {
        host.setLanguage("de");
        try (RawClient john = login("john", "sprachlich")) {
            browser.open(host.console().url(OpenfireHost.PAGE));
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

    @Test
    void french() throws Exception {
        host.setLanguage("fr");
        browser.open(host.console().url(OpenfireHost.PAGE));
        page.awaitText("#ss-live", "En direct");
        assertThat(page.tile("c2s_unauthed").getText()).contains("Non authentifi\u00e9es");
        expectNoKey();
    }

    @Test
    void languageWithoutTextsGetsEnglish() throws Exception {
        host.setLanguage("ja");
        browser.open(host.console().url(OpenfireHost.PAGE));
        page.awaitLive();
        assertThat(browser.element("#sessionstate").getDomAttribute("lang")).isEqualTo("en");
        assertThat(page.tile("c2s_unauthed").getText()).contains("Unauthenticated");
    }

    // What has no text is shown by its key.
    private void expectNoKey() {
        assertThat(browser.run(TEXT)).asString().isNotEmpty()
                .doesNotContainPattern("\\b(tile|live|filter|select|details|column|reason|timeline|host|value)\\.[a-z]");
    }
}
