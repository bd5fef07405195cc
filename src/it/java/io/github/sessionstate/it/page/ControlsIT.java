package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.browser.SettingsView;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * What controls do on a phone and a desktop, by mouse and by keyboard alike, as they do on a laptop in the tests of each
 * page. What the page of sessions offers by keyboard beside that is in {@link KeyboardIT}.
 */
class ControlsIT extends EveryWayTest {
    private static final String PREFIX = "plugin.sessionstate.";
    private static final String LIMIT = PREFIX + "limit.per-user";
    private static final String POLICY = PREFIX + "limit.policy";
    private static final String BINDS = PREFIX + "takeover.bind";
    private static final String PUSHES = PREFIX + "roster-push.interested-only";
    /** The least rows of a page, and some for the next one. */
    private static final int ROWS = 25;
    private static final int SESSIONS = ROWS + 3;

    private static final List<Integer> WIDTHS = List.of(390, 1920);

    @AfterEach
    void backToTheDefaults() throws IOException {
        for (String name : new String[] {LIMIT, POLICY, BINDS, PUSHES}) {
            host.setProperty(name, null);
        }
    }

    private void awaitValue(String what, String expected, String script) {
        Await.until(what, SAVED, () -> expected.equals(browser.run("return " + script)));
    }

    // ------------------------------------------------------------------ the list

