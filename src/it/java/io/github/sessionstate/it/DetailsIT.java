package io.github.sessionstate.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.xmpp.RawClient;

/** All that the page tells of one session. */
class DetailsIT extends BrowserTest {
    private String fact(String part, String key) {
        return browser.element("#ss-details [data-part='" + part + "'] [data-fact='" + key + "'] dd").getText();
    }

    @Test
    void tellPropertiesReasonsAndWhatHappened() throws Exception {
        try (RawClient john = login("john", "detailed"); RawClient top = login("john", "top")) {
            top.presence("<priority>9</priority>");
            top.sync();
            john.rosterGet();
            john.presence("<show>away</show><status>x &lt; y</status><priority>3</priority>");
            john.sync();
            String id = id(john);
            page.await(id);
            page.choose(id, "details");
            page.awaitElement("#ss-details [data-part=predicates]");
            assertThat(browser.element("#ss-details-title").getText()).isEqualTo("john@example.org/detailed");
            assertThat(fact("predicates", "connected")).startsWith("yes: a resource is bound (");
            assertThat(fact("predicates", "available")).startsWith("yes: it sent presence (");
            assertThat(fact("predicates", "interested")).startsWith("yes: it asked for its roster (");
            assertThat(fact("properties", "resource")).isEqualTo("detailed");
            assertThat(fact("properties", "priority")).isEqualTo("3");
            assertThat(fact("connection", "transport")).isEqualTo("tcp");
            assertThat(fact("connection", "port")).isEqualTo(String.valueOf(john.localPort()));
            assertThat(fact("host", "stream_management")).isEqualTo("no");
            assertThat(fact("host", "carbons")).isEqualTo("no");
            assertThat(browser.element("#ss-details pre").getText().lines().map(String::strip))
                    .contains("<show>away</show>", "<status>x &lt; y</status>", "</presence>");
            assertThat(browser.elements("#ss-details [data-part=timeline] li"))
                    .extracting(moment -> moment.getDomAttribute("data-kind"))
                    .containsSequence("created", "opened", "authenticated", "opened", "bound")
                    .endsWith("interested", "presence");
            assertThat(browser.elements("#ss-details [data-part=contacts] tbody tr")).extracting(
                    row -> row.findElement(By.cssSelector("td:last-child")).getText()).isNotEmpty()
                    .allMatch(subscription -> subscription.matches("both|to|from|none(, requested)?"));
            WebElement other = browser.element("#ss-details [data-part=user_sessions] [data-id='" + id(top) + "']");
            assertThat(other.getText()).isEqualTo("john@example.org/top (priority 9) top resource");

            keepPicture("details");
            john.unavailable();
            page.awaitText("#ss-details [data-part=predicates]", "no: it sent unavailable presence");
            other.findElement(By.tagName("button")).click();
            page.awaitText("#ss-details-title", "john@example.org/top");
            assertThat(browser.address().getQuery()).isEqualTo("session=" + id(top));

            // As somebody who was sent the address.
            browser.open(browser.address());
            page.awaitText("#ss-details-title", "john@example.org/top");
            top.closeStream();
            page.awaitText("#ss-details-problem", "The session has ended.");
            // The browser notes each answer that is no success; there must be no other error.
            assertThat(browser.takeErrors()).isNotEmpty().allMatch(error -> error.contains("status of 404"));
        }
    }

    @Test
    void hostileTextIsText() throws Exception {
        String resource = "\"><img src=x onerror=alert(1)>";
        try (RawClient attacker = login("john", resource)) {
            attacker.presence("<status>&lt;img src=x onerror=alert(2)&gt;</status>"
                    + "<c xmlns='http://jabber.org/protocol/caps' node='&lt;img src=x onerror=alert(3)&gt;' ver='x'"
                    + " hash='sha-1'/><img xmlns='http://www.w3.org/1999/xhtml' src='x' onerror='window.hacked=5'/>");
            attacker.rosterGet();
            String id = id(attacker);
            page.await("the client", id, row -> row.cell("client").contains("onerror=alert(3)"));
            page.choose(id, "details");
            page.awaitText("#ss-details pre", "onerror=\"window.hacked=5\"");
            assertThat(browser.element("#ss-details-title").getText()).isEqualTo("john@example.org/" + resource);
            if (host.hasConsoleFrame()) {
                // 5.1.1 asks, 4.2.0 does not.
                answerVersion(attacker, "<img src=x onerror=alert(4)>", "\"><script>window.hacked=6</script>");
                page.awaitText("#ss-rows tr[data-id='" + id + "'] [data-column=client]",
                        "<img src=x onerror=alert(4)> \"><script>window.hacked=6</script>");
                page.awaitText("#ss-details", "<img src=x onerror=alert(4)>");
            }
            assertThat(browser.elements("#sessionstate img, #sessionstate script")).isEmpty();
            assertThat(browser.run("return window.hacked")).as("mark of a script that ran").isNull();
        }
    }

    /** Tells the host what it asks of the client's software (XEP-0092). */
    private static void answerVersion(RawClient client, String name, String version) throws IOException {
        Element question = client.awaitElement(element -> element.element("query") != null
                && element.element("query").getNamespaceURI().equals("jabber:iq:version"));
        client.send("<iq type='result' id='" + question.attributeValue("id") + "' to='example.org'>"
                + "<query xmlns='jabber:iq:version'><name>" + RawClient.escape(name) + "</name><version>"
                + RawClient.escape(version) + "</version></query></iq>");
    }
}
