package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.xmpp.RawClient;

/** Counts, filter and order of the page, and what stands of them in its address. */
class FindingIT extends BrowserTest {
    @Test
    void filterAndOrderStandInTheAddress() throws Exception {
        // One after the other: the host may take connections that come at once in any order.
        try (RawClient low = login("john", "filtered-low"); RawClient high = login("john", "filtered-high");
                RawClient other = login("jane", "other")) {
            low.presence("<priority>-2</priority>");
            high.presence("<show>away</show><priority>9</priority>");
            page.await(id(other));

            page.filter("filtered");
            page.awaitRows("those with the text", id(low), id(high));
            assertThat(page.text("ss-count")).matches("2 of \\d+ sessions");
            page.pressHeading("priority");
            page.awaitRows("lowest first", id(low), id(high));
            page.pressHeading("priority");
            page.awaitRows("highest first", id(high), id(low));
            assertThat(page.heading("priority").getDomAttribute("aria-sort")).isEqualTo("descending");
            Await.until("the address says it", Duration.ofSeconds(5),
                    () -> "q=filtered&sort=-priority".equals(browser.address().getQuery()));

            // As somebody who was sent the address.
            browser.open(host.console().url(PluginPaths.PAGE + "?q=filtered&sort=-priority"));
            page.awaitLive();
            page.awaitRows("the same view", id(high), id(low));
            assertThat(page.filterText()).isEqualTo("filtered");
            page.pressHeading("priority");
            page.awaitRows("oldest first again", id(low), id(high));
        }
    }

    @Test
    void refusedFilterIsToldAsTextAndLosesNothing() throws Exception {
        String hostile = "filtered type:<img/src=x/onerror=alert(1)>";
        try (RawClient john = login("john", "filtered"); RawClient jane = login("jane", "other")) {
            page.await(id(jane));
            page.filter("filtered");
            page.awaitRows("those with the text", id(john));

            page.filter(hostile);
            page.awaitProblem("type is one of c2s_unauthed, c2s_unbound, c2s, not \"<img/src=x/onerror=alert(1)>\"");
            page.awaitRows("as before", id(john));
            assertThat(page.filterText()).isEqualTo(hostile);
            assertThat(browser.elements("#sessionstate img")).isEmpty();
            page.awaitUpdate();
            keepPicture("filter-refused");
            assertThat(browser.takeErrors()).as("asked once, though the page went on asking")
                    .singleElement().asString().contains("type%3A%3Cimg", "400");

            page.filter("other");
            page.awaitProblem("");
            page.awaitRows("those of the next filter", id(jane));
        }
    }

    @Test
    void tilesCountAndFilter() throws Exception {
        try (RawClient opened = host.connect(); RawClient bound = host.connect()) {
            opened.openStream();
            bound.login("juan", HostOptions.PASSWORD, "tile");
            page.await(id(opened));
            page.await(id(bound));

            assertThat(Integer.parseInt(page.tile("c2s_unauthed").findElement(By.className("ss-tile-number"))
                    .getText())).isPositive();
            page.tile("c2s_unauthed").click();
            page.awaitGone(id(bound));
            page.await(id(opened));
            assertThat(page.tile("c2s_unauthed").getDomAttribute("aria-pressed")).isEqualTo("true");
            assertThat(page.filterText()).isEqualTo("type:c2s_unauthed");
            page.tile("c2s_unauthed").click();
            page.await(id(bound));
            assertThat(page.filterText()).isEmpty();
        }
    }
}
