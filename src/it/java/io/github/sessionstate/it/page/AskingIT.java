package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.gson.JsonObject;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.browser.SessionsView.Row;
import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** When the page asks the server, when it does not, and what it says then. */
class AskingIT extends BrowserTest {
    /** Counts the questions, from the first one of a page on. */
    private static final String COUNT = """
            window.asked = 0;
            const before = window.fetch;
            window.fetch = (...what) => { window.asked++; return before(...what); };
            """;
    private static final int SEATS = 8;

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
                    .satisfies(row -> assertThat(row.cell("priority")).isEmpty());
            // Who looks at something else meanwhile and comes back finds it as it was.
            browser.openBeside(host.console().url("/login.jsp")).run();
            page.awaitState("paused", "Paused");
            Thread.sleep(1500);
            assertThat(page.rows()).filteredOn(row -> row.id().equals(id)).singleElement()
                    .satisfies(row -> assertThat(row.cell("priority")).isEmpty());
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
    void unreachableServerIsToldAndFoundAgain() throws Exception {
        browser.run("window.marker = 'never reloaded'");
        try (RawClient john = login("john", "beyond")) {
            String id = id(john);
            page.await(id);
            browser.offline(true);
            page.awaitState("off", "The server cannot be reached. The data shown is old; trying again.");
            assertThat(page.rows()).as("what was known stays").extracting(Row::id).contains(id);
            expectSoundAtEachWidth("out of reach");
            keepPicture("sessions-unreachable");
            page.pressClose(id);
            page.question("-confirm").click();
            assertThat(page.awaitOutcome("failed")).isEqualTo("The server did not answer. It may have been done.");
            page.question("-cancel").click();
            page.choose(id, "details");
            page.awaitText("#ss-details-problem", "The server cannot be reached.");
            browser.element("#ss-details-done").click();
            john.presence("<priority>4</priority>");

            browser.offline(false);
            page.awaitLive();
            page.await("what changed meanwhile", id, row -> row.cell("priority").equals("4"));
        }
        assertThat(browser.run("return window.marker")).isEqualTo("never reloaded");
        assertThat(browser.takeErrors()).isNotEmpty().allMatch(error -> error.contains("ERR_INTERNET_DISCONNECTED"));
    }

    /** A page that nobody uses stops asking before the login ends, and so lets it end, whatever is open on it. */
    @Test
    void openPagesKeepNoLoginAlive() throws Exception {
        browser.runInEveryPage(COUNT);
        try (RawClient john = login("john", "looked-at")) {
            browser.setCookie("JSESSIONID", host.adminLogin().endAfter(6).sessionCookie());
            browser.open(host.console().url(PluginPaths.PAGE + "?session=" + id(john)));
            page.awaitLive();
            page.awaitText("#ss-details-title", "john@example.org/looked-at");
            page.awaitState("idle", "Paused, so that this page does not keep your login alive while nobody uses it."
                    + " Move the mouse or press a key to continue.");
            Object asked = browser.run("return window.asked");
            // The last question may have waited for five seconds, and the login lasts six from its end on.
            Thread.sleep(13_000);
            assertThat(browser.run("return window.asked")).isEqualTo(asked);
            Await.until("the login has ended", SAVED, () -> {
                browser.press(Keys.SHIFT);
                return page.text("ss-live").equals("Your console login has ended. The data shown is old.");
            });
        }
        // The details may have asked as well, and wait for the answer.
        browser.open(URI.create("about:blank"));
        assertThat(browser.takeErrors()).isNotEmpty().allMatch(error -> error.contains("status of 401"));
    }

    /** However many pages are open, the console's threads are there for other things, and all pages go on. */
    @Test
    void fewRequestsWaitAndTheOthersAskAgain() throws Exception {
        browser.open(host.console().url(PluginPaths.SETTINGS_PAGE));
        AdminClient admin = host.adminLogin();
        String ask = PluginPaths.SESSIONS + "?q=released&since="
                + admin.getJson(PluginPaths.SESSIONS + "?limit=0").get("version").getAsLong() + "&wait=";
        ExecutorService threads = Executors.newFixedThreadPool(SEATS);
        List<Future<JsonObject>> waiting = new ArrayList<>();
        try (RawClient john = login("john", "followed")) {
            for (int i = 0; i < SEATS; i++) {
                waiting.add(threads.submit(() -> {
                    while (true) {
                        JsonObject answer = admin.getJson(ask + "20");
                        if (answer.get("waited").getAsBoolean()) {
                            return answer;
                        }
                    }
                }));
            }
            Await.until("no room for one more", Duration.ofSeconds(15),
                    () -> !admin.getJson(ask + "1").get("waited").getAsBoolean());
            page.open();
            String id = id(john);
            john.presence("<priority>6</priority>");
            page.await("a change, by asking again and again", id, row -> row.cell("priority").equals("6"));
            assertThat(waiting).noneMatch(Future::isDone);

            try (RawClient jane = login("jane", "released")) {
                for (Future<JsonObject> one : waiting) {
                    assertThat(one.get().get("total").getAsInt()).isEqualTo(1);
                }
                jane.sync();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
