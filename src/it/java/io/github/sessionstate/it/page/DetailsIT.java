package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** All that the page tells of one session. */
class DetailsIT extends BrowserTest {
    private static final String CONTACT = "#ss-details [data-part=contacts] tbody td";
    private static final String FACTS = """
            return Object.fromEntries([...document.querySelectorAll(`#ss-details [data-part=${arguments[0]}] dl > div`)]
                .map(fact => [fact.querySelector('dt').textContent, fact.querySelector('dd').textContent]));
            """;

    private static final String ROWS = """
            return [...document.querySelectorAll('#ss-rows tr')]
                .map(row => `${row.dataset.id} ${row.getBoundingClientRect().top}`).join();
            """;
    private String fact(String part, String key) {
        return browser.element("#ss-details [data-part='" + part + "'] [data-fact='" + key + "'] dd").getText();
    }

    /** All rows of a part in one look: the details follow the session. */
    private Map<?, ?> facts(String part) {
        return (Map<?, ?>) browser.run(FACTS, part);
    }

    private List<String> timeline() {
        return browser.elements("#ss-details [data-part=timeline] li").stream()
                .map(moment -> moment.getDomAttribute("data-kind")).toList();
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
            assertThat(timeline()).containsSequence("created", "opened", "authenticated", "opened", "bound")
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
            String topId = id(top);
            assertThat(browser.address().getQuery()).isEqualTo("session=" + topId);

            // As somebody who was sent the address.
            browser.open(browser.address());
            page.awaitText("#ss-details-title", "john@example.org/top");
            top.closeStream();
            page.awaitText("#ss-details-ended", "Closed by the client, ");
            assertThat(timeline()).endsWith("destroyed");
            assertThat(browser.elements("#ss-details-close-session")).as("nothing to close").isEmpty();
            tabTo("#ss-details-ended a");
            browser.press(Keys.ENTER);
            page.awaitElement("#ss-ended-rows tr[data-id='" + topId + "']");

            browser.open(host.console().url(PluginPaths.PAGE + "?session=long-gone"));
            page.awaitText("#ss-details-problem", "No such session.");
            // The browser notes each answer that is no success; there must be no other error.
            assertThat(browser.takeErrors()).isNotEmpty().allMatch(error -> error.contains("status of 404"));
        }
    }

    /** Beside the list they cover nothing and move no row; keys go through the rows, by mouse any row is pressed. */
    @Test
    void stayBesideTheListWhileOneGoesThroughIt() throws Exception {
        try (RawClient john = login("john", "beside"); RawClient jane = login("jane", "beside")) {
            page.filter("beside");
            page.awaitRows("the two", id(john), id(jane));
            browser.resize(1280, 800);
            Object places = browser.run(ROWS);
            tabTo("#ss-rows .ss-jid");
            browser.press(Keys.ENTER);
            awaitDetails(john);
            assertThat(browser.run(ROWS)).as("rows keep their places").isEqualTo(places);
            expectSound("details beside the list");
            assertThat(page.columnsInSight()).containsExactly("username", "resource", "state");
            assertThat(browser.elements("#ss-details:modal")).isEmpty();
            keepPicture("details-1280");

            browser.press(Keys.ARROW_DOWN);
            awaitDetails(jane);
            assertThat(focused("id")).as("the focus stays in the details").isEqualTo("ss-details-done");
            assertThat(browser.element("#ss-details-next").isEnabled()).as("a next one").isFalse();
            page.select(id(john));
            pressJid(john);
            awaitDetails(john);
            browser.press(Keys.ARROW_DOWN);
            awaitDetails(jane);
            assertThat(page.focusedRow()).as("the focus goes on in the list").isEqualTo(id(jane));
            browser.element("#ss-details-previous").click();
            awaitDetails(john);
            browser.press(Keys.ESCAPE);
            awaitNoDetails();
            assertThat(page.focusedRow()).isEqualTo(id(john));

            pressJid(jane);
            awaitDetails(jane);
            browser.press(Keys.ARROW_UP);
            awaitDetails(john);
            browser.run("history.back()");
            awaitNoDetails();
            assertThat(page.filterText()).as("one step back").isEqualTo("beside");
            browser.run("history.forward()");
            awaitDetails(john);

            browser.resize(1920, 1080);
            assertThat(page.columnsInSight()).contains("username", "client", "conn", "stanzas_out");
            expectSound("details beside the list");
            keepPicture("details-1920");
            browser.resize(390, 844);
            page.awaitElement("#ss-details:modal");
            browser.element("#ss-details-next").click();
            awaitDetails(jane);
            browser.press(Keys.ESCAPE);
            awaitNoDetails();
            assertThat(page.focusedRow()).isEqualTo(id(jane));
        }
    }

    private void pressJid(RawClient client) throws IOException {
        browser.element("#ss-rows tr[data-id='" + id(client) + "'] .ss-jid").click();
    }

    private void awaitDetails(RawClient client) throws IOException {
        page.awaitElement("#ss-rows tr[data-id='" + id(client) + "'][aria-current=true]");
        page.awaitElement("#ss-details-close-session");
        page.awaitText("#ss-details-title", SessionTable.text(table.of(client), "full_jid"));
        assertThat(browser.address().getQuery()).contains("session=" + id(client));
    }

    private void awaitNoDetails() {
        Await.until("the details are left", SAVED, () -> browser.elements("#ss-details").isEmpty()
                && !browser.address().getQuery().contains("session="));
    }

    @Test
    void linksLeadToOpenfiresOwnPages() throws Exception {
        try (RawClient john = login("john", "linked")) {
            browser.open(host.console().url(PluginPaths.PAGE + "?session=" + id(john)));
            page.awaitElement("#ss-details-console a").click();
            expectConsolePage("/session-details.jsp?jid=john%40example.org%2Flinked", "linked");
            for (String path : List.of("/user-properties.jsp?username=john", "/user-roster.jsp?username=john")) {
                browser.run("history.back()");
                page.awaitElement("#ss-details-console");
                tabTo("#ss-details-console a[href='" + path + "']");
                browser.press(Keys.ENTER);
                expectConsolePage(path, "john");
            }
            john.sync();
        }
    }

    @Test
    void ofASessionWithoutAResourceThereIsNoRoster() throws Exception {
        try (RawClient john = host.unbound("john")) {
            String id = id(john);
            page.await(id);
            page.choose(id, "details");
            page.awaitText("#ss-details [data-part=contacts]", "The session has no roster.");
            john.closeStream();
        }
    }

    @Test
    void ofASessionThatIsNobodysOpenByItsState() throws Exception {
        try (RawClient nobody = host.connect()) {
            nobody.openStream();
            page.await(id(nobody));
            pressJid(nobody);
            page.awaitText("#ss-details-title", "Unauthenticated");
            assertThat(fact("connection", "port")).isEqualTo(String.valueOf(nobody.localPort()));
        }
    }

    @Test
    void tellWhatTheClientTurnedOnAndWhomItKnows() throws Exception {
        // 4.2.0 has no client state; it offers compression, and breaks with the MINA that a current JDK needs.
        boolean hasAll = host.hasConsoleFrame();
        host.directory().createAccount("marian");
        host.directory().createAccount("robin");
        try (RawClient robin = login("robin", "wood"); RawClient marian = host.connect().language("pt-BR")) {
            marian.openStream();
            marian.startTls();
            marian.authPlain("marian", HostOptions.PASSWORD);
            marian.openStream();
            if (hasAll) {
                marian.compress();
            }
            marian.bind("phone");
            marian.iq("set", null, "<query xmlns='jabber:iq:roster'><item jid='robin@example.org' name='Robin Hood'>"
                    + "<group>Merry men</group><group>Sherwood</group></item></query>");
            robin.presence("");
            marian.send("<presence type='subscribe' to='robin@example.org'/>");
            robin.awaitElement(element -> "subscribe".equals(element.attributeValue("type")));
            String id = id(marian);
            page.await(id);
            page.choose(id, "details");
            page.awaitText(CONTACT + ":last-child", "none, requested");
            assertThat(facts("connection")).isEqualTo(Map.of("transport", "tcp", "ip", "127.0.0.1",
                    "port", String.valueOf(marian.localPort()), "secure", "yes", "tls", marian.tls().getProtocol(),
                    "cipher", marian.tls().getCipherSuite(), "compressed", hasAll ? "yes" : "no"));
            assertThat(marian.tls().getProtocol()).as("what the client negotiated").isEqualTo("TLSv1.3");
            assertThat(facts("host")).isEqualTo(hostFacts("no", hasAll ? "no" : "unknown"));
            assertThat(timeline()).startsWith("created", "opened", "reset", "opened", "authenticated", "opened")
                    .filteredOn("reset"::equals).as("TLS, compression").hasSize(hasAll ? 2 : 1);

            robin.send("<presence type='subscribed' to='marian@example.org'/>");
            robin.sync();
            marian.enableStreamManagement();
            if (hasAll) {
                marian.send("<inactive xmlns='urn:xmpp:csi:0'/>");
            }
            marian.iq("set", null, "<enable xmlns='urn:xmpp:carbons:2'/>");
            page.awaitText("#ss-details [data-fact=carbons] dd", "yes");
            assertThat(facts("host")).isEqualTo(hostFacts("yes", hasAll ? "yes" : "unknown"));
            assertThat(browser.elements(CONTACT)).extracting(WebElement::getText)
                    .containsExactly("robin@example.org", "Robin Hood", "Merry men, Sherwood", "to");
            marian.closeStream();
        }
    }

    private static Map<String, String> hostFacts(String isOn, String isInactive) {
        return Map.of("Stream management (XEP-0198)", isOn, "Resumption enabled (XEP-0198)", isOn,
                "Client inactive (CSI, XEP-0352)", isInactive, "Message carbons (XEP-0280)", isOn,
                "Stream language", "pt-BR");
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
            assertThat(found("client:*alert(3)*")).isEqualTo(1);
            if (host.hasConsoleFrame()) {
                // 5.1.1 asks, 4.2.0 does not.
                answerVersion(attacker, "<img src=x onerror=alert(4)>", "\"><script>window.hacked=6</script>");
                page.awaitText("#ss-rows tr[data-id='" + id + "'] [data-column=client]",
                        "<img src=x onerror=alert(4)> \"><script>window.hacked=6</script>");
                page.awaitText("#ss-details", "<img src=x onerror=alert(4)>");
                assertThat(found("client:*alert(3)*")).isZero();
                assertThat(found("client:*alert(4)*")).isEqualTo(1);
            }
            assertThat(browser.elements("#ss-details-console a")).extracting(link -> link.getDomAttribute("href"))
                    .containsExactly("/session-details.jsp?jid=john%40example.org%2F%22%3E%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E",
                            "/user-properties.jsp?username=john", "/user-roster.jsp?username=john");
            expectNoHarm();
            browser.element("#ss-details-done").click();
            attacker.closeStream();
            page.awaitGone(id);
        }
    }

    @Test
    void hostileContactsLanguageAndShowAreText() throws Exception {
        String name = "<img src=x onerror=alert(1)>";
        String group = "</td><td><script>alert(2)</script>";
        String show = "<img src=y>";
        host.directory().createAccount("mallory");
        try (RawClient mallory = host.connect().language("\"><img src=x onerror=alert(3)>")) {
            mallory.login("mallory", HostOptions.PASSWORD, "hostile");
            mallory.iq("set", null, "<query xmlns='jabber:iq:roster'><item jid='jane@example.org' name='"
                    + RawClient.escape(name) + "'><group>" + RawClient.escape(group) + "</group></item></query>");
            // Hosts drop what may not be shown, but look at the first alone, whatever its namespace is.
            mallory.presence("<show xmlns='urn:example'>away</show><show>" + RawClient.escape(show) + "</show>"
                    + "<x xmlns='urn:example'><y z='/&gt;'/><p>mixed <b>up</b></p></x>");
            String id = id(mallory);
            page.await("what it shows", id, row -> row.cell("show").equals(show));
            page.choose(id, "details");
            page.awaitElement(CONTACT);
            assertThat(browser.elements(CONTACT)).extracting(WebElement::getText)
                    .containsExactly("jane@example.org", name, group, "none");
            // Hosts keep of a language what can be one.
            assertThat(fact("host", "language")).isEqualTo("und");
            assertThat(browser.element("#ss-details pre").getDomProperty("textContent")).isEqualTo("""
                    <presence from="mallory@example.org/hostile">
                      <show xmlns="urn:example">away</show>
                      <show>&lt;img src=y&gt;</show>
                      <x xmlns="urn:example">
                        <y z="/&gt;"/>
                        <p>mixed <b>up</b></p>
                      </x>
                    </presence>""");
            assertThat(browser.element("#ss-details [data-part=timeline] li[data-kind=presence]").getText())
                    .endsWith(" Presence: " + show);
            expectNoHarm();
        }
    }

    private int found(String filter) throws IOException {
        return host.adminLogin().getJson(PluginPaths.SESSIONS + "?limit=0&q=" + filter).get("total").getAsInt();
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
