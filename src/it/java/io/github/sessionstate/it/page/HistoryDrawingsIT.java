package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import com.google.gson.JsonElement;

import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** What the page of the history draws: a user's sessions over time, and what was counted of a day. */
class HistoryDrawingsIT extends BrowserTest {
    private static final Duration WRITTEN = Duration.ofSeconds(20);
    private static final String HOSTILE = "\"><img src=x onerror=alert(1)>-long-enough-to-be-cut";
    /** More moments than are drawn beside each other. */
    private static final int SHORT = 5;
    private static final String BAR = "#sessionstate .ss-time-bar";
    private static final String OVERLAPPING = """
            const boxes = [...document.querySelectorAll('.ss-time-bar')].map(bar => bar.getBoundingClientRect());
            return boxes.filter((one, at) => boxes.slice(at + 1).some(other => one.top === other.top
                && one.left < other.right - 1.5 && other.left < one.right - 1.5)).length;
            """;

    // The resources of no other test.
    private final String resource = "drawn-" + UUID.randomUUID().toString().substring(0, 8);
    private final String filter = "username:jane resource:" + resource + '*';

    private void open(String query) {
        browser.open(URI.create(host.console().url(PluginPaths.HISTORY_PAGE) + "?" + query));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void visit(String user, String with) throws IOException {
        try (RawClient client = login(user, with)) {
            client.closeStream();
        }
    }

    private void awaitRows(int number) throws IOException {
        AdminClient admin = host.adminLogin();
        String path = PluginPaths.HISTORY_SESSIONS + "?q=" + encode(filter);
        Await.until(number + " rows are written", WRITTEN, () -> admin.getJson(path).getAsJsonArray("sessions").asList()
                .stream().map(JsonElement::getAsJsonObject).filter(row -> row.get("ended").isJsonObject()).count()
                == number);
    }

    private WebElement bar(String id) {
        return page.awaitElement(BAR + "[data-id='" + id + "']");
    }

    private List<String> kinds() {
        return browser.elements(BAR).stream().map(bar -> bar.getDomAttribute("data-end")).toList();
    }

    @Test
    void aUsersSessionsAsBars() throws Exception {
        try (RawClient tablet = login("jane", resource + "-tablet")) {
            String phone;
            String lost;
            try (RawClient closed = login("jane", resource + "-phone");
                    RawClient hostile = login("jane", resource + HOSTILE)) {
                phone = id(closed);
                lost = id(hostile);
                table.close(phone, "policy-violation", "go");
                hostile.dropReset();
            }
            for (int i = 0; i < SHORT; i++) {
                visit("jane", resource + "-bot");
            }
            awaitRows(2 + SHORT);

            // By a span of a week all of them are moments.
            open("q=" + encode(filter) + "&after=" + Instant.now().minus(Duration.ofDays(7)));
            assertThat(bar(phone).getDomAttribute("data-end")).isEqualTo("decided");
            assertThat(bar(phone).getDomAttribute("aria-label")).startsWith(resource + "-phone, ")
                    .endsWith("Closed by an administrator");
            assertThat(bar(lost).getDomAttribute("data-end")).isEqualTo("lost");
            assertThat(bar(lost).getDomAttribute("title")).contains(HOSTILE);
            assertThat(bar(id(tablet)).getDomAttribute("data-end")).isEqualTo("open");
            assertThat(browser.element(".ss-pile").getText()).isEqualTo(String.valueOf(SHORT));
            assertThat(kinds()).containsExactlyInAnyOrder("open", "decided", "lost", "client");
            assertThat(browser.elements(".ss-bars .ss-legend li")).extracting(WebElement::getText).containsExactly(
                    "Ended by the client " + SHORT, "Connection lost or idle 1",
                    "Ended by an administrator, policy or other session 1", "Not ended 1");
            expectNoHarm();
            expectSoundAtEachWidth("a user's sessions as bars");
            keepPicture("history-bars");

            lookCloser();
            goByKeyboard(phone);
            browser.resize(390);
            expectSound("a bar whose details are shown");
            browser.element("#ss-details-done").click();
            keepPicture("history-bars-390");
        }
    }

    private void lookCloser() throws IOException {
        browser.element(".ss-pile").sendKeys(Keys.ENTER);
        page.awaitElement("#ss-bars-whole");
        awaitNone(".ss-pile");
        assertThat(kinds()).filteredOn("client"::equals).hasSize(SHORT);
        assertThat(browser.run(OVERLAPPING)).as("bars over others").isEqualTo(0L);
        assertThat(focused("data-end")).as("where the focus is then").isEqualTo("client");
        expectSound("bars, looked at closely");
        keepPicture("history-bars-close");
        browser.element("#ss-bars-whole").sendKeys(Keys.ENTER);
        page.awaitElement(".ss-pile");
        awaitNone("#ss-bars-whole");
    }

    /** One stop of the Tab key, the arrows from bar to bar, and Enter: its details. */
    private void goByKeyboard(String id) {
        assertThat(browser.elements(BAR + "[tabindex='0']")).hasSize(1);
        tabTo(BAR);
        browser.press(Keys.ARROW_UP.toString().repeat(browser.elements(".ss-lane").size()));
        int presses = browser.elements(BAR).size();
        for (int i = 0; i < presses && !id.equals(focused("data-id")); i++) {
            browser.press(Keys.ARROW_DOWN);
        }
        assertThat(focused("data-id")).isEqualTo(id);
        browser.press(Keys.ENTER);
        page.awaitText("#ss-details-title", "jane@example.org/" + resource + "-phone");
        assertThat(bar(id).getDomAttribute("aria-current")).isEqualTo("true");
        assertThat(browser.address().getQuery()).contains("session=" + id);
    }

    @Test
    void whatWasCountedOfADay() throws Exception {
        browser.timeZone("UTC");
        visit("john", resource);
        AdminClient admin = host.adminLogin();
        Await.until("a login and an end are counted", WRITTEN, () -> admin.getJson(PluginPaths.HISTORY_COUNTS)
                .getAsJsonArray("counts").asList().stream().map(JsonElement::getAsJsonObject)
                .anyMatch(count -> count.get("logins").getAsInt() > 0 && count.getAsJsonObject("ends").size() > 0));

        open("view=day");
        page.awaitText(".ss-day-totals", "Ended sessions");
        assertThat(browser.elements(".ss-day-picture svg")).hasSize(3);
        browser.element("#ss-day-table summary").click();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        String logins = SessionTable.text(admin.getJson(PluginPaths.HISTORY_COUNTS + "?after=" + today + "T00:00:00Z")
                .getAsJsonArray("counts").get(0).getAsJsonObject(), "logins");
        assertThat(browser.element("#ss-day-table tbody td").getText().replace(",", "")).isEqualTo(logins);
        expectSoundAtEachWidth("a day");
        keepPicture("history-day");
        browser.resize(390);
        keepPicture("history-day-390");

        browser.element("#ss-day-before").sendKeys(Keys.ENTER);
        page.awaitElement("#ss-day-none");
        assertThat(browser.address().getQuery()).isEqualTo("view=day&day=" + today.minusDays(1));
        assertThat(focused("id")).isEqualTo("ss-day-before");
        expectSound("a day of which nothing is known");
        browser.element("#ss-day-after").click();
        page.awaitText(".ss-day-totals", "Ended sessions");
        assertThat(browser.element("#ss-day-after").isEnabled()).isFalse();
        browser.run("history.back()");
        page.awaitElement("#ss-day-none");
    }
}
