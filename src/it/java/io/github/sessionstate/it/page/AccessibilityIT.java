package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.browser.Axe;
import io.github.sessionstate.it.browser.Scene;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.SessionTable;

/** No page keeps people out: axe-core finds nothing, and nothing is out of reach in a narrow window. */
class AccessibilityIT extends BrowserTest {
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

    private void expectNoViolation(String what) throws IOException {
        assertThat(Axe.violations(browser)).as(what).isEqualTo("[]");
    }

    @Test
    void axeFindsNothing() throws Exception {
        play();
        String id = page.rows().get(0).id();
        expectNoViolation("the page");
        page.select(id);
        expectNoViolation("with a selection");
        browser.element("#ss-group option[value=username]").click();
        page.awaitText("#ss-groups", "john");
        expectNoViolation("groups");
        browser.element("#ss-group option[value='']").click();
        page.await(id);
        for (String panel : new String[] {"ss-columns", "ss-help", "ss-matching"}) {
            page.openPanel(panel);
            expectNoViolation(panel);
            browser.press(Keys.ESCAPE);
        }
        page.openMenu(id);
        expectNoViolation("the menu");
        browser.press(Keys.ESCAPE);
        page.choose(id, "details");
        page.awaitElement("#ss-details [data-part=contacts]");
        expectNoViolation("details");
        browser.element("#ss-details-done").click();
        for (String dialog : new String[] {"message", "xml"}) {
            page.choose(id, dialog);
            page.awaitElement("#ss-" + dialog);
            expectNoViolation(dialog);
            browser.element("#ss-" + dialog + "-cancel").click();
        }
        page.pressClose(id);
        expectNoViolation("close");
        page.confirmClose("policy-violation", "");
        page.awaitOutcome("closed");
        expectNoViolation("closed");
        page.question("-done").click();
        page.filter("nobody-has-this type:x");
        page.awaitProblem("type is one of c2s_unauthed, c2s_unbound, c2s, not \"x\"");
        expectNoViolation("a filter that is refused");
        // The console has light colours only, so the page has, whatever the browser prefers.
        browser.preferDark();
        expectNoViolation("a reader who prefers dark pages");
        assertThat(browser.takeErrors()).as("the refused filter").allMatch(error -> error.contains("status of 400"));
    }

    /** Without this, {@link #axeFindsNothing} would prove little. */
    @Test
    void axeWouldFindSomething() throws Exception {
        browser.run("const page = document.querySelector('#sessionstate');"
                + "page.insertAdjacentHTML('beforeend', '<input id=\"nameless\"><p>pale</p>');"
                + "Object.assign(page.lastElementChild.style, { color: '#bbb', background: '#fff' });");
        assertThat(Axe.violations(browser)).contains("label: ", "color-contrast: ");
    }

    @Test
    void narrowWindowsScrollTheTableAlone() throws Exception {
        play();
        browser.resize(420);
        expectToFit(".ss-band, .ss-filter, .ss-bar, .ss-selection, .ss-pages, .ss-scroll");
        String id = page.rows().get(0).id();
        page.pressClose(id);
        assertThat(browser.run("return document.getElementById('ss-close').getBoundingClientRect().right <= innerWidth"))
                .isEqualTo(true);
        keepPicture("sessions-narrow");
        page.question("-cancel").click();
        page.choose(id, "details");
        page.awaitElement("#ss-details [data-part=user_sessions]");
        assertThat(browser.run("const dialog = document.getElementById('ss-details');"
                + "return dialog.getBoundingClientRect().right <= innerWidth && [...dialog.querySelectorAll('dd, li')]"
                + ".every(part => part.getBoundingClientRect().right <= innerWidth)")).as("details fit").isEqualTo(true);
        keepPicture("details-narrow");
    }

    @Test
    void otherPagesFitIntoNarrowWindows() throws Exception {
        for (String path : List.of(PluginPaths.SETTINGS_PAGE, PluginPaths.HEALTH_PAGE)) {
            browser.open(host.console().url(path));
            page.awaitElement("#ss-save, #ss-ends tbody tr");
            browser.resize(420);
            expectToFit("*");
            assertThat(browser.run("return [...document.querySelectorAll('.ss-setting')].every(setting =>"
                    + "getComputedStyle(setting).gridTemplateColumns.split(' ').length === 1)"))
                    .as("settings below each other").isEqualTo(true);
            keepPicture(path.equals(PluginPaths.SETTINGS_PAGE) ? "settings-narrow" : "health-narrow");
        }
    }

    /** The page has nearly the whole window, whatever the console's frame is, and nothing sticks out of it. */
    private void expectToFit(String selector) {
        assertThat(browser.run("const page = document.getElementById('sessionstate').getBoundingClientRect();"
                + "return page.left >= 0 && page.right <= innerWidth && page.width > 0.8 * innerWidth"))
                .as("the page has most of the window").isEqualTo(true);
        assertThat(browser.run("const page = document.getElementById('sessionstate');"
                + "return [...page.querySelectorAll(arguments[0])].filter(part => part.getBoundingClientRect().right"
                + " > page.getBoundingClientRect().right + 1).map(part => part.outerHTML.slice(0, 80)).join()",
                selector)).as("parts that stick out").isEqualTo("");
    }
}
