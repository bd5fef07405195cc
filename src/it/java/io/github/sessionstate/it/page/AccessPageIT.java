package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;

/** The page of tokens: what is made there works, what is revoked there does not. */
class AccessPageIT extends AccessPageTest {
    private static final List<Integer> WIDTHS = List.of(390, 1280);
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)>";
    private static final String REVOKE = "[data-action=revoke]";
    private static final String ROTATE = "[data-action=rotate]";

    private static String tokenRow(int number) {
        return ".ss-grant [data-token='" + number + "'] ";
    }

    private String make(String label) {
        beginMaking(label);
        press("#ss-making-confirm");
        String token = shown();
        leave();
        return token;
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
}