    @Test
    void theListIsFilteredSortedAndTurned() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < SESSIONS; i++) {
                clients.add(login("john", "turned-" + i));
            }
            inEveryWay(WIDTHS, () -> {
                type("#ss-q", "resource:turned*");
                choose("#ss-size", String.valueOf(ROWS));
                page.awaitText("#ss-range", "1\u201325 of 28");
                press("#ss-next");
                page.awaitText("#ss-range", "26\u201328 of 28");
                press("#ss-previous");
                page.awaitText("#ss-range", "1\u201325 of 28");
                press("#ss-last");
                page.awaitText("#ss-range", "4\u201328 of 28");
                press("#ss-first");
                page.awaitText("#ss-range", "1\u201325 of 28");
                for (String direction : List.of("ascending", "descending", "none")) {
                    press("th[data-column=resource] button");
                    awaitValue("sorted", direction, "document.querySelector('th[data-column=resource]').ariaSort");
                }
                press("[popovertarget=ss-help]");
                press("#ss-help .ss-examples div:last-child button");
                Await.until("the example", SAVED, () -> page.filterText().equals("-username:john"));
                for (String isPressed : List.of("true", "false")) {
                    press("#ss-tiles [data-count=available]");
                    awaitValue("the tile", isPressed,
                            "document.querySelector('#ss-tiles [data-count=available]').ariaPressed");
                }
            });
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void columnsAreChosen() throws Exception {
        inEveryWay(WIDTHS, () -> {
            press("[popovertarget=ss-columns]");
            awaitFirstColumns("username,resource,state");
            press("#ss-columns li[data-column=resource] input");
            awaitFirstColumns("username,state,priority");
            press("#ss-columns li[data-column=priority] .ss-move button");
            awaitFirstColumns("username,priority,state");
            press("#ss-columns li[data-column=username] .ss-move button:last-child");
            awaitFirstColumns("priority,username,state");
            press("#ss-columns .ss-standard");
            awaitFirstColumns("username,resource,state");
            browser.press(Keys.ESCAPE);
            assertThat(browser.element("#ss-columns").isDisplayed()).isFalse();
        });
    }

    private void awaitFirstColumns(String expected) {
        awaitValue("the first columns", expected, "[...document.querySelectorAll('.ss-table th[data-column]')]"
                + ".slice(0, 3).map(heading => heading.dataset.column).join()");
    }

    @Test
    void oneSessionIsActedOnByMouse() throws Exception {
        for (int width : WIDTHS) {
            browser.resize(width);
            try (RawClient john = login("john", "pressed-" + width); RawClient jane = login("jane", "pressed-" + width)) {
                String id = id(john);
                page.filter("resource:pressed-" + width);
                page.awaitRows("the two", id, id(jane));
                ping(john, id);
                page.choose(id, "copy");
                page.awaitText("#ss-copied", "Copied: john@example.org/pressed-" + width);
                message(john, id);
                sendXml(john, id);
                lookAtDetails(john, id);
                page.choose(id, "others");
                Await.until("all of the user", SAVED, () -> page.filterText().equals("username:\"john\""));
            }
        }
        takeComplaintsOfTypedXml();
    }

    private void ping(RawClient client, String id) throws IOException {
        page.choose(id, "ping");
        answerPing(client);
        page.awaitOutcome("ss-ping", "answered");
        browser.element("#ss-ping-again").click();
        answerPing(client);
        page.awaitOutcome("ss-ping", "answered");
        browser.element("#ss-ping-done").click();
    }

    private void message(RawClient client, String id) throws IOException {
        page.choose(id, "message");
        page.awaitElement("#ss-message-body").sendKeys("We restart");
        browser.element("#ss-message-type option[value=headline]").click();
        browser.element("#ss-message-confirm").click();
        page.awaitOutcome("ss-message", "sent");
        browser.element("#ss-message-done").click();
        Element message = client.awaitElement(element -> element.getName().equals("message"));
        assertThat(message.attributeValue("type")).isEqualTo("headline");
        assertThat(message.elementText("body")).isEqualTo("We restart");
    }

    private void sendXml(RawClient client, String id) throws IOException {
        page.choose(id, "xml");
        page.awaitElement("#ss-xml-xml").sendKeys("<iq type='get' id='v'><query xmlns='jabber:iq:version'/></iq>");
        browser.element("#ss-xml-meant").click();
        browser.element("#ss-xml-confirm").click();
        client.reply(awaitQuery(client), "result", "<query xmlns='jabber:iq:version'><name>Psi</name></query>");
        page.awaitOutcome("ss-xml", "answered");
        page.awaitText("#ss-xml .ss-reply", "<name>Psi</name>");
        browser.element("#ss-xml-done").click();
    }

    private void lookAtDetails(RawClient client, String id) throws IOException {
        browser.element("#ss-rows tr[data-id='" + id + "'] .ss-jid").click();
        page.awaitElement("#ss-details-next:not(:disabled)").click();
        page.awaitText("#ss-details-title", "jane@example.org/");
        browser.element("#ss-details-previous").click();
        page.awaitText("#ss-details-title", "john@example.org/");
        page.awaitElement("#ss-details-ping").click();
        answerPing(client);
        page.awaitOutcome("ss-ping", "answered");
        browser.element("#ss-ping-done").click();
        browser.element("#ss-details-close-session").click();
        page.awaitElement("#ss-close-cancel").click();
        browser.element("#ss-details-done").click();
        awaitNone("#ss-details");
    }

    @Test
    void detailsLeadToOpenfiresOwnPages() throws Exception {
        try (RawClient john = login("john", "led")) {
            String id = id(john);
            inEveryWay(WIDTHS, () -> {
                browser.open(host.console().url(PluginPaths.PAGE + "?session=" + id));
                for (String path : List.of("/session-details.jsp?jid=john%40example.org%2Fled",
                        "/user-properties.jsp?username=john", "/user-roster.jsp?username=john")) {
                    String link = "#ss-details-console a[href='" + path + "']";
                    page.awaitElement(link);
                    press(link);
                    expectConsolePage(path, "john");
                    browser.run("history.back()");
                }
            });
            john.sync();
        }
    }

    // ------------------------------------------------------------------ the other pages

    @Test
    void settingsAreChanged() throws Exception {
        SettingsView form = new SettingsView(browser);
        browser.open(host.console().url(PluginPaths.SETTINGS_PAGE));
        form.awaitForm();
        inEveryWay(WIDTHS, () -> {
            type("[name='" + LIMIT + "']", "4");
            choose("[name='" + POLICY + "']", "close_idle");
            press("[name='" + BINDS + "']");
            press("#ss-save");
            page.awaitText("#ss-outcome", "Sessions per user: 4");
            assertThat(table.setting(LIMIT).get("value").getAsInt()).isEqualTo(4);
            assertThat(table.setting(POLICY).get("value").getAsString()).isEqualTo("close_idle");
            assertThat(table.setting(BINDS).get("value").getAsBoolean()).isFalse();
            for (String name : List.of(LIMIT, POLICY, BINDS)) {
                press("[data-setting='" + name + "'] .ss-default");
            }
            press("#ss-save");
            page.awaitText("#ss-outcome", "Sessions per user: 0 (default)");
            for (String name : List.of(LIMIT, POLICY, BINDS)) {
                assertThat(table.setting(name).get("set").isJsonNull()).as(name).isTrue();
            }
        });
    }

    @Test
    void healthIsUnfoldedAndSwitched() throws Exception {
        browser.open(host.console().url(PluginPaths.HEALTH_PAGE));
        page.awaitElement("#ss-hooks tbody tr");
        String hooks = "details:has(#ss-hooks) > summary";
        String button = "#ss-switches tr[data-setting='" + PUSHES + "'] button";
        inEveryWay(WIDTHS, () -> {
            press(hooks);
            assertThat(browser.element("#ss-hooks").isDisplayed()).isTrue();
            press(hooks);
            assertThat(browser.element("#ss-hooks").isDisplayed()).isFalse();
            press(button);
            page.awaitElement("#ss-switching");
            press("#ss-switching-cancel");
            awaitNone("#ss-switching");
            for (boolean isOn : new boolean[] {false, true}) {
                press(button);
                page.awaitElement("#ss-switching");
                press("#ss-switching-confirm");
                page.awaitText("#ss-outcome", isOn ? "Switched on" : "Switched off");
                assertThat(table.setting(PUSHES).get("value").getAsBoolean()).isEqualTo(isOn);
            }
        });
    }

    @Test
    void tokensAreMadeRotatedAndRevoked() throws Exception {
        browser.open(host.console().url(PluginPaths.ACCESS_PAGE));
        page.awaitElement("#ss-empty");
        inEveryWay(WIDTHS, () -> {
            press("#ss-make");
            page.awaitElement("#ss-making");
            press("#ss-making-cancel");
            awaitNone("#ss-making");
            press("#ss-make");
            page.awaitElement("#ss-making");
            type("#ss-making-label", "Pressed");
            press("#ss-making-read");
            press("#ss-making-settings");
            press("#ss-making-confirm");
            page.awaitElement("#ss-token");
            press("#ss-token-copy");
            page.awaitText("#ss-token-copied", "Copied.");
            press("#ss-token-done");
            page.awaitText(".ss-grant dl", "settings");
            press(".ss-grant [data-action=rotate]");
            page.awaitElement("#ss-rotating");
            press("#ss-rotating-confirm");
            page.awaitElement("#ss-token");
            press("#ss-token-done");
            page.awaitElement("[data-token='2']");
            for (String button : List.of("[data-token='1'] button", ".ss-head [data-action=revoke]")) {
                press(button);
                page.awaitElement("#ss-revoking");
                press("#ss-revoking-cancel");
                awaitNone("#ss-revoking");
                press(button);
                page.awaitElement("#ss-revoking");
                press("#ss-revoking-confirm");
                awaitNone(button);
            }
            page.awaitElement("#ss-empty");
        });
    }

    @Test
    void whatEndedIsLookedAtAndLeft() throws Exception {
        for (String resource : List.of("left-1", "left-2")) {
            try (RawClient john = login("john", resource)) {
                john.closeStream();
            }
        }
        inEveryWay(WIDTHS, () -> {
            press("#ss-ended");
            page.awaitElement("#ss-ended-rows tr");
            type("#ss-q", "resource:left*");
            page.awaitText("#ss-ended-rows tr:first-child", "john@example.org/left-2");
            press("#ss-ended-rows tr:first-child [data-column=who] button");
            page.awaitText("#ss-details-title", "left-2");
            press("#ss-details-next");
            page.awaitText("#ss-details-title", "left-1");
            press("#ss-details-previous");
            page.awaitText("#ss-details-title", "left-2");
            press("#ss-details-done");
            awaitNone("#ss-details");
            String address = "#ss-ended-rows tr:first-child [data-press=address]";
            boolean isNarrow = (Boolean) browser.run("return innerWidth < 700");
            assertThat(browser.element(address).isDisplayed()).as("the column, where there is room").isEqualTo(!isNarrow);
            if (!isNarrow) {
                press(address);
                Await.until("those of the address", SAVED, () -> page.filterText().equals("ip:127.0.0.1"));
            }
            press("#ss-all");
            page.awaitElement("#ss-tiles");
            page.awaitLive();
        });
    }
}
