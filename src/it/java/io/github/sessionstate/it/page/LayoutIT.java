package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** How much of the table is seen at once, as the browser has drawn it. */
class LayoutIT extends BrowserTest {
    private static final int MANY = 45;
    /** A resource of forty characters, of which programs make each other's names differ at the end. */
    private static final String LONG = "a-client-that-names-itself-at-len-b2e4c1";
    private static final Duration DRAWN = Duration.ofSeconds(10);

    private static final String FIRST_ROW = "return document.querySelector('#ss-rows tr').getBoundingClientRect().top";
    private static final String WHOLE_ROWS = """
            return [...document.querySelectorAll('#ss-rows tr')].map(row => row.getBoundingClientRect())
                .filter(row => row.top >= 0 && row.bottom <= innerHeight).length;
            """;
    private static final String ROW_HEIGHTS = """
            return [...new Set([...document.querySelectorAll('#ss-rows tr')].map(row => row.offsetHeight))].join();
            """;
    private static final String FONT_SIZES = """
            return [...new Set([...document.querySelectorAll('#ss-rows td[data-column]')]
                .map(cell => getComputedStyle(cell).fontSize))].join();
            """;
    private static final String OUT_OF_SIGHT = """
            const frame = document.querySelector('.ss-scroll');
            return frame.scrollWidth - frame.clientWidth;
            """;
    private static final String WIDTHS = """
            return [...document.querySelectorAll('.ss-table th')].map(heading => heading.offsetWidth).join();
            """;
    private static final String HEADINGS_BELOW_BAR = """
            const bar = document.querySelector('.ss-bar').getBoundingClientRect();
            const heading = document.querySelector('.ss-table th[data-column]').getBoundingClientRect();
            const seen = document.elementFromPoint(heading.left + 10, heading.top + 10);
            return `${bar.top} ${heading.top - bar.bottom} ${seen.closest('th') !== null}`;
            """;

    private final List<RawClient> clients = new ArrayList<>();

    @BeforeEach
    void fillThePage() throws IOException {
        for (int i = 0; i < MANY; i++) {
            clients.add(login("john", "row-" + i));
        }
        clients.add(login("jane", LONG));
        page.await(id(clients.get(MANY)));
        // Another test may have had a war, of which a line above the table tells for minutes.
        browser.run("document.getElementById('ss-wars').style.display = 'none'");
    }

    @AfterEach
    void leave() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void rowsFillAWindowOfALaptop() throws Exception {
        browser.resize(1280, 800);
        expectRows(400, 16);
        keepPicture("sessions-1280");
    }

    @Test
    void rowsFillAWindowOfADesktop() throws Exception {
        browser.resize(1920, 1080);
        expectRows(400, 28);
        keepPicture("sessions-1920");
    }

    /** The console's frame takes the same room above the page on every host that has one; the test host's has none. */
    private void expectRows(int latestTop, int rows) {
        Await.until("the graph beside the tiles", DRAWN, () -> !browser.elements(".ss-graph canvas").isEmpty());
        assertThat(number(FIRST_ROW)).as("top of the first row").isPositive().isLessThanOrEqualTo(latestTop);
        assertThat(number(WHOLE_ROWS)).as("whole rows").isGreaterThanOrEqualTo(rows);
        assertThat(browser.run(ROW_HEIGHTS)).as("heights of rows").isEqualTo("24");
        assertThat(browser.run(FONT_SIZES)).as("sizes of text").isEqualTo("12px");
        assertThat(number(OUT_OF_SIGHT)).as("pixels of the table out of sight").isZero();
    }

    private double number(String script) {
        return ((Number) browser.run(script)).doubleValue();
    }

    @Test
    void columnsStayAsWideAsTheyAreWhateverIsFound() throws Exception {
        browser.resize(1280, 800);
        Object widths = browser.run(WIDTHS);
        page.filter("username:jane");
        page.awaitRows("one session with a long name", id(clients.get(MANY)));
        assertThat(browser.run(WIDTHS)).isEqualTo(widths);
        page.filter("nobody-has-this");
        page.awaitElement("#ss-empty");
        assertThat(browser.run(WIDTHS)).isEqualTo(widths);
    }

