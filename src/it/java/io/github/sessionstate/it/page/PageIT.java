package io.github.sessionstate.it.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

import org.dom4j.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.Scene;
import io.github.sessionstate.it.browser.SessionsView.Row;
import io.github.sessionstate.it.browser.Stage;
import io.github.sessionstate.it.host.AdminClient;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** The page, in a real browser and the host's own console. */
class PageIT extends BrowserTest {
    private static final String YES = "\u2713yes";
    private static final String NO = "\u2013no";

    @BeforeAll
    static void sayIfThereIsNoBrowser() {
        if (!Browser.isInstalled()) {
            // The build's output only counts what was skipped.
            System.err.println(Browser.missing());
        }
    }

    // ------------------------------------------------------------------ the files

    @Test
    void theBrowserKeepsScriptsAndStyles() throws Exception {
        String files = "performance.getEntriesByType('resource').filter(one => one.name.includes('/files/'))";
        browser.open(host.console().url(PluginPaths.PAGE));
        page.awaitLive();
        assertThat((Long) browser.run("return " + files + ".length")).isGreaterThan(40);
        assertThat((Long) browser.run("return " + files + ".filter(one => one.transferSize > 0).length")).isZero();
        String script = (String) browser.run("return " + files + ".find(one => one.name.endsWith('/table.js')).name");
        assertThat(host.adminLogin().get(URI.create(script).getPath()).statusCode()).isEqualTo(200);
        HttpResponse<String> withoutLogin = host.console().get(URI.create(script).getPath());
        assertThat(withoutLogin.statusCode()).isEqualTo(302);
    }

    // ------------------------------------------------------------------ the table

    @Test
    void whatWouldNotBeSeenIsMadeVisible() throws Exception {
        try (RawClient john = login("john", "two  blanks")) {
            john.presence("<status>\u202ednuor\u202c \u200b\ud83d\udc69\u200d\ud83d\udcbb end</status>"
                    + "<priority>300</priority>");
            john.sync();
            Row row = page.await("the status", id(john), shown -> shown.cell("show").contains("end"));
            assertThat(row.cell("priority")).as("the host's own beside it").isEqualTo("127 (300)");
            assertThat(row.cell("resource")).isEqualTo("two\u2423\u2423blanks");
            assertThat(row.cell("show")).endsWith("[U+202E]dnuor[U+202C] [U+200B]\ud83d\udc69\u200d\ud83d\udcbb end");
            assertThat(row.titles().get("username")).isEqualTo("john@example.org/two\u2423\u2423blanks");
            page.choose(id(john), "copy");
            page.awaitText("#ss-copied", "john@example.org/two\u2423\u2423blanks");
        }
    }

    @Test
    void everyStageHasItsRow() throws Exception {
        try (RawClient silent = host.connect(); RawClient opened = host.connect();
                RawClient authenticated = host.connect(); RawClient unbound = host.connect();
                RawClient bound = host.connect(); RawClient interested = host.connect();
                RawClient available = host.connect()) {
            opened.openStream();
            authenticated.openStream();
            authenticated.authPlain("john", HostOptions.PASSWORD);
            unbound.authenticate("juan", HostOptions.PASSWORD);
            bound.login("john", HostOptions.PASSWORD, "bound");
            interested.login("jane", HostOptions.PASSWORD, "interested");
            interested.rosterGet();
            available.login("jane", HostOptions.PASSWORD, "available");
            available.presence("<show>away</show><status>Back soon</status><priority>5</priority>");
            available.sync();

            page.showColumns(Stage.COLUMNS);
            see(silent, new Stage("", "", "Not open", "c2s_unauthed", YES, NO, NO, NO, "", ""));
            see(opened, new Stage("", "", "Unauthenticated", "c2s_unauthed", NO, NO, NO, NO, "", ""));
            see(authenticated, new Stage("john", "", "Not open", "c2s_unbound", YES, NO, NO, NO, "", ""));
            see(unbound, new Stage("juan", "", "Unbound", "c2s_unbound", NO, NO, NO, NO, "", ""));
            see(bound, new Stage("john", "bound", "Connected", "c2s", NO, YES, NO, NO, "", ""));
            Row asked = see(interested, new Stage("jane", "interested", "Connected", "c2s", NO, YES, NO, YES, "", ""));
            assertThat(asked.titles().get("state")).isEqualTo("connected: a resource is bound\n"
                    + "interested: it asked for its roster");
            Row row = see(available, new Stage("jane", "available", "Available", "c2s", NO, YES, YES, NO, "5",
                    "away: Back soon"));
            assertThat(row.titles().get("username")).isEqualTo("jane@example.org/available");
            assertThat(row.cell("conn")).isEqualTo("127.0.0.1");
            String address = "127.0.0.1:" + available.localPort() + ", no TLS";
            assertThat(row.titles().get("conn")).isEqualTo(address + ", tcp");
            assertThat(row.menuLabel()).isEqualTo("Actions for the session of jane@example.org/available (" + address + ")");
            assertThat(row.cell("since")).matches("\\d+s|\\dm \\d+s");
        }
    }

