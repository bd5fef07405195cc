package io.github.sessionstate.it.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import io.github.sessionstate.it.browser.Browser;
import io.github.sessionstate.it.browser.SessionsView;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.WebElement;

/** The demo: its cast shows every kind of session, and on the test host a frame leads from page to page. */
class DemoIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int SESSIONS = 55;
    private static final String START = "/index.jsp";
    /** The box that holds a page, in a window of 1280 px. */
    private static final Map<String, Long> ROOM = Map.of("left", 234L, "top", 190L, "width", 975L);
    private static final Map<String, Predicate<JsonObject>> KINDS = Map.ofEntries(
            Map.entry("no stream", session -> type(session, "c2s_unauthed") && SessionTable.is(session, "notopen")),
            Map.entry("no login", session -> type(session, "c2s_unauthed") && !SessionTable.is(session, "notopen")),
            Map.entry("a failed login", session -> SessionTable.text(session, "login_failed_condition") != null),
            Map.entry("no resource", session -> type(session, "c2s_unbound")),
            Map.entry("connected only", session -> type(session, "c2s") && !SessionTable.is(session, "available")
                    && !SessionTable.is(session, "interested")),
            Map.entry("interested only", session -> !SessionTable.is(session, "available")
                    && SessionTable.is(session, "interested")),
            Map.entry("available", session -> SessionTable.is(session, "available")),
            Map.entry("negative priority", session -> session.get("priority").getAsInt() < 0),
            Map.entry("detached", session -> SessionTable.is(session, "detached")),
            Map.entry("TLS", session -> connection(session, "secure", "true")),
            Map.entry("no TLS", session -> connection(session, "secure", "false")),
            Map.entry("BOSH", session -> connection(session, "transport", "bosh")),
            Map.entry("WebSocket", session -> connection(session, "transport", "websocket")));

    private static OpenfireHost host;
    private static Cast cast;

    @BeforeAll
    static void start() throws IOException {
        host = OpenfireHost.start(Cast.options());
        cast = Cast.play(host);
    }

    @AfterAll
    static void stop() {
        if (cast != null) {
            cast.close();
        }
        if (host != null) {
            host.close();
        }
    }

    @Test
    void everyKindOfSessionIsThere() throws Exception {
        SessionTable table = new SessionTable(host);
        Await.until(SESSIONS + " sessions", LIMIT, () -> table.all().size() >= SESSIONS);
        // Not all at the same moment: some come and go.
        for (Map.Entry<String, Predicate<JsonObject>> kind : KINDS.entrySet()) {
            Await.until(kind.getKey(), LIMIT, () -> table.all().stream().anyMatch(kind.getValue()));
        }
        List<JsonObject> sessions = table.all();
        assertThat(resources(sessions, Cast.MANY)).hasSize(Cast.SENSORS);
        assertThat(resources(sessions, Cast.HOSTILE)).containsExactlyInAnyOrderElementsOf(Cast.HOSTILE_RESOURCES);
        assertThat(sessions.stream().filter(session -> type(session, "c2s"))
                .collect(Collectors.groupingBy(session -> SessionTable.text(session, "username"))).keySet())
                .contains("amelia.hart", "ops-bot", "reception", "john", "admin");
        Await.until("one rival throws the other out", LIMIT,
                () -> table.status().getAsJsonObject("ended").has("replaced"));
    }

    private static List<String> resources(List<JsonObject> sessions, String username) {
        return sessions.stream().filter(session -> username.equals(SessionTable.text(session, "username")))
                .map(session -> SessionTable.text(session, "resource")).toList();
    }

    private static boolean type(JsonObject session, String type) {
        return type.equals(SessionTable.text(session, "type"));
    }

    private static boolean connection(JsonObject session, String key, String value) {
        return !session.get("conn").isJsonNull()
                && value.equals(SessionTable.text(session.getAsJsonObject("conn"), key));
    }

    @Test
    void theFrameLeadsFromPageToPage() throws Exception {
        assumeTrue(Browser.isInstalled(), Browser::missing);
        try (Browser browser = Browser.start()) {
            browser.resize(1280);
            SessionsView page = new SessionsView(browser, host);
            page.open();
            if (!host.hasConsoleFrame()) {
                browser.open(url(START));
                expectCurrent(browser, START);
                assertThat(browser.element("#jive-content > h1").getText()).isEqualTo("What to try");
                assertThat(browser.element("#jive-main-content").getText()).contains("-Dopenfire.home=DIR")
                        .contains("port " + host.ports().client());
                expectLinksToAnswer(browser);
            }
            for (String path : List.of(PluginPaths.ENDED_PAGE, PluginPaths.HISTORY_PAGE, PluginPaths.SETTINGS_PAGE,
                    PluginPaths.ACCESS_PAGE, PluginPaths.HEALTH_PAGE, PluginPaths.PAGE)) {
                browser.elements("#jive-sidebar a").stream().filter(link -> leadsTo(link, path)).findFirst()
                        .orElseThrow().click();
                Await.until(path, LIMIT, () -> browser.address().getPath().equals(path));
                expectCurrent(browser, path);
                page.awaitElement("#jive-main-content #sessionstate");
                assertThat(browser.elements("#jive-main-content #sessionstate")).hasSize(1);
            }
            // Of what has no room in a cell the browser draws three dots, and of a button no part.
            browser.element("#ss-q").sendKeys("transport:bosh ip:2001:db8::/32");
            page.awaitText("#ss-count", "1 of");
            assertThat(browser.run("const { scrollWidth, clientWidth } = document.querySelector('#ss-rows td.ss-address');"
                    + "return scrollWidth <= clientWidth")).as("a long address fits with its transport").isEqualTo(true);
            assertThat(browser.takeErrors()).allMatch(error -> error.contains("400"));
        }
    }

    private static boolean leadsTo(WebElement link, String path) {
        return path.equals(URI.create(link.getDomProperty("href")).getPath());
    }

    private static void expectCurrent(Browser browser, String path) {
        // The address is the new one before the document is there.
        Await.until("the frame of " + path, LIMIT, () -> !browser.elements("#jive-sidebar .currentlink a").isEmpty());
        assertThat(browser.elements("#jive-sidebar .currentlink a")).hasSize(1).allMatch(link -> leadsTo(link, path));
    }

    private static void expectLinksToAnswer(Browser browser) throws IOException {
        List<URI> links = browser.elements("#jive-main-content a").stream()
                .map(link -> URI.create(link.getDomProperty("href"))).toList();
        assertThat(links).isNotEmpty();
        for (URI link : links) {
            // A page takes any filter, and its server knows whether it is one.
            String answering = link.getRawQuery() == null
                    ? link.getPath() : PluginPaths.SESSIONS + '?' + link.getRawQuery();
            assertThat(host.adminLogin().get(answering).statusCode()).as(answering).isEqualTo(200);
        }
    }

    @Test
    void theFrameTakesTheRoomOfTheRealOne() throws Exception {
        assumeTrue(Browser.isInstalled(), Browser::missing);
        try (Browser browser = Browser.start()) {
            browser.resize(1280);
            new SessionsView(browser, host).open();
            browser.open(url(START));
            Object room = browser.run("""
                    // Without a scroll bar, which takes room as well.
                    document.documentElement.style.overflow = 'hidden';
                    const box = document.getElementById('jive-main-content').getBoundingClientRect();
                    return { left: Math.round(box.left), top: Math.round(box.top), width: Math.round(box.width) };
                    """);
            // Older consoles have other frames.
            if (!host.hasConsoleFrame() || host.isAtLeast("5.1")) {
                assertThat(room).isEqualTo(ROOM);
            }
        }
    }

    private static URI url(String path) {
        return host.console().url(path);
    }
}
