package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.SessionsView;
import io.github.sessionstate.it.browser.Soundness;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * A test of a page: opens the sessions page in a browser that knows nothing of the tests before, and fails on any error in
 * that one's console.
 */
@ExtendWith(SharedHost.class)
public abstract class BrowserTest {
    /** How soon what was saved, or happened, shows on a page that asks every five seconds. */
    static final Duration SAVED = Duration.ofSeconds(20);

    private static final int MOST_TABS = 200;
    private static final String FOCUS = """
            const element = document.activeElement;
            const style = getComputedStyle(element);
            const isSeen = !element.closest('#sessionstate')
                || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
            return isSeen ? element.matches(arguments[0]) : element.outerHTML;
            """;

    /** Shared by the tests of a class, as it takes seconds to start. */
    static Browser browser;

    OpenfireHost host;
    SessionTable table;
    SessionsView page;

    @BeforeEach
    void openPage(OpenfireHost shared) throws IOException {
        host = shared;
        table = new SessionTable(host);
        assumeTrue(Browser.isInstalled(), Browser::missing);
        if (browser == null) {
            browser = Browser.start();
        } else {
            browser.renew();
        }
        page = new SessionsView(browser, host);
        page.open();
    }

    @AfterEach
    void browserLoggedNoError() {
        if (browser != null) {
            assertThat(browser.takeErrors()).as("errors in the browser's console").isEmpty();
        }
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
            browser = null;
        }
    }

    RawClient login(String user, String resource) throws IOException {
        RawClient client = host.connect();
        client.login(user, HostOptions.PASSWORD, resource);
        return client;
    }

    /** Goes by the Tab key alone to the element of this CSS selector; wherever the focus is on the page, it shows. */
    void tabTo(String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            browser.press(Keys.TAB);
            Object isThere = browser.run(FOCUS, selector);
            assertThat(isThere).as("what has the focus and does not show it").isInstanceOf(Boolean.class);
            if ((Boolean) isThere) {
                return;
            }
        }
        throw new AssertionError(selector + " is not to be reached by the keyboard");
    }

    /** Nothing keeps people out of what is open, in a window as wide as it is. */
    void expectSound(String what) throws IOException {
        assertThat(Soundness.problems(browser)).as("%s, %s pixels wide", what, browser.run("return innerWidth")).isEmpty();
    }

    /** Alike in a phone's window, a desktop's and, in the end, a laptop's. */
    void expectSoundAtEachWidth(String what) throws IOException {
        for (int width : Soundness.WIDTHS) {
            browser.resize(width);
            expectSound(what);
        }
    }

    /** Nothing that others chose has become markup, and no script of theirs has run. */
    void expectNoHarm() {
        assertThat(browser.elements("#sessionstate img, #sessionstate script")).isEmpty();
        assertThat(browser.run("return window.hacked")).as("mark of a script that ran").isNull();
    }

    /** An attribute of what has the focus. */
    Object focused(String attribute) {
        return browser.run("return document.activeElement.getAttribute(arguments[0])", attribute);
    }

    /**
     * While XML is typed it is malformed, and a strict policy complains of the style in which Chromium would show a
     * parser's error. There must be no other complaint.
     */
    void takeComplaintsOfTypedXml() {
        assertThat(browser.takeErrors()).allMatch(error -> error.contains("script/forms.js")
                && error.contains("Applying inline style violates"));
    }

    /** Keeps a picture of the open page, for people to look at. */
    void keepPicture(String name) throws IOException {
        Pictures.keep(browser, host, name);
    }

    /** The console's sidebar, where there is one, has an item for this page, and shows it as the current one. */
    void expectInNavigation(String path) {
        if (host.hasConsoleFrame()) {
            assertThat(browser.elements("#jive-sidebar .currentlink a")).as("the current item").singleElement()
                    .satisfies(link -> assertThat(link.getDomProperty("href")).endsWith(path));
        }
    }

    String id(RawClient client) throws IOException {
        return SessionTable.text(table.promptly("tracked", client, session -> session != null), "id");
    }
}