    @Test
    void pageFollowsTheSessionsWithoutAReload() throws Exception {
        browser.run("window.marker = 'never reloaded'");
        try (RawClient john = host.connectTls()) {
            john.login("john", HostOptions.PASSWORD, "moving");
            String id = id(john);
            // The name of the protocol is known once the handshake is over, which nothing tells the page.
            page.await("TLS", id,
                    row -> row.titles().get("conn").matches("127\\.0\\.0\\.1:\\d+, TLSv1\\.[23], tcp"));
            browser.run("document.querySelector(`#ss-rows tr[data-id='${arguments[0]}'] .ss-more`).focus()", id);

            john.presence("<show>dnd</show><priority>7</priority>");
            page.await("the new presence", id, row -> row.cell("show").equals("do not disturb")
                    && row.cell("priority").equals("7") && row.cell("state").startsWith("Available"));
            john.unavailable();
            page.await("no presence", id, row -> row.cell("show").isEmpty()
                    && row.cell("priority").isEmpty() && row.cell("state").startsWith("Connected"));
            assertThat(browser.run("return document.activeElement.closest('tr').dataset.id"))
                    .as("the focus survives the refreshes").isEqualTo(id);
            john.closeStream();
            page.awaitGone(id);
        }
        assertThat(browser.run("return window.marker")).isEqualTo("never reloaded");
    }

    @Test
    void nothingIsSaidOfHooksThatAreInPlace() throws Exception {
        assertThat(table.status().getAsJsonArray("hooks")).isNotEmpty()
                .allMatch(hook -> SessionTable.text(hook.getAsJsonObject(), "state").equals("installed"));
        page.awaitElement(".ss-graph");
        assertThat(page.text("ss-hooks").strip()).as("said once the page knows of them").isEmpty();
        assertThat(browser.element("#ss-hooks").isDisplayed()).isFalse();
    }

    // ------------------------------------------------------------------ closing

