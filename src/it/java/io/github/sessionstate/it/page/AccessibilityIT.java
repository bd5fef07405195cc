package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.browser.Axe;
import io.github.sessionstate.it.browser.Scene;
import io.github.sessionstate.it.browser.Soundness;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.SessionTable;

/**
 * No page keeps people out, in whatever state and however wide the window is: axe-core finds nothing, nothing sticks out,
 * nothing lies over a control, and every control is reached by the keyboard. States that only other tests bring about are
 * looked at there.
 */
class AccessibilityIT extends BrowserTest {
    private static final String REMEMBER_FOCUS = """
            window.focused = new Set();
            document.addEventListener('focusin', event => window.focused.add(event.target));
            """;
    /** What is open above the page is all that can be used then. */
    private static final String NEVER_FOCUSED = """
            const top = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.getElementById('sessionstate');
            return [...top.querySelectorAll('button, input, select, textarea, a[href], summary, [tabindex="0"]')]
                .filter(control => !window.focused.has(control) && control.tabIndex >= 0 && !control.disabled
                    && control.checkVisibility({ visibilityProperty: true }))
                .map(control => control.outerHTML.slice(0, 120));
            """;
    private static final int MOST_ROUNDS = 20;

    private Scene scene;

    private void play() throws IOException {
        scene = Scene.set(host);
        page.awaitText("#ss-rows", "tablet");
    }

