package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;

import org.dom4j.Element;
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
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/**
 * A test of a page: opens the sessions page in a browser that knows nothing of the tests before, and fails on any error in
 * that one's console.
 */
@ExtendWith(SharedHost.class)
public abstract class BrowserTest {
    /** How soon what was saved, or happened, shows on a page that asks every five seconds. */
    static final Duration SAVED = Duration.ofSeconds(20);

    // A page of ended sessions has a hundred rows with two controls each.
    private static final int MOST_TABS = 300;
    /** So many keys go to the browser at once, which takes less time than one after the other. */
    private static final int TABS_AT_ONCE = 20;
    /** From the element that is looked for on, the Tab key does nothing more. */
    private static final String WATCH_FOCUS = """
            const selector = arguments[0];
            const watch = new AbortController();
            window.tabbed = { isThere: false, unseen: [], end: () => watch.abort() };
            const isSeen = target => getComputedStyle(target).outlineStyle !== 'none'
                && parseFloat(getComputedStyle(target).outlineWidth) > 0;
            let isInDoubt = false;
            addEventListener('focusin', ({ target }) => {
                if (target.closest('#sessionstate') && !isSeen(target)) {
                    // Now and then Chromium shows it a moment late: until then it stays there.
                    isInDoubt = true;
                    setTimeout(() => {
                        isInDoubt = false;
                        if (!isSeen(target)) {
                            tabbed.unseen.push(target.outerHTML);
                        }
                    });
                }
                tabbed.isThere = target.matches(selector);
            }, { signal: watch.signal });
            addEventListener('keydown', event => {
                if ((tabbed.isThere || isInDoubt) && event.key === 'Tab') {
                    event.preventDefault();
                }
            }, { capture: true, signal: watch.signal });
            """;

    private static final String HOLD_COMMANDS = """
            const before = window.plainFetch ??= window.fetch;
            const lost = arguments[0];
            let commands = 0;
            window.fetch = async (what, how) => {
                if (how?.method !== 'POST') {
                    return before(what, how);
                }
                const number = ++commands;
                await new Promise(go => { window.letGo = go; });
                const answer = await before(what, how);
                if (number === lost) {
                    throw new TypeError('the answer is lost');
                }
                return answer;
            };
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
        browser.run(WATCH_FOCUS, selector);
        for (int i = 0; i < MOST_TABS && !(Boolean) browser.run("return tabbed.isThere"); i += TABS_AT_ONCE) {
            pressTabs();
        }
        assertThat(browser.run("tabbed.end(); return tabbed.unseen.join()")).as("what has the focus and does not show it")
                .isEqualTo("");
        assertThat(browser.run("return tabbed.isThere")).as("reached by the keyboard: %s", selector).isEqualTo(true);
    }

    /** Goes on by the Tab key a good deal. */
    void pressTabs() {
        browser.press(Keys.TAB.toString().repeat(TABS_AT_ONCE));
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

    /** Each command from now on waits until it is let go. The one of this number is done, and its answer is lost. */
    void holdCommands(int lost) {
        browser.run(HOLD_COMMANDS, lost);
    }

    /** Lets the command go that waits. */
    void letCommandGo() {
        browser.run("window.letGo()");
    }

    /** A link has led to a page of Openfire's own, which tells of this. */
    void expectConsolePage(String path, String words) {
        Await.until(path, SAVED, () -> browser.address().equals(host.console().url(path)));
        if (host.hasConsoleFrame()) {
            page.awaitText("#jive-content", words);
        } else {
            // The test host's console has no such page.
            assertThat(browser.takeErrors()).singleElement().asString()
                    .contains(path.substring(0, path.indexOf('?')), "404");
        }
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

    /** Waits until there is no element of this CSS selector. */
    void awaitNone(String selector) {
        Await.until("no " + selector, SAVED, () -> browser.elements(selector).isEmpty());
    }

    /** The client answers the next ping. */
    static void answerPing(StepClient client) throws IOException {
        client.reply(client.awaitElement(element -> element.element("ping") != null), "result", "");
    }

    /** What the page asked the client, from its own account: 5.1.1 asks for its software by itself, from the domain. */
    static Element awaitQuery(StepClient client) throws IOException {
        return client.awaitElement(element -> element.element("query") != null
                && element.attributeValue("from", "").contains("@"));
    }
}
