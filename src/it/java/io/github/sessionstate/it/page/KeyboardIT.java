package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.dom4j.Element;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.xmpp.RawClient;

/** What an administrator does on the page of sessions, by keyboard alone, on a phone, a laptop and a desktop. */
class KeyboardIT extends BrowserTest {
    private static final int MOST_ITEMS = 9;

    @ParameterizedTest
    @ValueSource(ints = {390, 1280, 1920})
    void oneSessionIsAskedLookedAtAndClosed(int width) throws Exception {
        browser.resize(width);
        try (RawClient john = login("john", "by-keyboard"); RawClient jane = login("jane", "by-keyboard-too")) {
            String id = id(john);
            page.await(id(jane));
            tabTo("#ss-q");
            browser.press("by-keyboard");
            page.awaitRows("the filtered", id, id(jane));
            tabTo("#ss-rows tr[data-id='" + id + "'] .ss-more");
            pingTwice(john);
            sendXml(john);
            chooseFromMenu("copy");
            page.awaitText("#ss-copied", "Copied: john@example.org/by-keyboard");
            goThroughDetails(john, jane);
            chooseFromMenu("others");
            page.awaitRows("the user's", id);
            assertThat(page.filterText()).isEqualTo("username:\"john\"");
            close(john);
            page.awaitGone(id);
            takeComplaintsOfTypedXml();
        }
    }

    /** The focus is on the button of a row's menu before, and when what was chosen is left. */
    private void chooseFromMenu(String action) {
        assertThat(focused("class")).as("where the focus is").isEqualTo("ss-more");
        browser.press(Keys.ENTER);
        page.awaitElement(".ss-menu");
        assertThat(focused("data-action")).isEqualTo("details");
        for (int i = 0; i < MOST_ITEMS && !action.equals(focused("data-action")); i++) {
            browser.press(Keys.ARROW_DOWN);
        }
        assertThat(focused("data-action")).isEqualTo(action);
        browser.press(Keys.ENTER);
    }

    private void pingTwice(RawClient client) throws IOException {
        chooseFromMenu("ping");
        answerPing(client);
        page.awaitOutcome("ss-ping", "answered");
        assertThat(focused("id")).isEqualTo("ss-ping-done");
        pressAt("#ss-ping-again", Keys.ENTER);
        answerPing(client);
        page.awaitOutcome("ss-ping", "answered");
        pressAt("#ss-ping-done", Keys.ENTER);
        awaitNone("#ss-ping");
    }

    private void pressAt(String selector, Keys key) {
        tabTo(selector);
        browser.press(key);
    }

    private void sendXml(RawClient client) throws IOException {
        chooseFromMenu("xml");
        page.awaitElement("#ss-xml");
        assertThat(focused("id")).isEqualTo("ss-xml-xml");
        browser.press("<iq type='get' id='v'><query xmlns='jabber:iq:version'/></iq>");
        pressAt("#ss-xml-meant", Keys.SPACE);
        pressAt("#ss-xml-confirm", Keys.ENTER);
        Element request = awaitQuery(client);
        client.reply(request, "result", "<query xmlns='jabber:iq:version'><name>Psi</name></query>");
        page.awaitOutcome("ss-xml", "answered");
        page.awaitText("#ss-xml .ss-reply", "<name>Psi</name>");
        assertThat(focused("id")).isEqualTo("ss-xml-done");
        browser.press(Keys.ESCAPE);
        awaitNone("#ss-xml");
    }

    /** @param second the client in the row below */
    private void goThroughDetails(RawClient first, RawClient second) throws IOException {
        chooseFromMenu("details");
        page.awaitElement("#ss-details-ping");
        pressAt("#ss-details-ping", Keys.ENTER);
        answerPing(first);
        page.awaitOutcome("ss-ping", "answered");
        browser.press(Keys.ESCAPE);
        awaitNone("#ss-ping");
        assertThat(focused("id")).as("the details are still open").isEqualTo("ss-details-ping");
        pressAt("#ss-details-next", Keys.ENTER);
        page.awaitText("#ss-details-title", "jane@example.org/by-keyboard-too");
        assertThat(focused("id")).as("as there is no next one").isEqualTo("ss-details-done");
        pressAt("#ss-details-previous", Keys.ENTER);
        page.awaitText("#ss-details-title", "john@example.org/by-keyboard");
        pressAt("#ss-details-done", Keys.ARROW_DOWN);
        page.awaitText("#ss-details-title", "jane@example.org/by-keyboard-too");
        browser.press(Keys.ENTER);
        awaitNone("#ss-details");
        assertThat(page.focusedRow()).as("the focus goes to the row that was shown last").isEqualTo(id(second));
        tabTo("#ss-rows tr[data-id='" + id(first) + "'] .ss-more");
    }