    @AfterEach
    void endScene() throws IOException {
        if (scene != null) {
            scene.close();
            for (var detached : table.byFullJid(Scene.DETACHED)) {
                table.close(SessionTable.text(detached, "id"), null, null);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280, 1920})
    void theSessionsPageIsSoundInEveryState(int width) throws Exception {
        browser.resize(width);
        expectSound("before anybody came");
        play();
        expectSound("the list");
        String id = page.rows().get(0).id();
        lookAtMenus(id);
        lookAtOneSession(id);
        lookAtMany();
        lookAtViews();
        lookWithoutLogin();
        assertThat(browser.takeErrors()).as("a filter that is refused, a login that has ended")
                .allMatch(error -> error.contains("status of 400") || error.contains("status of 401"));
    }

    private void lookAtMenus(String id) throws IOException {
        for (String panel : List.of("ss-columns", "ss-help", "ss-matching")) {
            page.openPanel(panel);
            expectSound(panel);
            browser.press(Keys.ESCAPE);
        }
        page.openMenu(id);
        expectSound("the menu");
        browser.press(Keys.ESCAPE);
        browser.element("#ss-pause").click();
        page.awaitState("paused", "Paused");
        expectSound("paused");
        browser.element("#ss-pause").click();
        page.awaitLive();
    }

    private void lookAtOneSession(String id) throws IOException {
        page.choose(id, "details");
        page.awaitElement("#ss-details [data-part=contacts] tbody tr");
        expectSound("details");
        browser.element("#ss-details-close-session").click();
        page.awaitElement("#ss-close");
        expectSound("close, with details open");
        page.question("-cancel").click();
        browser.element("#ss-details-done").click();
        for (String dialog : List.of("message", "xml")) {
            page.choose(id, dialog);
            page.awaitElement("#ss-" + dialog);
            expectSound(dialog);
            browser.element("#ss-" + dialog + "-cancel").click();
        }
        page.pressClose(id);
        page.confirmClose("policy-violation", "");
        page.awaitOutcome("closed");
        expectSound("closed");
        page.question("-done").click();
        page.awaitGone(id);
    }

    private void lookAtMany() throws IOException {
        page.actOnMatching("close");
        expectSound("close all sessions of the server");
        page.question("-cancel").click();
        page.filter("username:juan");
        page.awaitText("#ss-count", "3 of");
        browser.element("#ss-select-all").click();
        expectSound("with a selection");
        holdCommands(0);
        browser.element("#ss-selection [data-action=message]").click();
        page.awaitElement("#ss-message-body").sendKeys("Good evening");
        browser.element("#ss-message-confirm").click();
        page.awaitText("#ss-message-outcome", " done");
        expectSound("a command that is under way");
        letCommandGo();
        page.awaitElement("#ss-message .ss-results");
        expectSound("a command that has ended");
        browser.element("#ss-message-done").click();
    }

    private void lookAtViews() throws IOException {
        page.filter("nobody-has-this");
        page.awaitElement("#ss-empty");
        expectSound("nothing found");
        page.filter("type:x");
        page.awaitProblem("type is one of c2s_unauthed, c2s_unbound, c2s, not \"x\"");
        expectSound("a filter that is refused");
        page.filter(" ");
        browser.element("#ss-group option[value=username]").click();
        page.awaitText("#ss-groups", "john");
        expectSound("groups");
        browser.element("#ss-group option[value='']").click();
        page.awaitElement("#ss-rows tr");
        page.showColumns("username", "resource", "state", "full_jid", "host", "show", "status", "client", "conn",
                "user_agent", "sasl_mechanism", "login_failed_username", "login_failed_condition", "presence");
        page.awaitText("#ss-rows", "tablet");
        expectSound("more columns than there is room for");
    }

    private void lookWithoutLogin() throws IOException {
        browser.runAsync("const done = arguments[0]; fetch('/index.jsp?logout=true').then(() => done())");
        page.tile("available").click();
        page.awaitState("off", "Your console login has ended. The data shown is old.");
        expectSound("without a login");
        browser.setCookie("JSESSIONID", host.adminLogin().sessionCookie());
        tabTo("#ss-login");
        tabTo("#ss-retry");
        browser.press(Keys.ENTER);
        page.awaitLive();
        assertThat(focused("class")).as("where the focus is without that button").asString().startsWith("ss-scroll");
        // The console has light colours only, so the page has, whatever the browser prefers.
        browser.preferDark();
        expectSound("a reader who prefers dark pages");
    }

    @Test
    void otherPagesAreSound() throws Exception {
        for (String path : List.of(PluginPaths.ENDED_PAGE, PluginPaths.HISTORY_PAGE, PluginPaths.SETTINGS_PAGE,
                PluginPaths.ACCESS_PAGE, PluginPaths.HEALTH_PAGE)) {
            browser.open(host.console().url(path));
            page.awaitElement("#ss-ended-rows, #ss-rows, #ss-save, #ss-empty, .ss-grant, #ss-ends tbody tr");
            browser.elements("#sessionstate details:not([open]) > summary").forEach(WebElement::click);
            expectSoundAtEachWidth(path);
            browser.resize(390);
            assertThat(browser.run("const page = document.getElementById('sessionstate').getBoundingClientRect();"
                    + "return page.width > 0.8 * innerWidth && [...document.querySelectorAll('.ss-setting')].every(setting =>"
                    + "getComputedStyle(setting).gridTemplateColumns.split(' ').length === 1)"))
                    .as("%s has most of the window, and settings stand below each other", path).isEqualTo(true);
            keepPicture(path.substring(path.lastIndexOf('/') + 1) + "-390");
            browser.resize(1280);
        }
    }

    /** Without this, the others would prove little. */
    @Test
    void whatIsUnsoundIsFound() throws Exception {
        browser.run("document.getElementById('ss-help').insertAdjacentHTML('beforeend', '<input>')");
        page.openPanel("ss-help");
        assertThat(Axe.violations(browser)).as("in what is open above the page").contains("label: ");
        browser.press(Keys.ESCAPE);
        browser.run("const page = document.querySelector('#sessionstate');"
                + "page.insertAdjacentHTML('beforeend', '<input id=\"nameless\"><p>pale</p>');"
                + "Object.assign(page.lastElementChild.style, { color: '#bbb', background: '#fff', width: '3000px' });");
        assertThat(Axe.violations(browser)).contains("nameless", "label: ", "color-contrast: ");
        browser.run("const cover = document.querySelector('#sessionstate').appendChild(document.createElement('div'));"
                + "Object.assign(cover.style, { position: 'fixed', inset: '0', zIndex: 9 });");
        assertThat(Soundness.problems(browser)).anyMatch(problem -> problem.startsWith("out of the window: <p style="))
                .anyMatch(problem -> problem.startsWith("cannot be pressed: <input id=\"ss-q\""))
                .anyMatch(problem -> problem.startsWith("the page scrolls sideways by "));
    }

    /** All that can be pressed, typed in or scrolled, on every page, with details beside the list or above it. */
    @Test
    void everyControlIsReachedByTheTabKey() throws Exception {
        play();
        page.choose(page.rows().get(1).id(), "details");
        page.awaitElement("#ss-details [data-part=contacts] tbody tr");
        page.select(page.rows().get(0).id());
        expectAllReachedAtEachWidth("sessions");
        browser.resize(390);
        browser.element("#ss-details-done").click();
        expectAllReached("sessions alone");
        scene.clients().get(0).close();
        for (String path : List.of(PluginPaths.ENDED_PAGE + "?q=resource:balcony",
                PluginPaths.HISTORY_PAGE + "?q=resource:balcony", PluginPaths.SETTINGS_PAGE, PluginPaths.ACCESS_PAGE,
                PluginPaths.HEALTH_PAGE)) {
            browser.open(host.console().url(path));
            page.awaitElement("#ss-ended-rows tr, #ss-rows, #ss-save, #ss-empty, .ss-grant, #ss-ends tbody tr");
            expectAllReachedAtEachWidth(path);
        }
    }

    private void expectAllReachedAtEachWidth(String what) {
        for (int width : Soundness.WIDTHS) {
            browser.resize(width);
            expectAllReached(what + ", " + width + " pixels wide");
        }
    }

    private void expectAllReached(String what) {
        browser.run(REMEMBER_FOCUS);
        browser.run("document.querySelector('a[href], button').focus()");
        tabTo("#sessionstate *");
        for (int i = 0; i < MOST_ROUNDS && !((List<?>) browser.run(NEVER_FOCUSED)).isEmpty(); i++) {
            pressTabs();
        }
        assertThat((List<?>) browser.run(NEVER_FOCUSED)).as("controls of %s that Tab passes by", what).isEmpty();
    }
}
