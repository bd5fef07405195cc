package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** The page of the sessions that ended lately, and the way there. */
class EndedPageIT extends BrowserTest {
    private static final String ENDED = "#ss-ended-rows tr";
    /** So many the page shows at first. */
    private static final int ROWS = 100;
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)>";

    private WebElement row(String id) {
        return page.awaitElement("#ss-ended-rows tr[data-id='" + id + "']");
    }

    private String cell(String id, String column) {
        return row(id).findElement(By.cssSelector("[data-column=" + column + "]")).getText();
    }

    /** Why was john's phone dropped? By keyboard: one press leads there, one more to the details. */
    @Test
    void tellsWhoEndedAndWhy() throws Exception {
        String phone;
        String other;
        try (RawClient john = login("john", "phone"); RawClient hostile = login("jane", HOSTILE)) {
            phone = id(john);
            other = id(hostile);
            page.await(phone);
            table.close(phone, "policy-violation", "go");
            hostile.dropReset();
        }
        page.awaitGone(phone);
        page.awaitGone(other);
        WebElement tile = browser.element("#ss-ended");
        assertThat(Integer.parseInt(tile.findElement(By.className("ss-tile-number")).getText().replace(",", "")))
                .isGreaterThanOrEqualTo(2);
        tile.sendKeys(Keys.ENTER);

        page.awaitLive();
        assertThat(browser.address().getPath()).isEqualTo(PluginPaths.ENDED_PAGE);
        assertThat(cell(phone, "who")).isEqualTo("john@example.org/phone");
        assertThat(cell(phone, "cause")).isEqualTo("Closed by an administrator");
        assertThat(cell(phone, "address")).isEqualTo("127.0.0.1");
        assertThat(cell(phone, "lasted")).matches("\\d+s");
        assertThat(cell(other, "who")).isEqualTo("jane@example.org/" + HOSTILE);
        assertThat(cell(other, "cause")).isEqualTo("Connection lost");
        keepPicture("ended");
        expectSoundAtEachWidth("what ended lately");

        row(phone).findElement(By.tagName("button")).sendKeys(Keys.ENTER);
        page.awaitText("#ss-details-title", "john@example.org/phone");
        page.awaitText("#ss-details-ended", "Closed by an administrator, ");
        page.awaitText("#ss-details [data-part=timeline]", "Ended: Closed by an administrator");
        assertThat(browser.address().getQuery()).isEqualTo("session=" + phone);
        expectSoundAtEachWidth("details of what ended");
        keepPicture("ended-details");
        // Beside the list: by keyboard to another row, and out again.
        row(other).findElement(By.tagName("button")).click();
        page.awaitText("#ss-details-title", "jane@example.org/" + HOSTILE);
        assertThat(page.focusedRow()).isEqualTo(other);
        browser.press(Keys.ESCAPE);
        Await.until("the details are left", SAVED, () -> browser.elements("#ss-details").isEmpty()
                && browser.address().getQuery() == null);
        assertThat(page.focusedRow()).isEqualTo(other);
        row(phone).findElement(By.tagName("button")).sendKeys(Keys.ENTER);
        page.awaitText("#ss-details-ended", "Closed by an administrator, ");
        browser.run("history.back()");
        Await.until("Back leaves them", SAVED, () -> browser.elements("#ss-details").isEmpty());
        assertThat(page.focusedRow()).isEqualTo(phone);

        browser.resize(390);
        assertThat(page.columnsInSight()).containsExactly("at", "who", "cause");
        assertThat((Long) browser.run("return document.querySelector('#ss-ended-rows [data-column=cause]').offsetWidth"))
                .as("room for the cause").isGreaterThan(80);
        keepPicture("ended-narrow");
        browser.element("#ss-all").click();
        awaitPage(PluginPaths.PAGE);
        browser.element("#ss-ended").click();
        awaitPage(PluginPaths.ENDED_PAGE);
        tabTo("#ss-all");
        browser.press(Keys.ENTER);
        awaitPage(PluginPaths.PAGE);
        browser.run("history.back()");
        page.awaitElement("#ss-ended-rows");
        expectNoHarm();
    }

    private void awaitPage(String path) {
        Await.until(path, SAVED, () -> browser.address().getPath().equals(path));
        page.awaitLive();
    }

    /** More than a page has at first. By keyboard: to its end, for more of them, and from one to the next. */
    @Test
    void manyAreShownByAndByAndGoneThrough() throws Exception {
        for (int i = 0; i <= ROWS; i++) {
            host.connect().close();
        }
        for (boolean isByKeyboard : new boolean[] {false, true}) {
            browser.open(host.console().url(PluginPaths.ENDED_PAGE));
            page.awaitElement("#ss-more-ended");
            assertThat(browser.elements(ENDED)).hasSize(ROWS);
            if (isByKeyboard) {
                tabTo("#ss-more-ended");
                browser.press(Keys.ENTER);
            } else {
                browser.element("#ss-more-ended").click();
            }
            Await.until("more of them", SAVED, () -> browser.elements(ENDED).size() > ROWS);
        }
        browser.run("scrollTo(0, 0)");
        browser.element(ENDED + ":nth-child(2) button").click();
        awaitShown(2);
        tabTo("#ss-details-next");
        browser.press(Keys.ENTER);
        awaitShown(3);
        browser.element("#ss-details-previous").click();
        awaitShown(2);
        browser.press(Keys.ARROW_UP);
        awaitShown(1);
        tabTo("#ss-details-done");
        browser.press(Keys.ENTER);
        Await.until("the details are left", SAVED, () -> browser.elements("#ss-details").isEmpty());
        assertThat(page.focusedRow()).isEqualTo(browser.element(ENDED).getDomAttribute("data-id"));
    }

    private void awaitShown(int row) {
        page.awaitElement(ENDED + ":nth-child(" + row + ")[aria-current=true]");
        page.awaitText("#ss-details [data-part=timeline]", "Ended: ");
    }

    @Test
    void followsWhatEndsAndFindsIt() throws Exception {
        browser.open(host.console().url(PluginPaths.ENDED_PAGE));
        page.awaitLive();
        try (RawClient client = host.connect()) {
            client.openStream();
            String id = SessionTable.text(table.promptly("open", client, session -> session != null), "id");
            assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
            assertThat(cell(id, "who")).isEqualTo("john (not logged in)");
            assertThat(cell(id, "cause")).isEqualTo("Login failed, session not ended, not-authorized, PLAIN");
            client.auth("john", "wrong");
            client.dropReset();
            page.awaitText("#ss-ended-rows tr[data-id='" + id + "']", "Login failed, not-authorized, PLAIN, \u00d72");

            String address = "#ss-ended-rows tr[data-id='" + id + "'] [data-press=address]";
            assertThat(browser.element("#ss-q").getDomAttribute("placeholder")).contains("cause:auth_failed");
            page.openPanel("ss-help");
            browser.elements("#ss-help button").stream()
                    .filter(example -> example.getText().equals("cause:auth_failed")).findFirst().orElseThrow().click();
            Await.until("the example", SAVED, () -> page.filterText().equals("cause:auth_failed"));
            row(id);
            page.filter("john cause:auth");
            assertThat(browser.elements("#ss-words option")).extracting(option -> option.getDomProperty("value"))
                    .containsExactly("john cause:auth_failed");
            page.filter("john cause:auth_failed");
            row(id);
            browser.element(address).click();
            Await.until("sessions of the address", SAVED, () -> page.filterText().equals("ip:127.0.0.1"));
            page.filter("john cause:auth_failed");
            tabTo(address);
            browser.press(Keys.ENTER);
            Await.until("the same by keyboard", SAVED, () -> page.filterText().equals("ip:127.0.0.1"));
            row(id);
            page.filter("cause:replaced " + id);
            page.awaitText("#ss-empty", "None of them matches the filter.");
            page.filter("cause:x");
            page.awaitText("#ss-q-error", "cause is one of closed, closed_by_client");
            assertThat(browser.takeErrors()).as("the refused filters")
                    .allMatch(error -> error.contains("status of 400"));
        }
    }
}