    private void close(RawClient client) throws IOException {
        chooseFromMenu("close");
        page.awaitElement("#ss-close");
        assertThat(focused("id")).as("not on what closes").isEqualTo("ss-close-cancel");
        browser.press(Keys.chord(Keys.SHIFT, Keys.TAB));
        assertThat(focused("id")).isEqualTo("ss-close-confirm");
        tabTo("#ss-close-condition");
        browser.press("conflict");
        tabTo("#ss-close-text");
        browser.press("Good night");
        pressAt("#ss-close-confirm", Keys.ENTER);
        page.awaitOutcome("closed");
        assertThat(focused("id")).isEqualTo("ss-close-done");
        browser.press(Keys.ENTER);
        Element error = client.awaitEnd();
        assertThat(error.element("conflict")).isNotNull();
        assertThat(error.elementText("text")).isEqualTo("Good night");
    }

    @ParameterizedTest
    @ValueSource(ints = {390, 1280, 1920})
    void viewAndManySessions(int width) throws Exception {
        browser.resize(width);
        try (RawClient john = login("john", "keys-1"); RawClient jane = login("jane", "keys-2");
                RawClient silent = host.connect()) {
            String first = id(john);
            String second = id(jane);
            page.await(id(silent));
            chooseTheView(first, second);
            messageAll(john, jane);
            pressAt("#ss-rows tr[data-id='" + first + "'] .ss-select", Keys.SPACE);
            page.awaitText("#ss-selection [role=status]", "Selected: 1");
            pressAt("#ss-selection [data-action=close]", Keys.ENTER);
            page.awaitElement("#ss-close");
            assertThat(focused("id")).isEqualTo("ss-close-cancel");
            browser.press(Keys.ESCAPE);
            awaitNone("#ss-close");
            assertThat(focused("data-action")).as("the focus goes back").isEqualTo("close");
            browser.press(Keys.ENTER);
            page.awaitElement("#ss-close");
            browser.press(Keys.chord(Keys.SHIFT, Keys.TAB));
            browser.press(Keys.ENTER);
            page.awaitOutcome("closed");
            browser.press(Keys.ENTER);
            page.awaitGone(first);
            assertThat(john.awaitEnd()).isNotNull();
            jane.sync();
        }
    }

    private void chooseTheView(String first, String second) {
        pressAt("#ss-tiles [data-count=connected]", Keys.ENTER);
        page.awaitText("#ss-tiles [aria-pressed=true]", "Connected");
        page.awaitRows("the connected ones", first, second);
        pressAt("[popovertarget=ss-help]", Keys.ENTER);
        page.awaitElement("#ss-help:popover-open");
        browser.press(Keys.ESCAPE);
        chooseColumns();
        pressAt("#ss-pause", Keys.SPACE);
        page.awaitState("paused", "Paused");
        browser.press(Keys.SPACE);
        page.awaitLive();
        pressAt(".ss-table th[data-column=username] button", Keys.ENTER);
        page.awaitRows("by user", second, first);
        tabTo("#ss-size");
        browser.press("25");
        assertThat(browser.run("return document.activeElement.value")).isEqualTo("25");
    }

    private void chooseColumns() {
        pressAt("[popovertarget=ss-columns]", Keys.ENTER);
        pressAt("#ss-columns li[data-column=resource] input", Keys.SPACE);
        assertThat(page.columnsInSight()).startsWith("username", "state", "priority");
        pressAt("#ss-columns li[data-column=priority] .ss-move button", Keys.ENTER);
        assertThat(page.columnsInSight()).startsWith("username", "priority", "state");
        pressAt("#ss-columns .ss-standard", Keys.ENTER);
        assertThat(page.columnsInSight()).startsWith("username", "resource", "state");
        browser.press(Keys.ESCAPE);
        assertThat(focused("popovertarget")).as("the focus goes back").isEqualTo("ss-columns");
    }

    /** By selection, which is given up, and by the filter. */
    private void messageAll(RawClient... clients) throws IOException {
        pressAt("#ss-select-all", Keys.SPACE);
        page.awaitText("#ss-selection [role=status]", "Selected: 2");
        pressAt("#ss-selection [data-action=message]", Keys.ENTER);
        page.awaitElement("#ss-message");
        browser.press(Keys.ESCAPE);
        awaitNone("#ss-message");
        pressAt("#ss-selection [data-action=clear]", Keys.ENTER);
        page.awaitText("#ss-selection [role=status]", "Nothing selected");
        pressAt("[popovertarget=ss-matching]", Keys.ENTER);
        pressAt("#ss-matching [data-matching=message]", Keys.ENTER);
        page.awaitElement("#ss-message");
        assertThat(focused("id")).isEqualTo("ss-message-body");
        browser.press("We restart");
        pressAt("#ss-message-type", Keys.ARROW_DOWN);
        tabTo("#ss-message-subject");
        browser.press("Tonight");
        pressAt("#ss-message-confirm", Keys.ENTER);
        page.awaitElement("#ss-message .ss-results");
        browser.press(Keys.ENTER);
        awaitNone("#ss-message");
        for (RawClient client : clients) {
            Element message = client.awaitElement(element -> element.getName().equals("message"));
            assertThat(message.attributeValue("type")).isEqualTo("normal");
            assertThat(message.elementText("subject")).isEqualTo("Tonight");
            assertThat(message.elementText("body")).isEqualTo("We restart");
        }
    }
}
