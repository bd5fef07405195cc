package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.api.AuditEntry;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** The page of what the database keeps, and the ways there and back. */
class HistoryPageIT extends BrowserTest {
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)>\u202e";
    private static final String COUNT_PRESSES = """
            sessionStorage.presses ??= '0';
            addEventListener('click', event => {
                if (event.isTrusted) {
                    sessionStorage.presses = Number(sessionStorage.presses) + 1;
                }
            }, { capture: true });
            """;

    // Of no other test.
    private final String resource = "history-" + UUID.randomUUID();

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void openHistory(String query) {
        browser.open(host.console().url(PluginPaths.HISTORY_PAGE + query));
        awaitAnswer();
    }

    private void awaitAnswer() {
        page.awaitText("#ss-count", "Found");
    }

    private WebElement row(String id) {
        return page.awaitElement("#ss-rows tr[data-id='" + id + "']");
    }

    private String cell(String id, String column) {
        return row(id).findElement(By.cssSelector("[data-column=" + column + "]")).getText();
    }

    /** Ends a session as an administrator does; gives its id once the history has its end. */
    private String closed(String user, String itsResource) throws Exception {
        try (RawClient client = login(user, itsResource)) {
            String id = id(client);
            table.close(id, "policy-violation", HOSTILE);
            Await.until("the end is kept", SAVED, () -> host.adminLogin().getJson(PluginPaths.HISTORY_SESSIONS
                    + "?q=" + encode("id:" + id + " username:" + user + " -cause:none"))
                    .getAsJsonArray("sessions").size() == 1);
            return id;
        }
    }

    /** The user's name is typed on the page of sessions, which has none of them. */
    @Test
    void whyWasJohnsPhoneDroppedIsAnsweredInThreePresses() throws Exception {
        String id = closed("john", resource);
        page.filter(resource);
        page.awaitElement("#ss-empty-history");
        browser.run(COUNT_PRESSES);
        browser.element("#ss-empty-history").click();
        awaitAnswer();
        browser.run(COUNT_PRESSES);
        assertThat(cell(id, "full_jid")).startsWith("john@example.org/history-");
        assertThat(cell(id, "ended_cause")).isEqualTo("Closed by an administrator, policy-violation");
        row(id).findElement(By.className("ss-jid")).click();
        page.awaitText("#ss-details-ended", "Closed by an administrator, ");
        page.awaitText("#ss-details [data-fact=closed_by]", "admin");
        assertThat(browser.run("return sessionStorage.presses")).as("presses").isEqualTo("2");
        expectInNavigation(PluginPaths.HISTORY_PAGE);
        keepPicture("history-details");
        expectSoundAtEachWidth("details of the past");
        page.awaitText("#ss-details [data-fact=text]", "[U+202E]");
        expectNoHarm();
        browser.press(Keys.ESCAPE);
        awaitNone("#ss-details");
        assertThat(page.focusedRow()).isEqualTo(id);
        keepPicture("history");
        expectSoundAtEachWidth("the history");
        browser.resize(390);
        assertThat(page.columnsInSight()).containsExactly("ended_at", "full_jid", "ended_cause");
        keepPicture("history-390");
    }

    /** From a session that goes on, and back to it. */
    @Test
    void aLiveSessionLeadsToItsUsersPast() throws Exception {
        String id = closed("jane", resource);
        try (RawClient jane = login("jane", resource)) {
            String live = id(jane);
            page.await(live);
            browser.run(COUNT_PRESSES);
            page.choose(live, "history");
            awaitAnswer();
            browser.run(COUNT_PRESSES);
            assertThat(page.filterText()).isEqualTo("username:\"jane\"");
            row(id).findElement(By.className("ss-jid")).click();
            page.awaitText("#ss-details-ended", "Closed by an administrator, ");
            assertThat(browser.run("return sessionStorage.presses")).as("presses").isEqualTo("3");

            Await.until("the one that goes on", SAVED, () -> {
                browser.element("#ss-refresh").click();
                return !browser.elements("#ss-rows tr[data-id='" + live + "']").isEmpty();
            });
            assertThat(cell(live, "ended_at")).isEqualTo("open");
            row(live).findElement(By.className("ss-jid")).click();
            page.awaitElement("#ss-details-live").click();
            page.awaitText("#ss-details-title", resource);
            assertThat(browser.address().getPath()).isEqualTo(PluginPaths.PAGE);
            page.awaitElement("#ss-details-history").click();
            awaitAnswer();
            browser.run("history.back()");
            page.awaitElement("#ss-details-history");
        }
    }

    @Test
    void findsByFilterSpanAndMoment() throws Exception {
        Instant before = Instant.now();
        String id = closed("juan", resource);
        openHistory("");
        assertThat(browser.element("#ss-after").getDomProperty("value")).as("the last 7 days").isNotEmpty();
        page.filter(resource + " cause:server" + Keys.ENTER);
        page.awaitText("#ss-q-error", "cause is one of ");
        browser.takeErrors();
        page.filter(resource + " cause:closed_by_admin" + Keys.ENTER);
        row(id);
        Await.until("one row", SAVED, () -> browser.elements("#ss-rows tr").size() == 1);
        assertThat(browser.address().getQuery()).startsWith("q=" + resource);
        openHistory("?q=" + resource + "&at=" + before.minusSeconds(60));
        page.awaitElement("#ss-empty");
        assertThat(browser.element("#ss-after").isEnabled()).isFalse();
        openHistory("?q=" + resource + "&after=" + before);
        row(id);
        openHistory("?q=" + resource + "&until=" + before);
        page.awaitElement("#ss-empty");
        browser.run("history.back()");
        row(id);
        assertThat(AuditEntry.with("filter: " + resource, host)).as("one for each question").hasSize(4);
    }

    /** What is kept is said once to each administrator; what is kept of one person can be erased. */
    @Test
    void saysWhatIsKeptAndErasesIt() throws Exception {
        String user = "past" + System.nanoTime();
        host.directory().createAccount(user);
        try {
            String id = closed(user, resource);
            openHistory("?q=" + encode("username:\"" + user + '"'));
            row(id);
            page.awaitText("#ss-kept", "Sessions are kept for 90 days after they end");
            assertThat(browser.elements(".ss-time-bar")).as("the session, drawn").hasSize(1);
            expectSoundAtEachWidth("the first visit");
            keepPicture("history-first-visit");
            browser.element("#ss-kept-done").click();
            awaitNone("#ss-kept");
            browser.element("#ss-erase-open").click();
            assertThat(page.awaitElement("#ss-erase-username").getDomProperty("value")).isEqualTo(user);
            assertThat(browser.element("#ss-erase-export").getDomProperty("href"))
                    .endsWith("history/export?username=" + user);
            assertThat(browser.element("#ss-erase-confirm").isEnabled()).isFalse();
            expectSoundAtEachWidth("the question before it is erased");
            browser.element("#ss-erase-meant").click();
            browser.element("#ss-erase-confirm").click();
            page.awaitText("#ss-erase-receipt [data-fact=sessions]", "sessions: 1");
            expectSound("the receipt");
            keepPicture("history-receipt");
            browser.element("#ss-erase-done").click();
            page.awaitElement("#ss-empty");
            browser.run("location.reload()");
            page.awaitElement("#ss-empty");
            assertThat(browser.elements("#ss-kept")).isEmpty();
            browser.element("#ss-erase-open").click();
            page.awaitElement("#ss-erase-whom option[value=all]").click();
            page.awaitText("#ss-erase-effect", "Erases all sessions that are kept");
            assertThat(browser.elements("#ss-erase-username, #ss-erase-export")).isEmpty();
            browser.element("#ss-erase-meant").click();
            browser.element("#ss-erase-confirm").click();
            page.awaitText("#ss-erase", "Erased of everybody:");
            page.awaitText("#ss-erase-receipt [data-fact=counts]", "counts: ");
        } finally {
            host.directory().deleteAccount(user);
        }
    }

    @Test
    void failedLoginsAreFoundByWhoAndFromWhere() throws Exception {
        try (RawClient client = host.connect()) {
            client.openStream();
            assertThat(client.auth("john", "wrong").getName()).isEqualTo("failure");
        }
        openHistory("?q=" + encode("username:\"john\"") + "&view=logins");
        Await.until("it is kept", SAVED, () -> {
            browser.element("#ss-refresh").click();
            return !browser.elements("#ss-logins tr").isEmpty();
        });
        assertThat(browser.element("#ss-login-username").getDomProperty("value")).isEqualTo("john");
        assertThat(browser.element("#ss-logins [data-column=failure]").getText()).isEqualTo("not-authorized");
        keepPicture("history-logins");
        expectSoundAtEachWidth("failed logins");
        browser.element("#ss-logins [data-column=ip] button").click();
        Await.until("by the address", SAVED, () ->
                browser.element("#ss-login-ip").getDomProperty("value").equals("127.0.0.1") && browser.element("#ss-login-username").getDomProperty("value").isEmpty());
        browser.element("[data-view=sessions]").click();
        page.awaitElement("#ss-rows tr");
        assertThat(page.filterText()).isEqualTo("ip:127.0.0.1");
    }
}
