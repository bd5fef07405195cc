package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.binding.BindEvents;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** The health page. */
class HealthIT extends BrowserTest {
    private static final String PUSHES = "plugin.sessionstate.roster-push.interested-only";
    private static final String PUSHES_IN_WORDS = "Send roster pushes to interested resources only";
    private static final String BINDS = "plugin.sessionstate.takeover.bind";
    private static final String HOSTILE = "\"><img src=y onerror=alert(1)>";
    private static final int KICKS = 5;
    private static final int MANY_FAILURES = 20;

    @BeforeEach
    void openHealth() {
        open();
    }

    private void open() {
        browser.open(host.console().url(PluginPaths.HEALTH_PAGE));
        page.awaitLive();
        page.awaitElement("#ss-hooks tbody tr");
        browser.elements("#sessionstate details:not([open]) > summary").forEach(WebElement::click);
        // What is clicked next must not lie below the bar.
        browser.run("scrollTo(0, 0)");
    }

    @AfterEach
    void backToTheDefault() throws IOException {
        host.setProperty(PUSHES, null);
    }

    private String cell(String table, String kind, String which) {
        return browser.element("#" + table + " tr[data-kind='" + kind + "'] " + which).getText();
    }

    @Test
    void everyHookAndCountIsThereWithItsWords() throws Exception {
        JsonObject status = table.status();
        assertThat(browser.elements("#ss-hooks tbody tr")).extracting(row -> row.getDomAttribute("data-hook"))
                .containsExactlyElementsOf(states().keySet());
        assertThat(browser.elements("#ss-hooks [data-state]")).extracting(WebElement::getText)
                .allMatch("installed"::equals);
        expectKinds("ss-repairs", status.getAsJsonObject("repairs").keySet());
        Set<String> decisions = new LinkedHashSet<>(status.getAsJsonObject("bind_decisions").keySet());
        decisions.add("bypassed");
        expectKinds("ss-decisions", decisions);
        expectKinds("ss-ends", status.getAsJsonObject("ended").keySet());
        assertThat(browser.elements("#ss-history tbody tr")).extracting(row -> row.getDomAttribute("data-kind"))
                .startsWith("kept", "queued_rows", "written", "dropped", "lag");
        assertThat(cell("ss-history", "kept", "td")).isEqualTo("sessions and failed logins");
        assertThat(browser.elements("#sessionstate tbody tr")).allSatisfy(
                row -> assertThat(row.findElement(By.cssSelector(":last-child")).getText()).isNotEmpty());
        // What has no words is shown by its name, and by nothing else can these have such letters.
        assertThat(browser.elements("#sessionstate tbody tr[data-kind] th")).extracting(WebElement::getText)
                .allMatch(word -> !word.contains("_") && Character.isUpperCase(word.charAt(0)));
        assertThat(cell("ss-repairs", "missed_end", "td")).matches("\\d+");
        // Other tests of this host may have provoked repairs.
        long repairs = status.getAsJsonObject("repairs").entrySet().stream()
                .mapToLong(repair -> repair.getValue().getAsLong()).sum();
        assertThat(page.text("ss-summary")).startsWith(repairs == 0 ? "All is well" : "Needs attention");
    }

    @Test
    void tellsWhatThisOpenfireOffersAndWhatIsLostWithoutTheRest() throws Exception {
        JsonArray capabilities = table.status().getAsJsonArray("capabilities");
        assertThat(browser.elements("#ss-capabilities tbody tr")).hasSize(capabilities.size());
        Set<String> lacking = new LinkedHashSet<>();
        for (JsonElement element : capabilities) {
            JsonObject capability = element.getAsJsonObject();
            boolean isOffered = capability.get("offered").getAsBoolean();
            WebElement row = browser.element(
                    "#ss-capabilities tr[data-capability='" + SessionTable.text(capability, "name") + "']");
            assertThat(row.findElement(By.tagName("th")).getText()).matches("[A-Z].*");
            assertThat(row.findElement(By.cssSelector("td[data-offered]")).getText())
                    .isEqualTo(isOffered ? "offered" : "not offered");
            assertThat(capability.get("lost").isJsonNull()).isEqualTo(isOffered);
            if (!isOffered) {
                lacking.add(SessionTable.text(capability, "name"));
                assertThat(row.getText()).contains(SessionTable.text(capability, "lost"),
                        SessionTable.text(capability, "missing"));
            }
        }
        assertThat(lacking).isEqualTo(host.isAtLeast("5.2") ? Set.of()
                : host.isAtLeast("4.8") ? Set.of("user-agents")
                : host.isAtLeast("4.4") ? Set.of("client-activity", "user-agents", "console-addresses")
                : Set.of("client-software", "client-activity", "user-agents", "property-descriptions",
                        "console-addresses"));
    }