    @Test
    void barAndHeadingsStayInSight() throws Exception {
        browser.resize(1280, 800);
        browser.run("window.scrollTo(0, document.documentElement.scrollHeight)");
        Await.until("the page is scrolled", DRAWN, () -> number("return window.scrollY") > 200);
        assertThat(browser.run(HEADINGS_BELOW_BAR)).as("top of the bar, way to the headings, nothing above them")
                .isEqualTo("0 0 true");
        assertThat(number(FIRST_ROW)).as("the first row has gone").isNegative();

        // More columns than there is room for: the table scrolls by itself then, and its headings stay as well.
        page.showColumns("username", "resource", "state", "full_jid", "host", "show", "status", "client", "conn",
                "user_agent", "sasl_mechanism", "login_failed_username", "login_failed_condition", "presence");
        page.await(id(clients.get(MANY)));
        Await.until("the table scrolls sideways", DRAWN, () -> number(OUT_OF_SIGHT) > 0);
        browser.run("document.querySelector('.ss-scroll').scrollTo(80, 300)");
        assertThat(browser.run("const frame = document.querySelector('.ss-scroll').getBoundingClientRect();"
                + "const heading = document.querySelector('.ss-table th[data-column=resource]').getBoundingClientRect();"
                + "return heading.top - frame.top")).as("way from the frame to the headings").isEqualTo(0L);
        assertThat(number("return document.querySelector('.ss-scroll').scrollLeft")).isEqualTo(80);
    }

    @Test
    void longNamesAreCutInTheMiddleAndWholeOnHover() throws Exception {
        browser.resize(1280, 800);
        String cell = "#ss-rows tr[data-id='" + id(clients.get(MANY)) + "'] [data-column=resource]";
        Map<?, ?> drawn = (Map<?, ?>) browser.run("""
                const cell = document.querySelector(arguments[0]);
                const [head, tail] = cell.querySelectorAll('.ss-cut > span');
                return { text: cell.textContent, title: cell.title, tail: tail.textContent,
                    isHeadCut: head.scrollWidth > head.clientWidth,
                    isTailWhole: tail.scrollWidth <= Math.ceil(tail.getBoundingClientRect().width)
                        && tail.getBoundingClientRect().right <= cell.getBoundingClientRect().right };
                """, cell);
        assertThat(LONG).hasSize(40);
        assertThat(drawn).isEqualTo(Map.of("text", LONG, "title", LONG, "tail", "b2e4c1", "isHeadCut", true,
                "isTailWhole", true));
    }

    @Test
    void threeColumnsStayInANarrowWindow() throws Exception {
        browser.resize(390, 844);
        assertThat(page.columnsInSight()).containsExactly("username", "resource", "state");
        assertThat(number(OUT_OF_SIGHT)).isZero();
        assertThat(browser.run("return [...document.querySelectorAll('.ss-table thead th')].at(-1).offsetWidth > 0"))
                .as("the menus stay").isEqualTo(true);
        keepPicture("sessions-390");
        // Those that an administrator has put first.
        page.showColumns("conn", "username", "idle_since", "state");
        assertThat(page.columnsInSight()).containsExactly("conn", "username", "idle_since");
    }

    @Test
    void durationsCountByThemselvesAndStandStillInAPause() throws Exception {
        String age = "#ss-rows tr[data-id='" + id(clients.get(MANY)) + "'] [data-column=since]";
        browser.element("#ss-pause").click();
        page.awaitState("paused", "Paused");
        String held = browser.element(age).getText();
        Thread.sleep(3000);
        assertThat(browser.element(age).getText()).isEqualTo(held);
        browser.element("#ss-pause").click();
        page.awaitLive();
        List<String> shown = new ArrayList<>();
        Await.until("three other durations", DRAWN, () -> {
            String now = browser.element(age).getText();
            if (shown.isEmpty() || !shown.get(shown.size() - 1).equals(now)) {
                shown.add(now);
            }
            return shown.size() >= 4;
        });
        assertThat(shown.stream().map(LayoutIT::seconds)).isSorted();
    }

    private static int seconds(String duration) {
        String[] parts = duration.replaceAll("[ms]", "").split(" ");
        return parts.length == 1 ? Integer.parseInt(parts[0]) : Integer.parseInt(parts[0]) * 60 + Integer.parseInt(parts[1]);
    }
}
