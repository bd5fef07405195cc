package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.google.gson.JsonObject;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** What an administrator does to one session and to many, from the page. */
class ActionsIT extends BrowserTest {
    /** So many requests to clients may wait for their answers. */
    private static final int SEATS = 4;
    private static final String BOUND = "plugin.sessionstate.command.max-sessions";

    @Test
    void selectedSessionsAreClosedAfterAPreview() throws Exception {
        try (RawClient john = login("john", "many-1"); RawClient jane = login("jane", "many-2");
                RawClient spared = login("juan", "spared"); RawClient admin = host.connect()) {
            admin.login("admin", "admin", "own");
            page.await(id(admin));
            for (RawClient client : List.of(john, jane, admin)) {
                page.select(id(client));
            }
            page.awaitText("#ss-selection [role=status]", "Selected: 3");
            assertThat(browser.element("#ss-selection [data-action=close]").getText()).isEqualTo("Close 3 sessions ...");
            browser.element("#ss-selection [data-action=close]").click();
            page.awaitElement("#ss-close");
            assertThat(browser.element("#ss-close-title").getText()).isEqualTo("Close 3 sessions");
            assertThat(page.question("-confirm").getText()).isEqualTo("Close 3 sessions");
            assertThat(browser.elements("#ss-close-number")).as("asked for the number, of a part").isEmpty();
            assertThat(browser.elements("#ss-close-who li")).extracting(WebElement::getText).containsExactly(
                    "john@example.org/many-1", "jane@example.org/many-2", "admin@example.org/own");
            assertThat(browser.element("#ss-close [data-warning=own]").getText())
                    .isEqualTo("Includes your own sessions: 1");

            keepPicture("close-many");
            jane.closeStream();
            table.promptly("ended", jane, session -> session == null);
            page.confirmClose("policy-violation", "Maintenance");
            assertThat(page.awaitOutcome("closed")).isEqualTo("closed: 2, already ended: 1, failed: 0");
            assertThat(browser.elements("#ss-close .ss-results li")).extracting(WebElement::getText)
                    .containsExactly("jane@example.org/many-2: had already ended",
                            "john@example.org/many-1: closed", "admin@example.org/own: closed");
            keepPicture("close-many-results");
            assertThat(john.awaitEnd().elementText("text")).isEqualTo("Maintenance");
            assertThat(admin.awaitEnd()).isNotNull();
            page.question("-done").click();
            page.awaitText("#ss-selection [role=status]", "Nothing selected");
            spared.sync();
        }
    }

    @Test
    void hostileNamesAreText() throws Exception {
        String image = "\"><img src=y onerror=alert(1)>";
        String script = "</li><script>alert(2)</script>";
        try (RawClient closed = login("john", image); RawClient gone = login("jane", image);
                RawClient alsoGone = login("juan", script); RawClient beside = login("juan", "beside")) {
            page.await(id(beside));
            page.await(id(alsoGone));
            page.choose(id(closed), "copy");
            page.awaitText("#ss-copied", "john@example.org/" + image);
            expectNoHarm();
            for (RawClient client : List.of(closed, gone, alsoGone)) {
                page.select(id(client));
            }
            browser.element("#ss-selection [data-action=close]").click();
            page.awaitElement("#ss-close");
            assertThat(browser.elements("#ss-close-who li")).extracting(WebElement::getText).containsExactly(
                    "john@example.org/" + image, "jane@example.org/" + image, "juan@example.org/" + script);
            expectNoHarm();
            for (RawClient client : List.of(gone, alsoGone)) {
                client.closeStream();
                table.promptly("ended", client, session -> session == null);
            }
            page.confirmClose("policy-violation", image);
            assertThat(page.awaitOutcome("closed")).isEqualTo("closed: 1, already ended: 2, failed: 0");
            assertThat(browser.elements("#ss-close .ss-results li")).extracting(WebElement::getText)
                    .containsExactly("jane@example.org/" + image + ": had already ended",
                            "juan@example.org/" + script + ": had already ended",
                            "john@example.org/" + image + ": closed");
            expectNoHarm();
            assertThat(closed.awaitEnd().elementText("text")).isEqualTo(image);
        }
    }

