package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.SessionsView;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.xmpp.RawClient;

/** Commands to many sessions that take their time, fail in part, or meet another administrator. */
class ManyActionsIT extends BrowserTest {
    private static final int MANY = 60;

    @Test
    void progressIsShownAndTheRestCanBeSpared() throws Exception {
        List<RawClient> clients = new ArrayList<>();
        try (RawClient beside = login("jane", "beside")) {
            page.await(id(beside));
            RawClient first = login("john", "crowd-first");
            clients.add(first);
            for (int i = 0; i < MANY; i++) {
                clients.add(login("john", "crowd-" + i));
            }
            page.filter("crowd-");
            page.awaitText("#ss-count", MANY + 1 + " of");
            clients.get(5).presence("");
            page.awaitElement("#ss-rows tr[data-id='" + id(clients.get(5)) + "'][class*=ss-changed]");
            Await.until("no marks", SAVED, () -> browser.elements("#ss-rows tr[class*=ss-changed]").isEmpty());
            first.closeStream();
            clients.remove(first);
            page.awaitText("#ss-count", MANY + " of");
            page.await("what is now on the first page", id(clients.get(49)), row -> true);
            assertThat(browser.elements("#ss-rows tr[class*=ss-changed]")).as("marks of what only moved").isEmpty();

            holdCommands(2);
            page.actOnMatching("message");
            assertThat(browser.elements("#ss-message-who li")).extracting(WebElement::getText)
                    .containsExactly("john \u00d760");
            browser.element("#ss-message-body").sendKeys("Hello");
            browser.element("#ss-message-confirm").click();
            page.awaitText("#ss-message-outcome", "0 of 60 done");
            browser.press(Keys.ESCAPE);
            page.awaitElement("#ss-message [data-warning=stop]");
            tabTo("#ss-message-go-on");
            browser.press(Keys.ENTER);
            assertThat(browser.elements("#ss-message [data-warning=stop]")).as("asked once it is answered").isEmpty();
            letCommandGo();
            page.awaitText("#ss-message-outcome", "50 of 60 done");
            assertThat(browser.run("const bar = document.querySelector('#ss-message progress');"
                    + "return `${bar.value} ${bar.max}`")).isEqualTo("50 60");
            browser.press(Keys.ESCAPE);
            page.awaitText("#ss-message [data-warning=stop]", "Stop the rest? What is done cannot be undone.");
            keepPicture("message-progress");
            letCommandGo();
            assertThat(page.awaitOutcome("ss-message", "failed")).isEqualTo("The server did not answer. It may have been"
                    + " done. sent: 50, already ended: 0, failed: 0, unknown: 10");
            assertThat(browser.elements("#ss-message .ss-results li")).hasSize(MANY).extracting(WebElement::getText)
                    .filteredOn(result -> result.endsWith(": unknown")).hasSize(10)
                    .allMatch(result -> result.startsWith("john@example.org/crowd-5"));
            browser.element("#ss-message-done").click();
            for (RawClient client : clients) {
                client.awaitElement(element -> element.getName().equals("message"));
            }

            holdCommands(0);
            page.actOnMatching("close");
            page.confirmClose("policy-violation", "");
            page.awaitText("#ss-close-outcome", "0 of 60 done");
            browser.press(Keys.ESCAPE);
            page.awaitText("#ss-close", "Stop the rest?");
            browser.press(Keys.ESCAPE);
            browser.element("#ss-close-go-on").click();
            browser.press(Keys.ESCAPE);
            browser.element("#ss-close-stop").click();
            letCommandGo();
            assertThat(page.awaitOutcome("failed"))
                    .isEqualTo("closed: 50, already ended: 0, failed: 0 10 were not attempted.");
            assertThat(browser.elements("#ss-close .ss-results [data-outcome=left]")).hasSize(10)
                    .extracting(WebElement::getText).allMatch(result -> result.endsWith(": not attempted"));
            assertThat(focused("id")).isEqualTo("ss-close-done");
            page.question("-done").click();
            page.awaitText("#ss-count", "10 of");
            for (RawClient client : clients.subList(50, MANY)) {
                client.sync();
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aMessageLeavesOutWhoHasNoResource() throws Exception {
        try (RawClient silent = host.connect(); RawClient john = awaited(silent, "john", "behind-a-silent-one");
                RawClient juan = login("juan", "behind-both")) {
            page.await(id(john));
            page.await(id(juan));
            page.select(id(silent));
            assertThat(browser.element("#ss-selection [data-action=close]").getText()).isEqualTo("Close 1 session ...");
            assertThat(browser.element("#ss-selection [data-action=message]").isEnabled()).as("to nobody").isFalse();
            page.select(id(john));
            openSelected("message");
            assertThat(browser.element("#ss-message-who").getText()).contains("behind-a-silent-one");
            assertThat(browser.element("#ss-message").getText()).contains("1 session without a resource is left out.");
            browser.element("#ss-message-cancel").click();
            browser.element("#ss-selection [data-action=clear]").click();

            page.openPanel("ss-matching");
            assertThat(browser.elements("#ss-matching [data-matching]")).extracting(WebElement::getText)
                    .containsExactly("Close 3 sessions ...", "Message 2 sessions ...");
            browser.press(Keys.ESCAPE);
            page.actOnMatching("message");
            browser.element("#ss-message-subject").sendKeys("Tonight");
            browser.element("#ss-message-body").sendKeys("We restart");
            assertThat(browser.element("#ss-message").getText()).contains("1 session without a resource is left out.");
            assertThat(browser.element("#ss-message [data-warning=all]").getText()).isEqualTo(
                    "These are all the sessions on the server. Users: 2, including administrators: 0.");
            WebElement confirm = browser.element("#ss-message-confirm");
            assertThat(confirm.getText()).isEqualTo("Send to 2 sessions");
            assertThat(confirm.isEnabled()).as("without the number").isFalse();
            browser.element("#ss-message-number").sendKeys("3", Keys.ENTER);
            assertThat(confirm.isEnabled()).as("with another number").isFalse();
            browser.element("#ss-message-number").sendKeys(Keys.BACK_SPACE, "2");
            keepPicture("message-to-all");
            expectSoundAtEachWidth("a message to all");
            browser.element("#ss-message-confirm").click();
            assertThat(page.awaitOutcome("ss-message", "sent")).isEqualTo("sent: 2, already ended: 0, failed: 0");
            for (RawClient client : List.of(john, juan)) {
                Element message = client.awaitElement(element -> element.getName().equals("message"));
                assertThat(message.attributeValue("from")).isEqualTo("example.org");
                assertThat(message.elementText("subject")).isEqualTo("Tonight");
            }
            browser.element("#ss-message-done").click();

            String id = id(silent);
            page.choose(id, "xml");
            browser.element("#ss-xml-xml").sendKeys("<note xmlns='urn:example'/>");
            browser.element("#ss-xml-meant").click();
            browser.element("#ss-xml-confirm").click();
            assertThat(page.awaitOutcome("ss-xml", "failed")).startsWith("Could not send it: ");
            browser.element("#ss-xml-cancel").click();
            takeComplaintsOfTypedXml();
        }
    }

    // The host may take connections that come at once in any order.
    private RawClient awaited(RawClient first, String user, String resource) throws Exception {
        id(first);
        return login(user, resource);
    }

    @Test
    void previewTellsWhoseSessionsTheyAreNow() throws Exception {
        host.setProperty(HostOptions.ADMINISTRATORS, "admin@example.org,jane@example.org");
        try (RawClient later = host.connect(); RawClient john = login("john", "not-an-administrator");
                RawClient beside = login("juan", "beside")) {
            page.await(id(beside));
            later.openStream();
            page.await(id(john));
            page.select(id(later));
            page.select(id(john));
            // Out of sight it becomes another administrator's.
            page.filter("nobody-has-this");
            page.awaitText("#ss-empty", "No session matches the filter.");
            later.authPlain("jane", HostOptions.PASSWORD);
            later.openStream();
            later.bind("an-administrator");
            id(later);

            openSelected("close");
            assertThat(browser.elements("#ss-close-who li")).extracting(WebElement::getText)
                    .containsExactly("jane@example.org/an-administrator", "john@example.org/not-an-administrator");
            assertThat(browser.element("#ss-close [data-warning=administrators]").getText())
                    .isEqualTo("Includes sessions of other administrators: 1 (jane)");
            expectSoundAtEachWidth("other administrators' sessions");
            page.question("-cancel").click();
            page.awaitText("#ss-selection [role=status]", "Selected: 2");
            assertThat(focused("data-action")).as("the focus goes back")
                    .isEqualTo("close");

            openSelected("message");
            browser.element("#ss-message-body").sendKeys("Both of you");
            browser.element("#ss-message-confirm").click();
            assertThat(page.awaitOutcome("ss-message", "sent")).isEqualTo("sent: 2, already ended: 0, failed: 0");
            browser.element("#ss-message-done").click();
            page.awaitText("#ss-selection [role=status]", "Nothing selected");
            for (RawClient client : List.of(later, john)) {
                client.awaitElement(element -> element.getName().equals("message"));
            }
        } finally {
            host.setProperty(HostOptions.ADMINISTRATORS, null);
        }
    }

    @Test
    void twoAdministratorsCloseEachSessionOnce() throws Exception {
        host.setProperty(HostOptions.ADMINISTRATORS, "admin@example.org,jane@example.org");
        try (Browser second = Browser.start(); RawClient one = login("john", "contended-1");
                RawClient two = login("john", "contended-2"); RawClient three = login("juan", "contended-3");
                RawClient spared = login("juan", "spared")) {
            page.await(id(spared));
            SessionsView beside = new SessionsView(second, host);
            beside.open("jane", HostOptions.PASSWORD);
            for (SessionsView view : List.of(page, beside)) {
                view.filter("contended-");
                view.awaitText("#ss-count", "3 of");
            }
            for (SessionsView view : List.of(page, beside)) {
                view.actOnMatching("close");
            }
            for (SessionsView view : List.of(page, beside)) {
                view.question("-confirm").click();
            }
            List<String> outcomes = Stream.of(page, beside).map(view -> view.awaitOutcome("closed")).toList();
            assertThat(outcomes.stream().mapToInt(outcome -> Integer.parseInt(outcome.replaceAll(
                    "closed: (\\d), already ended: \\d, failed: 0", "$1"))).sum()).as("closed, of %s", outcomes).isEqualTo(3);
            for (RawClient client : List.of(one, two, three)) {
                assertThat(client.awaitEnd()).isNotNull();
            }
            assertThat(second.takeErrors()).isEmpty();
        } finally {
            host.setProperty(HostOptions.ADMINISTRATORS, null);
        }
    }

    private void openSelected(String action) {
        browser.element("#ss-selection [data-action=" + action + "]").click();
        page.awaitElement("#ss-" + action);
    }
}
