package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.xmpp.RawClient;

/** Changes that show by themselves, pages, and the columns that an administrator chose. */
class LiveViewIT extends BrowserTest {
    /** The page marks what changed; how long that took is between the client's stanza and this. */
    private static final String WATCH = """
            window.changes = [];
            new MutationObserver(() => window.changes.push(Date.now())).observe(
                document.querySelector(`#ss-rows tr[data-id='${arguments[0]}'] [data-column=priority]`),
                { characterData: true, childList: true, subtree: true });
            """;

    @Test
    void changesShowWithinASecondAndAreMarked() throws Exception {
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
            assertThat(browser.elements("#ss-rows tr[data-id='" + id + "'][class*=ss-changed]")).hasSize(1);
            // Two of ten may meet a machine that is busy with something else.
            assertThat(delays.stream().filter(delay -> delay > 1000).count()).as("more than a second of " + delays)
                    .isLessThanOrEqualTo(2);
        }
    }

    @Test
    void pauseHoldsTheView() throws Exception {
        try (RawClient john = login("john", "held")) {
            String id = id(john);
            page.await(id);
            browser.element("#ss-pause").click();
            page.awaitState("paused", "Paused");
            keepPicture("sessions-paused");
            john.presence("<priority>7</priority>");
            john.sync();
            Thread.sleep(1500);
            assertThat(page.rows()).filteredOn(row -> row.id().equals(id)).singleElement()
                    .satisfies(row -> assertThat(row.cell("priority")).isEqualTo("0"));
            browser.element("#ss-pause").click();
            page.awaitLive();
            page.await("what changed meanwhile", id, row -> row.cell("priority").equals("7"));
        }
    }

    @Test
    void hiddenPageAsksNothing() throws Exception {
        browser.run("""
                window.asked = [];
                window.looks = [];
                const before = window.fetch;
                window.fetch = (...what) => { asked.push(performance.now()); return before(...what); };
                document.addEventListener('visibilitychange', () => looks.push(performance.now()));
                """);
        try (RawClient john = login("john", "unseen")) {
            Runnable back = browser.openBeside(host.console().url("/login.jsp"));
            john.presence("<priority>3</priority>");
            Thread.sleep(8000);
            back.run();
            page.await("what changed meanwhile", id(john), row -> row.cell("priority").equals("3"));
        }
        // The page may hear of its being back a moment before this test does.
        assertThat((Boolean) browser.run("const [gone, back] = looks;"
                + "return looks.length === 2 && back - gone > 7000 && asked.some(at => at > back - 100)"
                + " && !asked.some(at => at > gone && at < back - 100)"))
                .as(() -> "asked at " + browser.run("return asked.join()") + ", looks " + browser.run("return looks.join()"))
                .isTrue();
    }

    @Test
    void pagesStayWhereTheyAre() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                clients.add(login("john", "page-" + i));
            }
            List<String> ids = new ArrayList<>();
            for (RawClient client : clients) {
                ids.add(id(client));
            }
            page.filter("page-");
            page.awaitText("#ss-count", "60 of");
            page.awaitRows("the first page", ids.subList(0, 50).toArray(String[]::new));
            browser.element("#ss-next").click();
            page.awaitRows("the second page", ids.subList(50, 60).toArray(String[]::new));
            assertThat(browser.element("#ss-next").isEnabled()).isFalse();
            clients.get(3).closeStream();
            page.awaitText("#ss-count", "59 of");
            page.awaitRows("the same page", ids.subList(50, 60).toArray(String[]::new));
            browser.element("#ss-previous").click();
            List<String> first = new ArrayList<>(ids.subList(0, 50));
            first.remove(3);
            first.add(ids.get(50));
            page.awaitRows("the first page again", first.toArray(String[]::new));
            browser.element("#ss-select-all").click();
            page.awaitText("#ss-selection [role=status]", "Selected: 50");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void columnsAreRememberedForTheAdministrator() throws Exception {
        try (RawClient john = login("john", "columns")) {
            String id = id(john);
            page.await(id);
            browser.element(".ss-columns summary").click();
            chooser("notopen").findElement(By.tagName("input")).click();
            chooser("username").findElement(By.tagName("input")).click();
            for (int i = 0; i < 20 && !headings().get(0).equals("username"); i++) {
                chooser("username").findElement(By.cssSelector(".ss-move button")).click();
            }
            assertThat(headings()).startsWith("username", "full_jid").doesNotContain("notopen");
            page.await("the new column", id, row -> "john".equals(row.cell("username")));
            keepPicture("columns");

            browser.open(host.console().url(PluginPaths.PAGE));
            page.awaitLive();
            assertThat(headings()).startsWith("username", "full_jid").doesNotContain("notopen");
            browser.element(".ss-columns summary").click();
            browser.element(".ss-columns > button").click();
            assertThat(headings()).startsWith("full_jid", "type", "notopen").doesNotContain("username");
        }
    }

    private WebElement chooser(String column) {
        return browser.element(".ss-columns li[data-column='" + column + "']");
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
