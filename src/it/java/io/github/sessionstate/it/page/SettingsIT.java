package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.sessionstate.it.browser.SettingsView;
import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** The settings, on their page and by the API. */
class SettingsIT extends BrowserTest {
    private static final String PREFIX = "plugin.sessionstate.";
    private static final String LIMIT = "limit.per-user";
    private static final String POLICY = "limit.policy";
    private static final String GROUPS = "limit.exempt-groups";
    private static final String USERS = "limit.exempt-users";
    private static final String INTERVAL = "reconcile.interval";
    private static final String BIND = "takeover.bind";
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)>";

    private SettingsView form;

    @BeforeEach
    void openSettings() {
        form = new SettingsView(browser);
        open();
    }

    private void open() {
        browser.open(host.console().url(PluginPaths.SETTINGS_PAGE));
        form.awaitForm();
    }

    @AfterEach
    void backToTheDefaults() throws IOException {
        for (String name : new String[] {LIMIT, POLICY, USERS, GROUPS, INTERVAL, BIND}) {
            host.setProperty(PREFIX + name, null);
        }
    }

    private JsonObject setting(String name) throws IOException {
        return table.setting(PREFIX + name);
    }

    private String raw(String name) throws IOException {
        JsonElement set = setting(name).get("set");
        return set.isJsonNull() ? null : set.getAsString();
    }

    private static String values(String name, String value) {
        return "{\"values\":{\"" + PREFIX + name + "\":\"" + value + "\"}}";
    }

    // ------------------------------------------------------------------ changing

    @Test
    void whatIsSavedAppliesAtOnceAndSoDoesTheDefault() throws Exception {
        form.type(LIMIT, "1");
        assertThat(form.isUnsaved(LIMIT)).isTrue();
        assertThat(page.text("ss-unsaved")).isEqualTo("Unsaved changes: 1");
        assertThat(raw(LIMIT)).as("before it is saved").isNull();
        form.save();
        assertThat(form.awaitOutcome("saved")).isEqualTo("Saved: Sessions per user: 1.");
        assertThat(form.isUnsaved(LIMIT)).isFalse();
        assertThat(page.text("ss-unsaved")).isEmpty();
        assertThat(setting(LIMIT).get("value").getAsInt()).isEqualTo(1);

        try (RawClient first = login("jane", "first"); RawClient second = host.unbound("jane")) {
            Element refused = second.bind("second");
            assertThat(refused.attributeValue("type")).isEqualTo("error");
            assertThat(refused.asXML()).contains("resource-constraint");

            form.pressDefault(LIMIT);
            assertThat(form.isUnsaved(LIMIT)).isTrue();
            assertThat(form.value(LIMIT)).isEqualTo("0");
            form.save();
            Await.until("the default", SAVED, () -> form.awaitOutcome("saved")
                    .equals("Saved: Sessions per user: 0 (default)."));
            assertThat(raw(LIMIT)).isNull();
            assertThat(second.bind("second").attributeValue("type")).isEqualTo("result");
            first.sync();
        }
    }

    /** 4.2.0 keeps no descriptions of properties, and the test host of it has no such page. */
    @Test
    void theHostsOwnPageOfPropertiesDescribesThem() throws Exception {
        if (host.hasConsoleFrame()) {
            browser.open(host.console().url("/server-properties.jsp?searchName=" + PREFIX));
            String rows = browser.element("#jive-main-content").getText();
            String html = (String) browser.run("return document.getElementById('jive-main-content').innerHTML");
            for (JsonElement setting : host.adminLogin().getJson(PluginPaths.SETTINGS).getAsJsonArray("settings")) {
                assertThat(rows).contains(setting.getAsJsonObject().get("name").getAsString());
            }
            assertThat(html).contains("How many sessions a user may have bound at once; 0 for no limit.");
        }
    }

    @Test
    void manyAreSavedTogether() throws Exception {
        form.choose(POLICY, "close_idle");
        form.toggle(BIND);
        form.type(GROUPS, "  <b>jane</b>, juan");
        form.type(INTERVAL, "30");
        form.type(INTERVAL, "60");
        assertThat(form.isUnsaved(INTERVAL)).as("as it was").isFalse();
        form.save();

        assertThat(form.awaitOutcome("saved")).startsWith("Saved: ")
                .contains("When the limit is reached: Close the session idle for longest",
                        "Decide resource binds: Off", "Groups without a limit: <b>jane</b>, juan");
        assertThat(raw(POLICY)).isEqualTo("close_idle");
        assertThat(setting(BIND).get("value").getAsBoolean()).isFalse();
        assertThat(raw(GROUPS)).isEqualTo("  <b>jane</b>, juan");
        assertThat(raw(INTERVAL)).isNull();
        open();
        assertThat(form.value(GROUPS)).as("after a reload").isEqualTo("  <b>jane</b>, juan");
        assertThat(form.value(POLICY)).isEqualTo("close_idle");
        form.save();
        assertThat(form.awaitOutcome("saved")).isEqualTo("Nothing to save.");
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsToldAndNotOverwritten() throws Exception {
        form.type(LIMIT, "3");
        host.setProperty(PREFIX + LIMIT, "8");
        host.setProperty(PREFIX + INTERVAL, "30");
        form.save();
        assertThat(form.awaitOutcome("failed")).isEqualTo("Nothing saved. Changed meanwhile by somebody else: Check"
                + " interval: 30; Sessions per user: 8. Save again to overwrite it.");
        assertThat(raw(LIMIT)).isEqualTo("8");
        assertThat(form.value(LIMIT)).as("what was typed").isEqualTo("3");
        assertThat(form.value(INTERVAL)).isEqualTo("30");
        assertThat(browser.takeErrors()).singleElement().asString().contains("status of 409");

        host.setProperty(PREFIX + INTERVAL, "40");
        form.save();
        assertThat(form.awaitOutcome("saved")).isEqualTo("Saved: Sessions per user: 3. Changed meanwhile by somebody"
                + " else: Check interval: 40.");
        assertThat(raw(LIMIT)).isEqualTo("3");
    }

    // ------------------------------------------------------------------ refusing

    @Test
    void theFormRefusesWhatMayNotBeAndKeepsIt() throws Exception {
        form.choose(POLICY, "close_oldest");
        form.type(LIMIT, "1000001");
        assertThat(form.problem(LIMIT)).isEqualTo("Must be a whole number from 0 to 1000000.");
        assertThat(form.control(LIMIT).getDomAttribute("aria-invalid")).isEqualTo("true");
        String described = form.control(LIMIT).getDomAttribute("aria-describedby");
        assertThat(described.split(" ")).hasSize(4).allSatisfy(id -> assertThat(browser.elements("#" + id)).hasSize(1));
        form.save();
        assertThat(form.awaitOutcome("failed")).isEqualTo("Nothing saved: fix the marked fields.");
        assertThat(form.value(LIMIT)).isEqualTo("1000001");
        assertThat(browser.run("return document.activeElement.name")).isEqualTo(PREFIX + LIMIT);
        assertThat(raw(POLICY)).as("the other change").isNull();
        expectSoundAtEachWidth("settings that are refused");

        form.type(LIMIT, "1e");
        assertThat(form.problem(LIMIT)).as("what is no number").isNotEmpty();
        form.type(LIMIT, "7");
        assertThat(form.problem(LIMIT)).isEmpty();
        assertThat(form.control(LIMIT).getDomAttribute("aria-invalid")).isEqualTo("false");
        form.save();
        form.awaitOutcome("saved");
        assertThat(raw(LIMIT)).isEqualTo("7");
        assertThat(raw(POLICY)).isEqualTo("close_oldest");
    }

    @Test
    void whatTheServerRefusesIsToldBesideTheField() throws Exception {
        // As if the form knew less than the server.
        browser.run("const before = window.fetch; window.fetch = (url, options) => before(url, options?.body"
                + " ? { ...options, body: options.body.replace('\"7\"', '\"soon\"') } : options);");
        form.type(INTERVAL, "7");
        form.choose(POLICY, "close_idle");
        form.save();

        assertThat(form.awaitOutcome("failed")).startsWith("The server refused: nothing was changed: ");
        assertThat(form.problem(INTERVAL)).isEqualTo("must be a number of seconds from 0 to 86400");
        assertThat(form.control(INTERVAL).getDomAttribute("aria-invalid")).isEqualTo("true");
        assertThat(form.value(INTERVAL)).isEqualTo("7");
        assertThat(form.isUnsaved(POLICY)).isTrue();
        assertThat(raw(POLICY)).isNull();
        assertThat(raw(INTERVAL)).isNull();
        assertThat(browser.takeErrors()).singleElement().asString().contains("status of 400");
        leave();
    }

    @Test
    void theServerRefusesBadValues() throws Exception {
        AdminClient admin = host.adminLogin();
        admin.sendTokenOf(PluginPaths.SETTINGS);
        HttpResponse<String> bad = admin.post(PluginPaths.SETTINGS,
                "{\"values\":{\"" + PREFIX + LIMIT + "\":\"3\",\"" + PREFIX + POLICY + "\":\"nobody\"}}");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(JsonParser.parseString(bad.body()).getAsJsonObject().getAsJsonObject("problems").toString())
                .isEqualTo("{\"" + PREFIX + POLICY + "\":\"must be one of reject_new, close_oldest, close_idle\"}");
        assertThat(admin.post(PluginPaths.SETTINGS, "{\"values\":{\"xmpp.domain\":\"example.net\"}}").statusCode())
                .isEqualTo(400);
        assertThat(raw(LIMIT)).as("nothing was changed").isNull();
        assertThat(admin.post(PluginPaths.SETTINGS, values(LIMIT, "3")).statusCode()).as("right").isEqualTo(200);
        assertThat(raw(LIMIT)).isEqualTo("3");
        assertThat(host.console().get(PluginPaths.SETTINGS).statusCode()).as("without a login").isEqualTo(401);
    }

    @Test
    void nothingIsLostWhenTheLoginEnds() throws Exception {
        form.type(LIMIT, "9");
        browser.runAsync("const done = arguments[0]; fetch('/index.jsp?logout=true').then(() => done())");
        form.save();
        assertThat(form.awaitOutcome("failed")).startsWith("Your console login has ended.")
                .endsWith("Log in again in another tab");
        assertThat(browser.element("#ss-outcome-login").getDomAttribute("target")).isEqualTo("_blank");
        assertThat(form.value(LIMIT)).isEqualTo("9");
        assertThat(raw(LIMIT)).isNull();

        browser.setCookie("JSESSIONID", host.adminLogin().sessionCookie());
        form.save();
        form.awaitOutcome("saved");
        assertThat(raw(LIMIT)).isEqualTo("9");
        // The page had the token of the login before, and was given the new one.
        assertThat(browser.takeErrors()).satisfiesExactly(error -> assertThat(error).contains("status of 401"),
                error -> assertThat(error).contains("status of 403"));
    }

    /**
     * Names that can never match are refused; those that the server may have one day are saved, and what
     * {@code OpenfireAccounts} does not know is said.
     */
    @Test
    void namesThatMatchNobodyAreTold() throws Exception {
        form.type(USERS, "jane, nobody_here, john@example.org ,,");
        form.save();
        assertThat(form.awaitOutcome("failed")).contains(USERS);
        assertThat(form.problem(USERS))
                .isEqualTo("must be user names as they stand before the @, with commas between them");
        assertThat(raw(USERS)).isNull();

        form.type(USERS, "jane, nobody_here");
        form.type(GROUPS, "night shift");
        form.save();
        assertThat(form.awaitOutcome("saved")).endsWith("The server does not know: nobody_here. The server does not"
                + " know: night shift.");
        open();
        assertThat(form.warning(USERS)).isEqualTo("The server does not know: nobody_here.");
        assertThat(form.warning(GROUPS)).isEqualTo("The server does not know: night shift.");
        form.type(USERS, "jane");
        form.save();
        form.awaitOutcome("saved");
        assertThat(form.warning(USERS)).isEmpty();
        // The first answer was a 400.
        assertThat(browser.takeErrors()).singleElement().asString().contains("status of 400");
    }

    // ------------------------------------------------------------------ what is set already

    @Test
    void hostileTextIsText() throws Exception {
        host.setProperty(PREFIX + POLICY, HOSTILE);
        host.setProperty(PREFIX + LIMIT, HOSTILE);
        host.setProperty(PREFIX + GROUPS, HOSTILE);
        open();

        assertThat(form.problem(POLICY)).isEqualTo("Ignoring \"" + HOSTILE
                + "\": it must be one of reject_new, close_oldest, close_idle. The default is used.");
        assertThat(form.value(POLICY)).isEqualTo(HOSTILE);
        assertThat(form.problem(LIMIT)).contains(HOSTILE);
        assertThat(form.value(GROUPS)).isEqualTo(HOSTILE);
        form.type(GROUPS, HOSTILE + "<script>alert(2)</script>");
        form.pressDefault(POLICY);
        form.pressDefault(LIMIT);
        form.save();
        assertThat(form.awaitOutcome("saved")).contains("Groups without a limit: " + HOSTILE + "<script>alert(2)</script>");
        assertThat(form.problem(POLICY)).isEmpty();
        expectNoHarm();
        host.assertNoUnexpectedWarnings("Ignoring invalid .* for plugin.sessionstate.limit");
    }

    // ------------------------------------------------------------------ for everybody

    @Test
    void worksByKeyboard() throws Exception {
        tabTo("#ss-plugin-sessionstate-limit-per-user");
        browser.press(Keys.chord(Keys.CONTROL, "a"), "4", Keys.ENTER);
        assertThat(form.awaitOutcome("saved")).isEqualTo("Saved: Sessions per user: 4.");
        assertThat(raw(LIMIT)).isEqualTo("4");

        browser.press(Keys.TAB);
        browser.press(Keys.SPACE);
        assertThat(browser.run("return document.activeElement.name")).as("the focus stays with the setting")
                .isEqualTo(PREFIX + LIMIT);
        tabTo("#ss-plugin-sessionstate-limit-policy");
        browser.press(Keys.ARROW_DOWN);
        tabTo("#ss-plugin-sessionstate-takeover-bind");
        browser.press(Keys.SPACE);
        assertThat(form.isUnsaved(BIND)).isTrue();
        browser.press(Keys.SPACE);
        assertThat(form.isUnsaved(BIND)).as("as it was").isFalse();
        tabTo("#ss-save");
        browser.press(Keys.ENTER);
        page.awaitText("#ss-outcome", "Saved: Sessions per user: 0 (default); "
                + "When the limit is reached: Close the oldest session.");
        assertThat(raw(LIMIT)).isNull();
        assertThat(raw(POLICY)).isEqualTo("close_oldest");
    }

    @Test
    void whatCouldNotBeLoadedIsAskedForOnceMore() throws Exception {
        browser.runInEveryPage("""
                const before = window.fetch;
                window.fetch = () => {
                    window.fetch = before;
                    return Promise.reject(new TypeError('no network'));
                };""");
        browser.open(host.console().url(PluginPaths.SETTINGS_PAGE));
        assertThat(form.awaitOutcome("failed")).startsWith("The server did not answer.");
        expectSoundAtEachWidth("settings that could not be loaded");
        tabTo("#ss-again");
        browser.press(Keys.ENTER);
        form.awaitForm();
        assertThat(page.text("ss-outcome").strip()).isEmpty();
    }

    @Test
    void hasItsPlaceInTheConsole() throws Exception {
        assertThat(browser.elements(".ss-setting")).hasSize(25);
        assertThat(browser.elements(".ss-group")).hasSize(10);
        expectInNavigation(PluginPaths.SETTINGS_PAGE);
        keepPicture("settings");
        form.type(LIMIT, "-1");
        form.choose(POLICY, "close_idle");
        form.save();
        form.awaitOutcome("failed");
        keepPicture("settings-refused");
        leave();
    }

    /** With changes that are not saved the browser asks before it leaves. */
    private void leave() {
        form.pressDefault(POLICY);
        for (String name : new String[] {LIMIT, INTERVAL}) {
            if (form.isUnsaved(name)) {
                form.pressDefault(name);
            }
        }
    }
}