    @Test
    void everythingThatMatchesGetsAMessage() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (RawClient other = login("jane", "not-asked")) {
            for (int i = 0; i < 12; i++) {
                clients.add(login("john", "matching-" + i));
                clients.get(i).presence("");
            }
            page.await(id(other));
            page.filter("matching-");
            page.awaitText("#ss-count", "12 of");
            page.actOnMatching("message");
            assertThat(browser.elements("#ss-message-who li")).extracting(WebElement::getText).hasSize(11)
                    .contains("and 2 more");
            assertThat(browser.element("#ss-message-confirm").isEnabled()).as("without a text").isFalse();
            String body = "Back at <b>5</b> & \"later\"";
            browser.element("#ss-message-body").sendKeys(body);
            keepPicture("message");
            browser.element("#ss-message-confirm").click();
            assertThat(page.awaitOutcome("ss-message", "sent")).isEqualTo("sent: 12, already ended: 0, failed: 0");
            for (RawClient client : clients) {
                Element message = client.awaitElement(element -> element.getName().equals("message"));
                assertThat(message.elementText("body")).isEqualTo(body);
                assertThat(message.attributeValue("from")).isEqualTo("example.org");
                assertThat(message.attributeValue("to")).startsWith("john@example.org/matching-");
                assertThat(message.attributeValue("type")).isEqualTo("chat");
            }
            browser.element("#ss-message-done").click();
            other.sync();
            assertThat(other.takeUnread()).noneMatch(element -> element.getName().equals("message"));
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void whoHasNotLoggedInIsToldByTheAddress() throws Exception {
        try (RawClient silent = host.connect(); RawClient open = host.connect();
                RawClient beside = login("jane", "beside")) {
            open.openStream();
            table.promptly("open", open, session -> session != null && !session.get("notopen").getAsBoolean());
            page.filter("type:c2s_unauthed port:" + silent.localPort() + " OR port:" + open.localPort());
            page.awaitText("#ss-count", "2 of");
            browser.element("#ss-select-all").click();
            browser.element("#ss-selection [data-action=close]").click();
            page.awaitElement("#ss-close");
            List<String> names = List.of("Not open (127.0.0.1:" + silent.localPort() + ", no TLS)",
                    "Unauthenticated (127.0.0.1:" + open.localPort() + ", no TLS)");
            assertThat(browser.elements("#ss-close-who li")).extracting(WebElement::getText).hasSameElementsAs(names);
            page.confirmClose("policy-violation", "");
            page.awaitOutcome("closed");
            assertThat(browser.elements("#ss-close .ss-results li")).extracting(WebElement::getText)
                    .hasSameElementsAs(names.stream().map(name -> name + ": closed").toList());
            beside.sync();
        }
    }

    @Test
    void noMoreThanThePropertyAllows() throws Exception {
        host.setProperty(BOUND, "2");
        try (RawClient first = login("john", "bounded-1"); RawClient second = login("john", "bounded-2");
                RawClient third = login("john", "bounded-3"); RawClient beside = login("jane", "beside")) {
            page.await(id(beside));
            page.await(id(third));
            page.filter("bounded-");
            page.awaitText("#ss-count", "3 of");
            page.actOnMatching("close");
            page.awaitText("#ss-close", "3 sessions match. Only the first 2 will be affected");
            assertThat(browser.elements("#ss-close-who li")).extracting(WebElement::getText)
                    .containsExactly("john@example.org/bounded-1", "john@example.org/bounded-2");
            page.confirmClose("policy-violation", "");
            assertThat(page.awaitOutcome("closed")).isEqualTo("closed: 2, already ended: 0, failed: 0");
            first.awaitEnd();
            second.awaitEnd();
            third.sync();
        } finally {
            host.setProperty(BOUND, null);
        }
    }

    @Test
    void xmlMustBeWellFormedAndMeant() throws Exception {
        try (RawClient john = login("john", "xml")) {
            String id = id(john);
            page.await(id);
            page.choose(id, "xml");
            WebElement box = page.awaitElement("#ss-xml-xml");
            WebElement confirm = browser.element("#ss-xml-confirm");
            browser.element("#ss-xml-meant").click();
            box.sendKeys("<note xmlns='urn:example'><open></note>");
            page.awaitText("#ss-xml-problem", "Not well-formed: error on line 1 at column ");
            assertThat(confirm.isEnabled()).isFalse();
            keepPicture("xml-refused");
            box.clear();
            box.sendKeys("<!DOCTYPE note><note/>");
            page.awaitText("#ss-xml-problem", "A document type is not allowed.");
            assertThat(confirm.isEnabled()).isFalse();
            box.clear();
            box.sendKeys("<note xmlns='urn:example'>1 &lt; 2</note>");
            page.awaitText("#ss-xml", "Send XML");
            browser.element("#ss-xml-meant").click();
            assertThat(confirm.isEnabled()).as("without saying that it is meant").isFalse();
            browser.element("#ss-xml-meant").click();
            confirm.click();
            assertThat(page.awaitOutcome("ss-xml", "sent")).isEqualTo("Sent.");
            assertThat(john.awaitElement(element -> element.getName().equals("note")).getText()).isEqualTo("1 < 2");
            browser.element("#ss-xml-done").click();
            john.sync();
            takeComplaintsOfTypedXml();
        }
    }

    @Test
    void aPingAndAnIqShowWhatTheClientReplies() throws Exception {
        try (RawClient john = login("john", "asked")) {
            String id = id(john);
            page.await(id);
            page.choose(id, "ping");
            Element ping = john.awaitElement(element -> element.element("ping") != null);
            page.awaitText("#ss-ping-outcome", "Waiting for the answer ...");
            john.reply(ping, "result", "");
            assertThat(page.awaitOutcome("ss-ping", "answered"))
                    .matches("john@example.org/asked answered in [\\d,]+ ms\\.");
            keepPicture("ping");
            browser.element("#ss-ping-again").click();
            ping = john.awaitElement(element -> element.element("ping") != null);
            john.reply(ping, "error", "<ping xmlns='urn:xmpp:ping'/><error type='cancel'><service-unavailable "
                    + "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
            page.awaitText("#ss-ping-outcome", "it may not support ping, but it is there.");
            page.awaitText("#ss-ping .ss-reply", "service-unavailable");
            expectSoundAtEachWidth("the answer to a ping");
            browser.element("#ss-ping-done").click();

            browser.element("#ss-rows tr[data-id='" + id + "'] [data-column=resource] button").click();
            page.awaitElement("#ss-details-ping").click();
            ping = john.awaitElement(element -> element.element("ping") != null);
            john.reply(ping, "result", "");
            page.awaitOutcome("ss-ping", "answered");
            keepPicture("ping-details");
            browser.element("#ss-ping-done").click();
            assertThat(focused("id")).as("the details are still open").isEqualTo("ss-details-ping");
            leaveDetails();

            page.choose(id, "xml");
            browser.element("#ss-xml-xml").sendKeys("<iq type='get' id='v'><query xmlns='jabber:iq:version'/></iq>");
            browser.element("#ss-xml-meant").click();
            browser.element("#ss-xml-confirm").click();
            Element request = awaitQuery(john);
            assertThat(page.awaitOutcome("ss-xml", "running")).isEqualTo("Waiting for the answer ...");
            john.reply(request, "result", "<query xmlns='jabber:iq:version'><name>&lt;img src=x&gt;</name></query>");
            assertThat(page.awaitOutcome("ss-xml", "answered")).startsWith("john@example.org/asked answered in ");
            assertThat(browser.element("#ss-xml .ss-reply").getText()).contains("id=\"v\"",
                    "  <query xmlns=\"jabber:iq:version\">", "<name>&lt;img src=x&gt;</name>");
            expectNoHarm();
            expectSoundAtEachWidth("the reply to an iq");
            keepPicture("xml-reply");
            browser.element("#ss-xml-done").click();
            takeComplaintsOfTypedXml();
        }
    }

    @Test
    void aPingSaysWhyThereIsNoAnswer() throws Exception {
        try (RawClient john = login("john", "silent"); RawClient jane = login("jane", "away")) {
            String id = id(john);
            String away = id(jane);
            jane.enableStreamManagement();
            host.loseConnection(jane);
            page.await("detached", away, row -> row.cell("state").startsWith("Detached"));
            page.choose(away, "ping");
            assertThat(page.awaitOutcome("ss-ping", "queued"))
                    .isEqualTo("Queued: the client is detached and gets it when it resumes.");
            browser.element("#ss-ping-done").click();

            List<CompletableFuture<JsonObject>> others = new ArrayList<>();
            List<Element> requests = new ArrayList<>();
            for (int i = 0; i < SEATS; i++) {
                others.add(table.asking(id, null));
                requests.add(john.awaitElement(element -> element.element("ping") != null));
            }
            page.choose(id, "ping");
            assertThat(page.awaitOutcome("ss-ping", "failed"))
                    .isEqualTo("Not sent: four other requests are waiting for answers. Try again in a few seconds.");
            expectSoundAtEachWidth("a ping that is not sent");
            for (Element request : requests) {
                john.reply(request, "result", "");
            }
            others.forEach(CompletableFuture::join);
            browser.element("#ss-ping-again").click();
            assertThat(page.awaitOutcome("ss-ping", "no_answer")).isEqualTo("No answer within 5 s.");
            john.closeStream();
            table.promptly("ended", john, session -> session == null);
            browser.element("#ss-ping-again").click();
            assertThat(page.awaitOutcome("ss-ping", "gone")).isEqualTo("The session had already ended.");
        } finally {
            for (JsonObject detached : table.byFullJid("jane@example.org/away")) {
                table.close(SessionTable.text(detached, "id"), null, null);
            }
        }
    }

    @Test
    void menuLeadsToTheUser() throws Exception {
        try (RawClient one = login("john", "first"); RawClient two = login("john", "second");
                RawClient other = login("jane", "third"); RawClient nobody = host.connect()) {
            page.await(id(nobody));
            page.openMenu(id(nobody));
            assertThat(browser.elements(".ss-menu button")).extracting(item -> item.getDomAttribute("data-action"))
                    .as("without a message, as there is no resource").containsExactly("details", "xml", "address", "close");
            browser.press(Keys.ESCAPE);
            page.choose(id(one), "others");
            page.awaitRows("the user's", id(one), id(two));
            assertThat(page.filterText()).isEqualTo("username:\"john\"");
            page.choose(id(two), "copy");
            page.awaitText("#ss-copied", "Copied: john@example.org/second");
            // The browser allows it on secure pages only, and this machine's own ones.
            page.filter("");
            browser.element("#ss-q").sendKeys(Keys.chord(Keys.CONTROL, "v"));
            assertThat(page.filterText()).isEqualTo("john@example.org/second");
            page.awaitRows("the one that was copied", id(two));
            assertThat(table.of(other)).isNotNull();

            page.choose(id(two), "user");
            expectConsolePage("/user-properties.jsp?username=john", "john");
        }
    }

    @Test
    void anotherAdministratorMayBeFaster() throws Exception {
        try (RawClient john = login("john", "wanted-by-two")) {
            String id = id(john);
            page.await(id);
            page.pressClose(id);
            assertThat(SessionTable.text(new SessionTable(host).close(id, null, null), "outcome")).isEqualTo("closed");
            page.question("-confirm").click();
            assertThat(page.awaitOutcome("gone")).isEqualTo("The session had already ended.");
        }
    }

    @Test
    void rangesAreSelectedAndJidsOpenTheDetails() throws Exception {
        try (RawClient one = login("john", "range-1"); RawClient two = login("john", "range-2");
                RawClient three = login("john", "range-3")) {
            page.filter("range-");
            page.awaitRows("the three", id(one), id(two), id(three));
            page.select(id(one));
            browser.shiftClick(select(three));
            page.awaitText("#ss-selection [role=status]", "Selected: 3");
            assertThat(browser.run("return String(getSelection())")).as("selected text").isEqualTo("");
            tabTo("#ss-rows tr[data-id='" + id(two) + "'] .ss-select");
            browser.press(Keys.SPACE);
            page.awaitText("#ss-selection [role=status]", "Selected: 2");
            tabTo("#ss-rows tr[data-id='" + id(three) + "'] .ss-select");
            browser.press(Keys.chord(Keys.SHIFT, Keys.SPACE));
            page.awaitText("#ss-selection [role=status]", "Selected: 1");
            assertThat(select(one).isSelected()).isTrue();

            browser.element("#ss-rows tr[data-id='" + id(two) + "'] [data-column=resource] button").click();
            page.awaitText("#ss-details-title", "john@example.org/range-2");
            leaveDetails();
            tabTo("#ss-rows tr[data-id='" + id(three) + "'] [data-column=username] button");
            browser.press(Keys.ENTER);
            page.awaitText("#ss-details-title", "john@example.org/range-3");
            leaveDetails();
            assertThat(focused("data-press")).as("the focus goes back").isEqualTo("details");
        }
    }

    private WebElement select(RawClient client) throws IOException {
        return browser.element("#ss-rows tr[data-id='" + id(client) + "'] .ss-select");
    }

    private void leaveDetails() {
        browser.press(Keys.ESCAPE);
        Await.until("the details are left", Duration.ofSeconds(5), () -> browser.elements("#ss-details").isEmpty());
    }

    @Test
    void theFocusGoesToTheNextRowIfItsOwnIsGone() throws Exception {
        try (RawClient one = login("john", "focus-1"); RawClient two = login("john", "focus-2");
                RawClient three = login("john", "focus-3")) {
            String gone = id(two);
            page.filter("focus-");
            page.awaitRows("the three", id(one), gone, id(three));
            page.pressClose(gone);
            two.closeStream();
            page.awaitGone(gone);
            browser.press(Keys.ESCAPE);
            awaitFocusIn(id(three));

            browser.element("#ss-rows tr[data-id='" + id(one) + "'] [data-column=resource] button").click();
            page.awaitElement("#ss-details-close-session").click();
            page.awaitElement("#ss-close");
            page.question("-cancel").click();
            assertThat(focused("id")).as("the details are still open").isEqualTo("ss-details-close-session");
            leaveDetails();
            awaitFocusIn(id(one));
            one.closeStream();
            awaitFocusIn(id(three));
        }
    }

    private void awaitFocusIn(String id) {
        Await.until("the focus in the row of " + id, Duration.ofSeconds(5),
                () -> id.equals(page.focusedRow()));
    }
}
