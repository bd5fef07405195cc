package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

import io.github.sessionstate.it.xmpp.RawClient;

/** Sessions counted by what they have in common, and found by a press on a group. */
class GroupingIT extends BrowserTest {
    private static final String HOSTILE = "grouped \"<img src=x onerror=alert(1)>\"";

    @Test
    void groupsCountLiveAndLeadToTheirSessions() throws Exception {
        try (RawClient one = login("jane", "grouped-1"); RawClient two = login("jane", HOSTILE);
                RawClient other = login("john", "grouped-3")) {
            page.filter("grouped");
            page.awaitRows("all", id(one), id(two), id(other));
            tabTo("#ss-group");
            browser.press("User");
            page.awaitText("#ss-groups", "jane\u00d72john\u00d71");
            assertThat(focused("id")).isEqualTo("ss-group");
            for (int width : new int[] {390, 1280, 1920}) {
                browser.resize(width);
                assertThat(browser.run("return document.querySelector('.ss-groups').getBoundingClientRect().right <= "
                        + "document.getElementById('sessionstate').getBoundingClientRect().right + 1")).isEqualTo(true);
                keepPicture("groups-" + width);
            }
            try (RawClient more = login("john", "grouped-4"); RawClient most = login("john", "grouped-5")) {
                page.awaitText("#ss-groups", "john\u00d73jane\u00d72");
                assertThat(List.of(more, most)).hasSize(2);
            }
            page.awaitText("#ss-groups", "jane\u00d72john\u00d71");

            tabTo("#ss-groups button");
            browser.press(Keys.ENTER);
            page.awaitRows("jane's", id(one), id(two));
            assertThat(page.filterText()).isEqualTo("grouped username:jane");
            browser.element("#ss-group option[value=resource]").click();
            page.awaitText("#ss-groups", HOSTILE);
            expectNoHarm();
            // Anywhere in the row.
            browser.element("#ss-groups tr[data-value*=img] .ss-number").click();
            page.awaitRows("the one of that name", id(two));
            browser.run("history.back()");
            page.awaitText("#ss-groups", HOSTILE);
            // As somebody who was sent the address.
            browser.open(browser.address());
            page.awaitText("#ss-groups", HOSTILE);
            browser.element("#ss-groups tr[data-value*=img] button").click();
            page.awaitRows("the one of that name", id(two));
            browser.run("history.go(-2)");
            page.awaitRows("back to the list of jane's", id(one), id(two));
        }
    }
}
