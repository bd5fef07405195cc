package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** Changes that show by themselves, pages, and the columns that an administrator chose. */
class LiveViewIT extends BrowserTest {
    /** Longer than the filter box waits for more to be typed. */
    private static final Duration TYPING = Duration.ofMillis(500);
    private static final Duration MARKED = Duration.ofSeconds(15);
    /** The page marks what changed; how long that took is between the client's stanza and this. */
    private static final String WATCH = """
            window.changes = [];
            new MutationObserver(() => window.changes.push(Date.now())).observe(
                document.querySelector(`#ss-rows tr[data-id='${arguments[0]}'] [data-column=priority]`),
                { characterData: true, childList: true, subtree: true });
            """;

    @Test
    void changesShowWithinASecond() throws Exception {
        try (RawClient john = login("john", "changing")) {
            String id = id(john);
            page.await(id);
            browser.run(WATCH, id);
            List<Long> delays = new ArrayList<>();
            for (int i = 1; i <= 10; i++) {
                int count = i;
                long sent = System.currentTimeMillis();
                john.presence("<priority>" + i + "</priority>");
                Await.until("change " + i, Duration.ofSeconds(10),
                        () -> (Long) browser.run("return window.changes.length") >= count);
                delays.add((Long) browser.run("return window.changes.at(-1)") - sent);
            }
            // Two of ten may meet a machine that is busy with something else.
            assertThat(delays.stream().filter(delay -> delay > 1000).count()).as("more than a second of " + delays)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void whatChangedIsMarkedForAWhile() throws Exception {
        try (RawClient john = login("john", "marked"); RawClient jane = login("jane", "not-marked")) {
            String id = id(john);
            String other = id(jane);
            page.await(other);
            Await.until("the marks of what is new end", MARKED, () -> marked().isEmpty());
            Object plain = background(id);
            Object plainToo = background(other);
            john.presence("<priority>5</priority>");
            Await.until("a mark", MARKED, () -> !marked().isEmpty());
            assertThat(marked()).containsExactly(id);
            assertThat(background(id)).isNotEqualTo(plain);
            assertThat(background(other)).isEqualTo(plainToo);
            Await.until("the mark ends", MARKED, () -> marked().isEmpty());
            assertThat(background(id)).isEqualTo(plain);
        }
    }

    private List<String> marked() {
        return browser.elements("#ss-rows tr[class*=ss-changed]").stream().map(row -> row.getDomAttribute("data-id"))
                .toList();
    }

    private Object background(String id) {
        return browser.run("return getComputedStyle(document.querySelector(`#ss-rows tr[data-id='${arguments[0]}'] td`))"
                + ".backgroundColor", id);
    }

    @Test
    void pagesStayWhereTheyAre() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                clients.add(login("john", "page-" + i));
            }
            List<String> ids = table.ids(clients);
            page.filter("page-");
            page.awaitText("#ss-count", "60 of");
            page.awaitRows("the first page", ids.subList(0, 50).toArray(String[]::new));
            assertThat(page.text("ss-range")).isEqualTo("1\u201350 of 60");
            // Typed a moment ago: what the filter box asks for then must not turn back.
            browser.run("const box = document.getElementById('ss-q');"
                    + "box.dispatchEvent(new Event('input', { bubbles: true }));"
                    + "document.getElementById('ss-next').click();");
            page.awaitRows("the second page", ids.subList(50, 60).toArray(String[]::new));
            page.awaitElement("#ss-next:disabled");
            assertThat(page.text("ss-range")).isEqualTo("51\u201360 of 60");
            Thread.sleep(TYPING.toMillis());
            clients.get(3).closeStream();
            page.awaitText("#ss-count", "59 of");
            page.awaitRows("the same page", ids.subList(50, 60).toArray(String[]::new));
            browser.element("#ss-previous").sendKeys(Keys.ENTER);
            List<String> first = new ArrayList<>(ids.subList(0, 50));
            first.remove(3);
            first.add(ids.get(50));
            page.awaitRows("the first page again", first.toArray(String[]::new));
            assertThat(browser.run("return document.activeElement.id")).as("the focus, as there is no page before")
                    .isEqualTo("ss-next");
            browser.press(Keys.ENTER);
            page.awaitRows("the second page again", ids.subList(51, 60).toArray(String[]::new));
            for (RawClient client : clients.subList(51, 60)) {
                client.closeStream();
            }
            page.awaitRows("the first page, as the second is no more", first.toArray(String[]::new));
            assertThat(browser.elements("#ss-empty")).isEmpty();
            browser.element("#ss-select-all").click();
            page.awaitText("#ss-selection [role=status]", "Selected: 50");
            walkFromTheEnd(first);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** @param ids of all sessions that there are, oldest first */
    private void walkFromTheEnd(List<String> ids) {
        browser.element("#ss-size option[value='25']").click();
        page.awaitRows("a shorter page", ids.subList(0, 25).toArray(String[]::new));
        browser.resize(1280, 500);
        browser.element("#ss-last").click();
        page.awaitRows("the last page", ids.subList(ids.size() - 25, ids.size()).toArray(String[]::new));
        assertThat(page.text("ss-range")).isEqualTo("26\u201350 of 50");
        assertThat(browser.elements("#ss-next:disabled, #ss-last:disabled")).hasSize(2);
        assertThat(browser.run("return document.querySelector('.ss-scroll').getBoundingClientRect().top"
                + "- document.querySelector('.ss-bar').getBoundingClientRect().bottom")).as("read from its top")
                .isEqualTo(0L);
        browser.element("#ss-first").click();
        page.awaitRows("the first page again", ids.subList(0, 25).toArray(String[]::new));
        assertThat(focused("id")).as("what can be pressed beside it").isEqualTo("ss-next");
        tabTo("#ss-last");
        browser.press(Keys.ENTER);
        page.awaitRows("the last page by keyboard", ids.subList(ids.size() - 25, ids.size()).toArray(String[]::new));
        tabTo("#ss-first");
        browser.press(Keys.ENTER);
        page.awaitRows("the first one by keyboard", ids.subList(0, 25).toArray(String[]::new));
        browser.element("#ss-last").click();
        page.awaitElement("#ss-last:disabled");
        browser.element("#ss-previous").click();
        page.awaitRows("the page before it, which is the first", ids.subList(0, 25).toArray(String[]::new));
        page.awaitElement("#ss-previous:disabled");
        assertThat(page.text("ss-range")).isEqualTo("1\u201325 of 50");
        // The browser remembers how long a page is to be.
        browser.open(browser.address());
        page.awaitLive();
        page.awaitRows("a page of the same length", ids.subList(0, 25).toArray(String[]::new));
    }

    @Test
    void columnsAreRememberedForTheAdministrator() throws Exception {
        try (RawClient john = login("john", "columns")) {
            String id = id(john);
            page.await(id);
            page.openPanel("ss-columns");
            chooser("state").findElement(By.tagName("input")).click();
            chooser("full_jid").findElement(By.tagName("input")).click();
            for (int i = 0; i < 20 && !headings().get(0).equals("full_jid"); i++) {
                chooser("full_jid").findElement(By.cssSelector(".ss-move button")).click();
            }
            assertThat(headings()).startsWith("full_jid", "username").doesNotContain("state");
            page.await("the new column", id, row -> "john@example.org/columns".equals(row.cell("full_jid")));
            keepPicture("columns");
            chooser("username").findElement(By.cssSelector(".ss-move button:last-child")).sendKeys(Keys.ENTER);
            assertThat(headings()).startsWith("full_jid", "resource", "username");
            assertThat(browser.run("return document.activeElement.closest('li').dataset.column"))
                    .as("the focus, when its place has moved").isEqualTo("username");
            chooser("username").findElement(By.cssSelector(".ss-move button")).click();
            assertThat(headings()).startsWith("full_jid", "username");

            // A column that comes back has no values at first.
            chooser("since").findElement(By.tagName("input")).click();
            page.awaitUpdate();
            chooser("since").findElement(By.tagName("input")).click();
            page.await("the time again", id, row -> row.cells().getOrDefault("since", "").matches("\\d+s|\\dm \\d+s"));

            browser.open(host.console().url(PluginPaths.PAGE));
            page.awaitLive();
            assertThat(headings()).startsWith("full_jid", "username").doesNotContain("state");
            // To another administrator in this browser nothing of it is shown.
            host.setProperty(HostOptions.ADMINISTRATORS, "admin@example.org,jane@example.org");
            browser.setCookie("JSESSIONID", host.adminLogin("jane", HostOptions.PASSWORD).sessionCookie());
            browser.open(host.console().url(PluginPaths.PAGE));
            page.awaitLive();
            assertThat(headings()).startsWith("username", "resource", "state").doesNotContain("full_jid");

            browser.setCookie("JSESSIONID", host.adminLogin().sessionCookie());
            browser.open(host.console().url(PluginPaths.PAGE));
            page.awaitLive();
            assertThat(headings()).startsWith("full_jid", "username");
            page.openPanel("ss-columns");
            browser.element("#ss-columns .ss-standard").click();
            assertThat(headings()).startsWith("username", "resource", "state").doesNotContain("full_jid");
        } finally {
            host.setProperty(HostOptions.ADMINISTRATORS, null);
        }
    }

    /** An update brings columns: those that are standard now are shown, and what was hidden stays so. */
    @Test
    void choiceOfColumnsSurvivesAnUpdate() throws Exception {
        openWithChoice("['no_more', '-hidden_no_more']");
        assertThat(headings()).as("nothing is left of the choice").hasSize(11).startsWith("username", "resource", "state");
        openWithChoice("['conn', 'no_more', 'username', '-resource', '-priority', '-show', '-client', '-since', "
                + "'-idle_since', '-stanzas_in', '-stanzas_out']");
        assertThat(headings()).containsExactly("state", "conn", "username");
        page.openPanel("ss-columns");
        chooser("state").findElement(By.tagName("input")).click();
        browser.open(host.console().url(PluginPaths.PAGE));
        page.awaitLive();
        assertThat(headings()).as("hidden now").containsExactly("conn", "username");
    }

    private void openWithChoice(String columns) throws Exception {
        browser.run("localStorage.setItem('sessionstate.columns.admin', JSON.stringify(" + columns + "))");
        browser.open(host.console().url(PluginPaths.PAGE));
        page.awaitLive();
    }

    private WebElement chooser(String column) {
        return browser.element("#ss-columns li[data-column='" + column + "']");
    }

    private List<String> headings() {
        return browser.elements(".ss-table th[data-column]").stream()
                .map(heading -> heading.getDomAttribute("data-column")).toList();
    }

    @Test
    void emptyViewsSayWhatToDo() throws Exception {
        page.filter("nobody-has-this");
        page.awaitText("#ss-empty", "No session matches the filter.");
        keepPicture("sessions-empty");
    }
}
