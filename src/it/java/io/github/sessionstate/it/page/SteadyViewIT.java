package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** What an administrator has in hand stays, while the rows below it come, go and change places. */
class SteadyViewIT extends BrowserTest {
    private static final int ROWS = 30;
    private static final Duration MOVED = Duration.ofSeconds(15);

    @Test
    void selectionScrollMenuAndFocusOutliveMovingRows() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < ROWS; i++) {
                clients.add(login("john", "steady-" + i));
                clients.get(i).presence("<priority>" + (100 - i) + "</priority>");
            }
            RawClient moving = clients.get(20);
            String moved = id(moving);
            String selected = id(clients.get(18));
            page.filter("steady-");
            page.awaitText("#ss-count", ROWS + " of");
            page.pressHeading("priority");
            page.pressHeading("priority");
            page.await(id(clients.get(ROWS - 1)));
            browser.resize(900, 600);
            page.showColumns("username", "resource", "state", "priority", "show", "status", "client", "conn", "user_agent",
                    "sasl_mechanism");
            page.select(selected);
            page.openMenu(moved);
            Await.until("more columns than there is room for", MOVED,
                    () -> !browser.elements(".ss-scroll.ss-too-wide").isEmpty());
            browser.run("document.querySelector('.ss-scroll').scrollTo(60, 250)");
            double scrolled = scrolled();
            assertThat(scrolled).as("the table is longer than its frame").isGreaterThan(100);

            // The session whose menu is open goes to the top, one before it goes, one comes.
            moving.presence("<priority>120</priority>");
            clients.get(0).closeStream();
            clients.add(login("john", "steady-new"));
            Await.until("the row is the first", MOVED, () -> page.rows().get(0).id().equals(moved));
            page.await(id(clients.get(ROWS)));
            assertThat(browser.element(".ss-menu").isDisplayed()).as("the menu is open").isTrue();
            assertThat(focused("data-action")).isEqualTo("details");
            assertThat(browser.run("return document.querySelector('.ss-scroll').scrollLeft")).isEqualTo(60L);
            // The browser keeps what is in sight where it is: one row went to the top, one is gone.
            assertThat(scrolled()).isBetween(scrolled - 100, scrolled + 100);
            assertThat(browser.elements("#ss-rows tr[aria-selected=true]")).singleElement()
                    .satisfies(row -> assertThat(row.getDomAttribute("data-id")).isEqualTo(selected));
            page.awaitText("#ss-selection [role=status]", "Selected: 1");

            browser.press(Keys.ENTER);
            page.awaitText("#ss-details-title", "john@example.org/steady-20");
            browser.element("#ss-details-done").click();
            browser.run("document.querySelector(`#ss-rows tr[data-id='${arguments[0]}'] .ss-more`).focus()", moved);
            moving.presence("<priority>-5</priority>");
            Await.until("the row is the last one", MOVED,
                    () -> page.rows().get(page.rows().size() - 1).id().equals(moved));
            assertThat(focused("class")).as("the focus goes with the row").isEqualTo("ss-more");
            assertThat(browser.run("return document.activeElement.closest('tr').dataset.id")).isEqualTo(moved);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private double scrolled() {
        return ((Number) browser.run("return document.querySelector('.ss-scroll').scrollTop")).doubleValue();
    }
}