    private void expectKinds(String table, Set<String> kinds) {
        assertThat(browser.elements("#" + table + " tbody tr")).extracting(row -> row.getDomAttribute("data-kind"))
                .containsExactlyElementsOf(kinds);
    }

    @Test
    void whatTellsNothingIsFoldedUp() {
        browser.open(host.console().url(PluginPaths.HEALTH_PAGE));
        page.awaitElement("#ss-hooks tbody tr");
        WebElement hooks = browser.element("details:has(#ss-hooks) > summary");
        assertThat(hooks.getText()).isEqualTo("Integration points all " + browser.elements("#ss-hooks tbody tr").size()
                + " installed, no failures");
        assertThat(browser.element("#ss-hooks").isDisplayed()).isFalse();
        tabTo("details:has(#ss-hooks) > summary");
        browser.press(Keys.ENTER);
        assertThat(browser.element("#ss-hooks").isDisplayed()).isTrue();
        assertThat(browser.element("#ss-switches").isDisplayed()).isTrue();
    }

    @Test
    void countsFollowWhatHappens() throws Exception {
        long before = Long.parseLong(cell("ss-ends", "closed_by_client", "td").replace(",", ""));
        browser.run("window.marker = 'never reloaded'");
        try (RawClient john = login("john", "counted")) {
            john.closeStream();
        }
        Await.until("one more end", SAVED, () -> Long.parseLong(
                cell("ss-ends", "closed_by_client", "td").replace(",", "")) > before);
        assertThat(browser.run("return window.marker")).isEqualTo("never reloaded");
    }

    @Test
    void aSwitchWorks() throws Exception {
        String selector = "#ss-switches tr[data-setting='" + PUSHES + "'] button";
        assertThat(browser.elements("#ss-switches tbody tr")).hasSize(2);
        assertThat(browser.element(selector).getDomAttribute("aria-checked")).isEqualTo("true");

        browser.element(selector).click();
        assertThat(browser.element("#ss-switching h2").getText()).isEqualTo("Switch off: " + PUSHES_IN_WORDS + "?");
        assertThat(browser.element("#ss-switching-effect").getText()).startsWith("From now on, Openfire chooses who gets");
        expectSoundAtEachWidth("a switch that asks");
        keepPicture("health-switching");
        browser.element("#ss-switching-cancel").click();
        awaitNoQuestion();
        assertThat(browser.run("return document.activeElement.getAttribute('role')")).as("the focus goes back")
                .isEqualTo("switch");
        assertThat(table.setting(PUSHES).get("value").getAsBoolean()).as("value after Cancel").isTrue();

        browser.element(selector).click();
        browser.element("#ss-switching-confirm").click();
        page.awaitText("#ss-outcome", "Switched off and saved: " + PUSHES_IN_WORDS);
        page.awaitText("#ss-summary", "Switched off: " + PUSHES_IN_WORDS + ".");
        assertThat(browser.element("#ss-summary").getDomAttribute("class")).isEqualTo("ss-notice");
        assertThat(browser.element(selector).getDomAttribute("aria-checked")).isEqualTo("false");
        assertThat(table.setting(PUSHES).get("value").getAsBoolean()).isFalse();
        assertThat(browser.run("return document.activeElement.getAttribute('role')")).as("the focus stays")
                .isEqualTo("switch");

        browser.element(selector).click();
        assertThat(browser.element("#ss-switching h2").getText()).isEqualTo("Switch on: " + PUSHES_IN_WORDS + "?");
        browser.element("#ss-switching-confirm").click();
        page.awaitText("#ss-outcome", "Switched on and saved: " + PUSHES_IN_WORDS);
        assertThat(table.setting(PUSHES).get("set").isJsonNull()).as("the default counts").isTrue();
        assertThat(page.text("ss-summary")).doesNotContain("Switched off");

        // What somebody else changes shows as well.
        host.setProperty(PUSHES, "false");
        Await.until("the other change", SAVED,
                () -> "false".equals(browser.element(selector).getDomAttribute("aria-checked")));
    }

    @Test
    void aSwitchWorksByKeyboard() throws Exception {
        tabTo("#ss-switches tr[data-setting='" + PUSHES + "'] button");
        browser.press(Keys.SPACE);
        page.awaitElement("#ss-switching");
        browser.press(Keys.ENTER);
        awaitNoQuestion();
        assertThat(table.setting(PUSHES).get("value").getAsBoolean()).as("value after a second key press").isTrue();
        browser.press(Keys.SPACE);
        browser.press(Keys.chord(Keys.SHIFT, Keys.TAB));
        browser.press(Keys.ENTER);
        page.awaitText("#ss-outcome", "Switched off and saved: " + PUSHES_IN_WORDS);
        browser.press(Keys.ENTER);
        page.awaitElement("#ss-switching");
        browser.press(Keys.ESCAPE);
        awaitNoQuestion();
        assertThat(table.setting(PUSHES).get("value").getAsBoolean()).as("value after Escape").isFalse();
    }