    @Test
    void closeAsksFirstAndCanBeCancelled() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "spared");
            String id = id(john);
            page.await(id);
            page.pressClose(id);
            assertThat(page.question("-who").getText())
                    .isEqualTo("john@example.org/spared, from 127.0.0.1:" + john.localPort() + ", no TLS");
            assertThat(page.question("-text").getRect().width).as("width of the fields")
                    .isEqualTo(page.question("-condition").getRect().width);
            page.question("-cancel").click();
            Await.until("the question is gone", Duration.ofSeconds(2), () -> browser.elements("#ss-close").isEmpty());
            john.sync();
            assertThat(table.of(john)).as("session after Cancel").isNotNull();
            assertThat(browser.run("return document.activeElement.closest('tr').dataset.id"))
                    .as("the focus goes back").isEqualTo(id);
        }
    }

    @Test
    void confirmedCloseTellsTheClientAndTheAdministrator() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "kicked");
            String id = id(john);
            page.await(id);
            page.pressClose(id);
            page.confirmClose("resource-constraint", "because of <b>this</b> & \"that\"");

            assertThat(page.awaitOutcome("closed")).isEqualTo("Session closed.");
            Element error = john.awaitEnd();
            assertThat(error).as("stream error").isNotNull();
            assertThat(error.element("resource-constraint")).isNotNull();
            assertThat(error.elementText("text")).isEqualTo("because of <b>this</b> & \"that\"");
            page.question("-done").click();
            page.awaitGone(id);
        }
    }

    @Test
    void closeOfASessionThatHasEndedSaysSo() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "leaving");
            String id = id(john);
            page.await(id);
            page.pressClose(id);
            john.closeStream();
            table.promptly("ended", john, session -> session == null);
            page.question("-confirm").click();
            assertThat(page.awaitOutcome("gone")).isEqualTo("The session had already ended.");
        }
    }

    // ------------------------------------------------------------------ what clients choose

    @Test
    void hostileTextIsText() throws Exception {
        String resource = "\"><img src=x onerror=alert(1)>";
        String node = "\\3cimg\\20src=x\\20onerror=alert(2)\\3e";
        String status = "<img src=x onerror=\"window.hacked=3\"><script>window.hacked=4</script>";
        host.addUser(node, HostOptions.PASSWORD);
        try (RawClient attacker = host.connect(); RawClient escaped = host.connect()) {
            attacker.login("john", HostOptions.PASSWORD, resource);
            attacker.presence("<status>" + RawClient.escape(status) + "</status>"
                    + "<img xmlns='http://www.w3.org/1999/xhtml' src='x' onerror='window.hacked=5'/>");
            escaped.login(node, HostOptions.PASSWORD, "</td><script>window.hacked=6</script>");

            String id = id(attacker);
            Row row = page.await("the status", id, r -> r.cell("show").equals("available: " + status));
            assertThat(row.cell("resource")).isEqualTo(resource);
            assertThat(row.titles().get("resource")).isEqualTo(resource);
            assertThat(row.titles().get("username")).isEqualTo("john@example.org/" + resource);
            assertThat(row.titles().get("show")).isEqualTo("available: " + status);
            assertThat(row.menuLabel()).contains(resource);
            Row other = page.await(id(escaped));
            assertThat(other.cell("username")).isEqualTo(node);
            assertThat(other.cell("resource")).isEqualTo("</td><script>window.hacked=6</script>");
            page.showColumns("username", "presence", "full_jid");
            row = page.await("the stanza", id,
                    r -> r.cell("presence").contains("<img xmlns=\"http://www.w3.org/1999/xhtml\""));
            assertThat(row.titles().get("presence")).isEqualTo(row.cell("presence"));
            assertThat(row.cell("full_jid")).isEqualTo("john@example.org/" + resource);

            page.pressClose(id);
            assertThat(page.question("-who").getText()).contains(resource);
            page.confirmClose("policy-violation", status);
            page.awaitOutcome("closed");
            assertThat(attacker.awaitEnd().elementText("text")).isEqualTo(status);

            assertThat(browser.elements("#sessionstate img, #sessionstate script, #ss-rows td td")).isEmpty();
            assertThat(browser.run("return window.hacked")).as("mark of a script that ran").isNull();
            page.question("-done").click();
            page.awaitGone(id);
        }
    }

    /** Without this, {@link #hostileTextIsText} would prove little. */
    @Test
    void hostileTextWouldHaveRunAsMarkup() throws Exception {
        browser.run("document.querySelector('#sessionstate').insertAdjacentHTML('beforeend', arguments[0])",
                "<img src=x onerror=alert(1)>");
        if (host.hasConsoleFrame()) {
            Await.until("the script of the image ran", Duration.ofSeconds(10),
                    () -> "alert 1".equals(browser.run("return window.hacked")));
            assertThat(browser.takeErrors()).as("the image that is not there").hasSize(1);
        } else {
            // The strict policy refuses the script, and says so where every test looks.
            List<String> errors = new ArrayList<>();
            Await.until("two errors: the script, and the image that is not there", Duration.ofSeconds(10),
                    () -> errors.addAll(browser.takeErrors()) && errors.size() == 2);
            assertThat(errors).anyMatch(error -> error.contains("Executing inline event handler violates"));
        }
    }

    // ------------------------------------------------------------------ the console around it

    @Test
    void pageFitsIntoTheConsole() throws Exception {
        assertThat(browser.run("return document.title")).asString().contains("Session State");
        if (host.hasConsoleFrame()) {
            assertThat(browser.elements("#jive-main #jive-content #sessionstate")).as("inside the frame").hasSize(1);
            assertThat(browser.elements("#jive-sidebar .currentlink")).extracting(WebElement::getText)
                    .containsExactly("Session State");
            assertThat(browser.element("#jive-nav .currentlink").getText()).isEqualTo("Sessions");
        } else {
            assertThat(browser.elements("#jive-main-content > #sessionstate")).as("inside the test host's").hasSize(1);
        }
    }

    // ------------------------------------------------------------------ the login

    @Test
    void withoutALoginThereIsNothingToSee() throws Exception {
        AdminClient stranger = host.console();
        HttpResponse<String> answer = stranger.get(PluginPaths.PAGE);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).hasValueSatisfying(
                target -> assertThat(target).contains("/login.jsp?url=").contains("sessionstate"));
        answer = stranger.get(PluginPaths.SESSIONS);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(
                type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"Session State\"");
        assertThat(JsonParser.parseString(answer.body()).getAsJsonObject().keySet()).containsExactly("title", "status", "code", "detail");
    }

    @Test
    void endedLoginIsToldAndANewOneIsNoticed() throws Exception {
        browser.run("window.marker = 'never reloaded'");
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "still-there");
            String id = id(john);
            page.await(id);
            // As somebody does in another tab.
            browser.runAsync("const done = arguments[0]; fetch('/index.jsp?logout=true').then(() => done())");
            page.awaitState("off", "Your console login has ended. The data shown is old.");
            assertThat(browser.element("#ss-login").isDisplayed()).isTrue();
            assertThat(page.rows()).as("what was known stays").extracting(Row::id).contains(id);

            page.pressClose(id);
            page.question("-confirm").click();
            assertThat(page.awaitOutcome("failed")).contains("Your console login has ended.");
            Pictures.keep(browser, host, "sessions-login-ended");
            page.question("-cancel").click();
            john.sync();

            AdminClient again = host.adminLogin();
            browser.setCookie("JSESSIONID", again.sessionCookie());
            page.awaitLive();
            assertThat(browser.elements("#ss-login")).isEmpty();
            page.pressClose(id);
            page.question("-confirm").click();
            page.awaitOutcome("closed");
            assertThat(john.awaitEnd()).isNotNull();
        }
        assertThat(browser.run("return window.marker")).isEqualTo("never reloaded");
        expectRefusedLogins();
    }

    @Test
    void linkLeadsThroughTheLoginBackToThePage() throws Exception {
        browser.deleteCookie("JSESSIONID");
        page.awaitState("off", "Your console login has ended. The data shown is old.");
        browser.element("#ss-login").click();
        Await.until("the login form", Duration.ofSeconds(10), page::isLogin);
        page.logIn();
        page.awaitLive();
        expectRefusedLogins();
    }

    /** The browser notes each 401, whatever the page makes of it; there must be no other error. */
    private static void expectRefusedLogins() {
        assertThat(browser.takeErrors()).isNotEmpty().allMatch(error -> error.contains("status of 401"));
    }

    // ------------------------------------------------------------------ the picture

    @Test
    void pictureForTheReadme() throws Exception {
        try (Scene scene = Scene.set(host)) {
            Await.until("the session is detached", Duration.ofSeconds(5),
                    () -> SessionTable.is(table.byFullJid(Scene.DETACHED).get(0), "detached"));
            for (RawClient client : scene.clients()) {
                page.await(id(client));
            }
            String id = SessionTable.text(table.byFullJid(Scene.DETACHED).get(0), "id");
            page.await("detached", id, row -> row.cell("state").startsWith("Detached"));

            byte[] png = Pictures.keep(browser, host, "sessions");

            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            assertThat(image.getWidth()).isEqualTo(1280);
            assertThat(browser.run("const frame = document.querySelector('.ss-scroll');"
                    + "return frame.scrollWidth - frame.clientWidth")).as("pixels out of sight").isEqualTo(0L);
        } finally {
            // It would outlive the test by minutes.
            for (JsonObject detached : table.byFullJid(Scene.DETACHED)) {
                table.close(SessionTable.text(detached, "id"), null, null);
            }
        }
    }

    // ------------------------------------------------------------------

    private Row see(RawClient client, Stage stage) throws IOException {
        return page.await(stage.toString(), id(client), row -> Stage.of(row).equals(stage));
    }
}
