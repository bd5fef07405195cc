package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import com.google.gson.JsonArray;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;

/** The page of tokens: what is made there works, what is revoked there does not, and the token itself is seen once. */
class AccessPageIT extends EveryWayTest {
    private static final List<Integer> WIDTHS = List.of(390, 1280);
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)>";
    /** Every place where a page may keep a text. */
    private static final String KEPT = """
            return JSON.stringify([document.documentElement.outerHTML, Object.entries(localStorage),
                Object.entries(sessionStorage), document.cookie, location.href, history.state,
                [...document.querySelectorAll('input, textarea')].map(field => field.value)]);
            """;
    private static final String REVOKE = "[data-action=revoke]";
    private static final String ROTATE = "[data-action=rotate]";

    @BeforeEach
    void openTokens() {
        open();
    }

    private void open() {
        browser.open(host.console().url(PluginPaths.ACCESS_PAGE));
        page.awaitElement("#ss-empty, .ss-grant");
    }

    @AfterEach
    void revokeAll() throws IOException {
        host.adminLogin().revokeGrants();
    }

    private JsonArray grants() throws IOException {
        return host.adminLogin().getJson(PluginPaths.TOKENS).getAsJsonArray("grants");
    }

    private HttpResponse<String> use(String token) throws IOException {
        return use(token, PluginPaths.SESSIONS);
    }

    private HttpResponse<String> use(String token, String path) throws IOException {
        AdminClient script = host.console();
        return script.send(script.request(path + "?limit=1").header("Authorization", "Bearer " + token).GET());
    }

    private static String tokenRow(int number) {
        return ".ss-grant [data-token='" + number + "'] ";
    }

    private void beginMaking(String label) {
        press("#ss-make");
        page.awaitElement("#ss-making");
        type("#ss-making-label", label);
    }

    /** Waits until a token is shown, and gives it. */
    private String shown() {
        page.awaitElement("#ss-token");
        String token = (String) browser.run("return document.getElementById('ss-token').value");
        assertThat(token).startsWith("secret-token:");
        return token;
    }

    private String make(String label) {
        beginMaking(label);
        press("#ss-making-confirm");
        String token = shown();
        leave();
        return token;
    }

    private void leave() {
        press("#ss-token-done");
        awaitNone("dialog");
    }

    private void confirmRevoking() {
        press("#ss-revoking-confirm");
        awaitNone("dialog");
    }

    // ------------------------------------------------------------------ the life of a token

    @Test
    void aTokenIsMadeUsedRotatedAndRevoked() throws Exception {
        inEveryWay(WIDTHS, () -> {
            beginMaking("Nightly report");
            press("#ss-making-close");
            type("#ss-making-purpose", "Counts the sessions");
            type("#ss-making-addresses", "127.0.0.0/8, ::1");
            type("#ss-making-days", "30");
            press("#ss-making-confirm");
            String first = shown();
            assertThat(focused("id")).isEqualTo("ss-token-copy");
            press("#ss-token-copy");
            page.awaitText("#ss-token-copied", "Copied.");
            leave();
            assertThat(focused("id")).as("where the focus is").isEqualTo("ss-make");
            page.awaitText(".ss-grant h2", "Nightly report");
            assertThat(browser.element(".ss-grant dl").getText().replaceAll("\\s+", " ")).contains(
                    "Purpose Counts the sessions", "Scopes read, close", "Allowed addresses 127.0.0.0/8, ::1");
            assertThat(use(first).statusCode()).as("the first").isEqualTo(200);

            press(ROTATE);
            page.awaitElement("#ss-rotating");
            type("#ss-rotating-days", "7");
            press("#ss-rotating-confirm");
            String second = shown();
            leave();
            page.awaitElement(tokenRow(2));
            assertThat(use(first).statusCode()).as("the first, beside the second").isEqualTo(200);
            assertThat(use(second).statusCode()).as("the second").isEqualTo(200);

            press(tokenRow(1) + REVOKE);
            page.awaitElement("#ss-revoking");
            confirmRevoking();
            page.awaitText("#ss-outcome", "Token 1 of Nightly report is revoked.");
            assertThat(browser.elements(tokenRow(1))).isEmpty();
            assertThat(focused("data-action")).as("where the focus is").isEqualTo("rotate");
            assertThat(use(first).statusCode()).as("the first, revoked").isEqualTo(401);
            assertThat(use(second).statusCode()).as("the second alone").isEqualTo(200);

            press(".ss-head " + REVOKE);
            page.awaitElement("#ss-revoking");
            confirmRevoking();
            page.awaitText("#ss-outcome", "Nightly report is revoked with all its tokens.");
            page.awaitElement("#ss-empty");
            assertThat(focused("id")).as("where the focus is").isEqualTo("ss-make");
            assertThat(use(second).statusCode()).as("the second, revoked").isEqualTo(401);
            assertThat(grants()).isEmpty();
        });
    }

    @Test
    void whenAndFromWhereItWasUsedIsTold() throws Exception {
        String token = make("Used");
        page.awaitText(tokenRow(1) + "[data-used]", "never");
        assertThat(use(token).statusCode()).isEqualTo(200);
        Await.until("it is written", SAVED, () -> !grants().get(0).getAsJsonObject().getAsJsonArray("tokens").get(0)
                .getAsJsonObject().get("last_used").isJsonNull());
        open();
        page.awaitText(tokenRow(1) + "[data-used]", "from 127.0.0.1");
    }

    @Test
    void whatIsLeftOfAGrantWithoutTokensIsTold() throws Exception {
        make("Helpdesk");
        page.awaitElement(tokenRow(1));
        press(tokenRow(1) + REVOKE);
        page.awaitElement("#ss-revoking");
        press("#ss-revoking-cancel");
        awaitNone("dialog");
        assertThat(focused("data-action")).as("where the focus is").isEqualTo("revoke");
        browser.press(Keys.ENTER);
        page.awaitElement("#ss-revoking");
        expectSoundAtEachWidth("a token to be revoked");
        keepPicture("access-revoking");
        confirmRevoking();
        page.awaitText(".ss-grant", "No token is left. Rotate makes a new one");
        press(ROTATE);
        page.awaitElement("#ss-rotating");
        expectSoundAtEachWidth("a token to be rotated");
        keepPicture("access-rotating");
        press("#ss-rotating-confirm");
        assertThat(use(shown()).statusCode()).isEqualTo(200);
        leave();
        assertThat(browser.elements(".ss-grant .ss-none")).isEmpty();
    }

    @Test
    void aTokenForTheHistorySeesThatAlone() throws Exception {
        beginMaking("Audit");
        press("#ss-making-read");
        press("#ss-making-history");
        press("#ss-making-confirm");
        String token = shown();
        assertThat(browser.element("#ss-token-use").getText())
                .endsWith("curl -sS -H @- '" + host.console().url(PluginPaths.HISTORY_SESSIONS) + "?limit=5'");
        leave();
        page.awaitText(".ss-grant dl", "history");
        assertThat(use(token, PluginPaths.HISTORY_SESSIONS).statusCode()).as("what was").isEqualTo(200);
        assertThat(use(token).statusCode()).as("what is").isEqualTo(403);
    }

    // ------------------------------------------------------------------ seen once

    @Test
    void theTokenIsNowhereOnceItsDialogIsShut() throws Exception {
        beginMaking("Once");
        browser.press(Keys.ENTER);
        String token = shown();
        assertThat(browser.run("return document.querySelector('#ss-token-use').textContent")).asString()
                .doesNotContain(token).contains("token.txt", "curl", host.console().url(PluginPaths.SESSIONS).toString());
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
        assertThat((String) browser.run(KEPT)).doesNotContain("secret-token", token.substring("secret-token:".length()));
        open();
        assertThat((String) browser.run(KEPT)).doesNotContain("secret-token", token.substring("secret-token:".length()));
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
        assertThat(browser.element("#ss-making-days-problem").getText()).isEqualTo("Must be a whole number from 1 to 400.");
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

    @Test
    void withoutItsDatabaseThePageSaysWhy() throws Exception {
        make("Before");
        browser.run("""
                const before = window.fetch;
                const hostile = arguments[0];
                window.fetch = (url, options) => (String(url).endsWith('/tokens') && window.isDown
                    ? Promise.resolve(new Response(JSON.stringify({ title: 'Service Unavailable', status: 503,
                        detail: hostile, code: 'no_database' }),
                        { status: 503, headers: { 'Content-Type': 'application/problem+json' } }))
                    : before(url, options));
                window.isDown = true;
                """, HOSTILE);
        beginMaking("Meanwhile");
        press("#ss-making-confirm");
        page.awaitText("#ss-making-outcome", "The server refused: " + HOSTILE);
        press("#ss-making-cancel");
        awaitNone("dialog");
        page.awaitText("#ss-unavailable", "Tokens are unavailable: " + HOSTILE + ".");
        assertThat(browser.elements(".ss-grant")).isEmpty();
        expectNoHarm();
        expectSoundAtEachWidth("tokens without a database");
        keepPicture("access-no-database");
        browser.run("window.isDown = false");
        page.awaitText(".ss-grant h2", "Before");
        assertThat(browser.elements("#ss-unavailable")).isEmpty();
    }

    // ------------------------------------------------------------------ the list

    @Test
    void hostileTextIsText() throws Exception {
        String label = HOSTILE + "\u202e<script>alert(2)</script>";
        beginMaking(label);
        type("#ss-making-purpose", HOSTILE);
        press("#ss-making-confirm");
        shown();
        leave();
        page.awaitText(".ss-grant h2", HOSTILE + "[U+202E]<script>alert(2)</script>");
        press(".ss-head " + REVOKE);
        page.awaitText("#ss-revoking h2", HOSTILE + "[U+202E]<script>");
        expectNoHarm();
        expectSoundAtEachWidth("a grant with a hostile name");
        confirmRevoking();
        page.awaitText("#ss-outcome", HOSTILE);
        expectNoHarm();
    }

    @Test
    void hasItsPlaceInTheConsole() throws Exception {
        expectInNavigation(PluginPaths.ACCESS_PAGE);
        press("#ss-make");
        page.awaitElement("#ss-making");
        expectSoundAtEachWidth("a token to be made");
        keepPicture("access-making");
        press("#ss-making-cancel");
        awaitNone("dialog");
        make("Nightly report");
        page.awaitElement(tokenRow(1));
        press(ROTATE);
        page.awaitElement("#ss-rotating");
        browser.press(Keys.ENTER);
        shown();
        leave();
        page.awaitElement(tokenRow(2));
        // As the server tells of one that has expired, which takes an hour at least.
        browser.run("""
                const before = window.fetch;
                window.fetch = async (url, options) => {
                    const answer = await before(url, options);
                    const body = await answer.json();
                    body.grants[0].tokens[0].expires = '2026-01-02T03:04:05Z';
                    Object.assign(body.grants[0].tokens[1],
                        { last_used: '2026-01-02T03:04:05Z', last_address: '2001:db8:85a3:8d3:1319:8a2e:370:7348' });
                    return new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });
                };
                """);
        page.awaitText(tokenRow(1), "expired");
        page.awaitText(tokenRow(2) + "[data-used]", "from 2001:db8:85a3:8d3:1319:8a2e:370:7348");
        expectSoundAtEachWidth("tokens");
        keepPicture("access");
        browser.resize(390);
        keepPicture("access-390");
    }
}