    @Test
    void theHeadlineTellsThatTheTakeOverIsOff() throws IOException {
        host.setProperty(BINDS, "false");
        try {
            open();
            page.awaitText("#ss-summary", "Switched off: Decide resource binds.");
            browser.element("#ss-switches tr[data-setting='" + BINDS + "'] button").click();
            assertThat(browser.element("#ss-switching-effect").getText())
                    .startsWith("From the next bind on, the plugin answers binds");
        } finally {
            host.setProperty(BINDS, null);
        }
    }

    private void awaitNoQuestion() {
        Await.until("the question is gone", SAVED, () -> browser.elements("#ss-switching").isEmpty());
    }

    @Test
    void whatAnotherPluginTookOverIsToldUntilItIsBack() throws Exception {
        assertThat(states()).isNotEmpty().doesNotContainValue("taken_over");
        host.hooks().takeOver(true);
        try {
            Map<String, String> states = states();
            assertThat(states.keySet()).filteredOn(hook -> states.get(hook).equals("taken_over"))
                    .containsExactlyInAnyOrder("stanzas", "accounts", "bind", "interested-routes");
            open();
            assertThat(page.text("ss-summary")).startsWith("Needs attention: integration points not working: 4, repairs: ");
            for (Map.Entry<String, String> hook : states.entrySet()) {
                WebElement state = browser.element("#ss-hooks tr[data-hook='" + hook.getKey() + "'] [data-state]");
                assertThat(state.getDomAttribute("data-state")).as(hook.getKey()).isEqualTo(hook.getValue());
                assertThat(state.getText()).as(hook.getKey()).isEqualTo(
                        hook.getValue().equals("taken_over") ? "taken over by another plugin" : "installed");
            }
            expectSoundAtEachWidth("taken over");
            keepPicture("health-taken-over");
            page.open();
            page.awaitText("#ss-hooks", "Taken over by another plugin: stanzas, resource binding, ");
        } finally {
            host.hooks().takeOver(false);
        }
        // The handler of binds goes back to its place by itself.
        Await.until("all hooks are in place again", SAVED, () -> !states().containsValue("taken_over"));
        assertThat(states().values()).allMatch("installed"::equals);
        try (RawClient john = login("john", "after")) {
            john.rosterGet();
            table.promptly("interested", john, session -> SessionTable.is(session, "interested"));
        }
    }

    private Map<String, String> states() throws IOException {
        Map<String, String> states = new LinkedHashMap<>();
        for (JsonElement element : table.status().getAsJsonArray("hooks")) {
            JsonObject hook = element.getAsJsonObject();
            states.put(SessionTable.text(hook, "name"), SessionTable.text(hook, "state"));
        }
        return states;
    }

    @Test
    void hostileTextOfClientsIsText() throws Exception {
        try (War war = War.about(host, "jane", HOSTILE, KICKS + 1)) {
            assertThat(war.boundJids().get(KICKS)).doesNotEndWith(HOSTILE);
            page.awaitText("#ss-wars tbody", "jane@example.org/" + HOSTILE);
            WebElement latest = browser.element("#ss-latest tbody tr");
            assertThat(latest.getText()).contains("jane@example.org/" + HOSTILE, "Reconnect war",
                    "Got another resource", "Give the new one a random resource", "127.0.0.1");
            assertThat(browser.elements("#ss-latest tbody tr")).hasSizeBetween(KICKS, BindEvents.MOST_REMEMBERED);
            assertThat(latest.findElement(By.tagName("a")).getDomAttribute("href"))
                    .isEqualTo("sessions?session=" + latest.getDomAttribute("data-session"));
            expectNoHarm();
            keepPicture("health");
            tabTo("#ss-latest tbody a");
            browser.press(Keys.ENTER);
            page.awaitText("#ss-details-title", "jane@example.org/");
            expectNoHarm();
            host.assertNoUnexpectedWarnings("Clients keep taking jane@example.org/");
        }
    }

