package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.host.PluginPaths;

/** A token that is made on the page of tokens: it is seen once, and what is refused is told beside its field. */
class NewTokenIT extends AccessPageTest {
    /** Every place where a page may keep a text. */
    private static final String KEPT = """
            return JSON.stringify([document.documentElement.outerHTML, Object.entries(localStorage),
                Object.entries(sessionStorage), document.cookie, location.href, history.state,
                [...document.querySelectorAll('input, textarea')].map(field => field.value)]);
            """;

    // ------------------------------------------------------------------ seen once

    @Test
    void theTokenIsNowhereOnceItsDialogIsShut() throws Exception {
        beginMaking("Once");
        browser.press(Keys.ENTER);
        String token = shown();
        assertThat(browser.run("return document.querySelector('#ss-token-use').textContent")).asString()
                .doesNotContain(token)
                .contains("token.txt", "curl", host.console().url(PluginPaths.SESSIONS).toString());
        expectSoundAtEachWidth("a new token");
        keepPicture("access-token");
        browser.resize(390);
        keepPicture("access-token-390");
        browser.resize(1280);

        // Not with a stray key.
        for (int i = 0; i < 3; i++) {
            browser.press(Keys.ESCAPE);
            page.awaitText("#ss-making .ss-warning", "Not copied yet.");
            assertThat(browser.elements("#ss-token")).hasSize(1);
        }
        leave();
        assertThat((String) browser.run(KEPT))
                .doesNotContain("secret-token", token.substring("secret-token:".length()));
        open();
        assertThat((String) browser.run(KEPT))
                .doesNotContain("secret-token", token.substring("secret-token:".length()));
        assertThat(host.adminLogin().get(PluginPaths.TOKENS).body()).doesNotContain("secret-token");
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void whatIsCopiedIsTheToken() throws Exception {
        for (String clipboard : List.of("navigator.clipboard", "undefined")) {
            // As on a page that is open over plain HTTP.
            browser.run("Object.defineProperty(navigator, 'clipboard', { value: " + clipboard + " })");
            beginMaking("Copied");
            press("#ss-making-confirm");
            String token = shown();
            press("#ss-token-copy");
            page.awaitText("#ss-token-copied", "Copied.");
            assertThat(focused("id")).isEqualTo("ss-token-copy");
            // Safe now, so a key is enough.
            browser.press(Keys.ESCAPE);
            awaitNone("dialog");
            press("#ss-make");
            page.awaitElement("#ss-making-purpose").click();
            browser.press(Keys.chord(Keys.CONTROL, "v"));
            assertThat(browser.element("#ss-making-purpose").getDomProperty("value")).as(clipboard).isEqualTo(token);
            press("#ss-making-cancel");
            awaitNone("dialog");
            open();
        }
    }

    @Test
    void whereNothingCanBeCopiedTheTokenIsSelected() {
        browser.run("Object.defineProperty(navigator, 'clipboard', { value: undefined });"
                + "document.execCommand = () => false;");
        beginMaking("Selected");
        press("#ss-making-confirm");
        String token = shown();
        press("#ss-token-copy");
        page.awaitText("#ss-token-copied", "The token is selected: press Ctrl-C.");
        assertThat(browser.run("const field = document.activeElement;"
                + "return field.value.slice(field.selectionStart, field.selectionEnd)")).isEqualTo(token);
        browser.press(Keys.chord(Keys.CONTROL, "c"));
        page.awaitText("#ss-token-copied", "Copied.");
        leave();
    }

    // ------------------------------------------------------------------ refused

    @Test
    void whatMayNotBeIsToldBesideTheField() throws Exception {
        press("#ss-make");
        page.awaitElement("#ss-making-read").click();
        type("#ss-making-days", "401");
        press("#ss-making-confirm");
        page.awaitText("#ss-making-label-problem", "A label is needed.");
        assertThat(browser.element("#ss-making-scopes-problem").getText()).isEqualTo("Choose one at least.");
        assertThat(browser.element("#ss-making-days-problem").getText())
                .isEqualTo("Must be a whole number from 1 to 400.");
        assertThat(focused("id")).isEqualTo("ss-making-label");
        expectSoundAtEachWidth("a token that may not be made");
        keepPicture("access-refused");

        type("#ss-making-label", "Refused");
        browser.element("#ss-making-settings").click();
        type("#ss-making-days", "1");
        type("#ss-making-addresses", "10.0.0.0/99");
        press("#ss-making-confirm");
        page.awaitText("#ss-making-outcome", "The server refused: ");
        page.awaitText("#ss-making-addresses-problem", "10.0.0.0/99");
        assertThat(focused("id")).isEqualTo("ss-making-addresses");
        assertThat(grants()).isEmpty();
        assertThat(browser.takeErrors()).singleElement().asString().contains("status of 400");
        type("#ss-making-addresses", "10.0.0.0/8");
        browser.press(Keys.ENTER);
        String token = shown();
        leave();
        assertThat(use(token).statusCode()).as("from another address").isEqualTo(401);
    }

    @Test
    void nothingIsLostWhenTheLoginEnds() throws Exception {
        beginMaking("Later");
        browser.runAsync("const done = arguments[0]; fetch('/index.jsp?logout=true').then(() => done())");
        press("#ss-making-confirm");
        page.awaitText("#ss-making-outcome", "Your console login has ended.");
        assertThat(browser.element("#ss-making-outcome-login").getDomAttribute("target")).isEqualTo("_blank");
        browser.setCookie("JSESSIONID", host.adminLogin().sessionCookie());
        press("#ss-making-confirm");
        assertThat(use(shown()).statusCode()).isEqualTo(200);
        leave();
        assertThat(browser.takeErrors()).isNotEmpty().allMatch(error -> error.contains("status of 401")
                || error.contains("status of 403"));
    }

    @Test
    void aLostAnswerIsToldAndTheTokenListed() {
        holdCommands(1);
        beginMaking("Lost");
        press("#ss-making-confirm");
        page.awaitText("#ss-making-outcome", "Making the token");
        browser.press(Keys.ESCAPE);
        assertThat(browser.elements("#ss-making")).as("not left while it is made").hasSize(1);
        letCommandGo();
        page.awaitText("#ss-making-outcome", "A token may have been made");
        press("#ss-making-cancel");
        awaitNone("dialog");
        page.awaitText(".ss-grant h2", "Lost");
    }
}