    @Test
    void manyFailedLoginsAreToldWithTheWayToTheirRows() throws Exception {
        String name = "guessed-" + UUID.randomUUID();
        host.addUser(name, HostOptions.PASSWORD);
        for (int i = 0; i < MANY_FAILURES / 2; i++) {
            try (RawClient client = host.connect()) {
                client.openStream();
                assertThat(client.auth(name, "wrong").getName()).isEqualTo("failure");
                assertThat(client.auth(name, "wrong").getName()).isEqualTo("failure");
            }
        }

        page.awaitText("#ss-failures tbody", "User " + name);
        assertThat(browser.element("#ss-failures tr:has(a[href='history?view=logins&username=" + name + "']) .ss-number")
                .getText()).isEqualTo(Integer.toString(MANY_FAILURES));
        assertThat(browser.element("#ss-failures a[href='history?view=logins&ip=127.0.0.1']").getText())
                .isEqualTo("Address 127.0.0.1");
        expectSoundAtEachWidth("many failed logins");
    }

    @Test
    void hostileTextOfTheServerIsText() throws Exception {
        // As a hook would report that failed with such a message, and a later server with kinds of its own.
        browser.run("""
                const hostile = arguments[0];
                const before = window.fetch;
                window.fetch = async (url, options) => {
                    const answer = await before(url, options);
                    if (!String(url).endsWith('/status')) {
                        return answer;
                    }
                    const status = await answer.json();
                    status.hooks[0].state = 'failed';
                    status.hooks[0].detail = hostile;
                    status.hooks.push({ name: hostile, state: hostile, detail: null,
                        failures: { count: 2, kinds: { [hostile]: 2 }, last_at: '2026-01-02T03:04:05Z', last: hostile } });
                    status.capabilities.push({ name: hostile, offered: false, lost: hostile, missing: hostile });
                    Object.assign(status.history, { dropped: 3, lag: 61, last_error: hostile,
                        last_error_at: '2026-01-02T03:04:05Z' });
                    status.many_failures.unshift({ username: hostile, ip: null, attempts: 20,
                        since: '2026-01-02T03:04:05Z', last_at: '2026-01-02T03:04:05Z' });
                    status.repairs[hostile] = 1;
                    status.ended[hostile] = 2;
                    return new Response(JSON.stringify(status), { headers: { 'Content-Type': 'application/json' } });
                };
                """, HOSTILE);
        page.awaitText("#ss-hooks .ss-detail", HOSTILE);

        assertThat(page.text("ss-summary")).startsWith("Needs attention: integration points not working: 2, repairs: ");
        assertThat(browser.element("#ss-hooks tbody tr:last-child").getText()).contains(HOSTILE);
        assertThat(browser.element("#ss-hooks tbody tr:last-child li").getText()).isEqualTo(HOSTILE + ": 2");
        assertThat(browser.element("#ss-capabilities tbody").getText()).contains(HOSTILE);
        assertThat(browser.element("#ss-repairs tbody tr:last-child th").getText()).isEqualTo(HOSTILE);
        assertThat(browser.element("#ss-repairs tbody tr:last-child td").getDomAttribute("data-bad")).isEqualTo("true");
        assertThat(browser.element("#ss-ends tbody tr:last-child th").getText()).isEqualTo(HOSTILE);
        assertThat(page.text("ss-summary")).endsWith("The history has lost rows or lags behind.");
        assertThat(cell("ss-history", "last_error", "td")).endsWith(": " + HOSTILE);
        assertThat(browser.element("#ss-failures tbody th").getText()).isEqualTo("User " + HOSTILE);
        assertThat(cell("ss-history", "lag", "td")).isEqualTo("1m 1s");
        assertThat(browser.elements("#ss-history td[data-bad='true']")).hasSize(2);
        expectNoHarm();
        expectSoundAtEachWidth("failed");
        keepPicture("health-failed");
    }

    @Test
    void endedLoginIsTold() throws Exception {
        browser.runAsync("const done = arguments[0]; fetch('/index.jsp?logout=true').then(() => done())");
        browser.element("#ss-switches tr[data-setting='" + PUSHES + "'] button").click();
        browser.element("#ss-switching-confirm").click();
        page.awaitText("#ss-outcome", "Your console login has ended.");
        page.awaitState("off", "Your console login has ended. The data shown is old.");
        assertThat(browser.element("#ss-login").isDisplayed()).isTrue();
        expectSoundAtEachWidth("without a login");
        assertThat(table.setting(PUSHES).get("set").isJsonNull()).isTrue();
        tabTo("#ss-retry");
        // The page tries by itself every five seconds: once it succeeds there is nothing left to press.
        browser.setCookie("JSESSIONID", host.adminLogin().sessionCookie());
        browser.press(Keys.ENTER);
        page.awaitLive();
        assertThat(browser.takeErrors()).isNotEmpty().allMatch(error -> error.contains("status of 401"));
    }

    @Test
    void hasItsPlaceInTheConsole() {
        expectInNavigation(PluginPaths.HEALTH_PAGE);
    }
}
