package io.github.sessionstate.it.page;

import static io.github.sessionstate.it.support.SessionTable.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.it.browser.Scene;
import io.github.sessionstate.it.browser.SessionsView.Row;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.PluginPaths;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** Counts, filter and order of the page, and what stands of them in its address. */
class FindingIT extends BrowserTest {
    /** Each tile, and the filter that it stands for. */
    private static final Map<String, String> TILES = tiles();
    /** The graph is drawn into a canvas, of which only the pixels can be seen. */
    private static final String DRAWN = """
            const canvas = document.querySelector('.ss-graph canvas');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const colors = { total: [0x55, 0x55, 0x55], available: [0x2e, 0x7d, 0x26], c2s_unauthed: [0xb0, 0x4f, 0x00] };
            return arguments[0].every(line => {
                const color = colors[line];
                for (let i = 0; i < data.length; i += 4) {
                    if (data[i + 3] > 128 && color.every((part, at) => Math.abs(data[i + at] - part) < 8)) {
                        return true;
                    }
                }
                return false;
            });
            """;

    private static final List<String> LINES = List.of("total", "available", "c2s_unauthed");

    private static Map<String, String> tiles() {
        Map<String, String> tiles = new LinkedHashMap<>();
        tiles.put("notopen", "notopen:yes");
        tiles.put("c2s_unauthed", "type:c2s_unauthed");
        tiles.put("c2s_unbound", "type:c2s_unbound");
        tiles.put("connected", "connected:yes");
        tiles.put("available", "available:yes");
        tiles.put("interested", "interested:yes");
        tiles.put("total", "");
        tiles.put("detached", "detached:yes");
        return tiles;
    }

    /** The browser offers them below the box. */
    @Test
    void theLastWordOfAFilterIsCompleted() {
        assertThat(completionsOf("username:john st")).containsExactly("username:john stanzas_in:",
                "username:john stanzas_out:", "username:john state:", "username:john status:",
                "username:john stream_management:");
        assertThat(completionsOf("(state:a OR -state:c")).containsExactly("(state:a OR -state:c2s_unauthed",
                "(state:a OR -state:c2s_unbound", "(state:a OR -state:connected");
        assertThat(completionsOf("transport:tcp")).isEmpty();
        assertThat(completionsOf("")).isEmpty();
        page.awaitProblem("");
        assertThat(browser.takeErrors()).as("asked for what was not complete").allMatch(error -> error.contains("400"));
    }

    private List<String> completionsOf(String filter) {
        page.filter(filter);
        return browser.elements("#ss-words option").stream().map(option -> option.getDomProperty("value")).toList();
    }

    /** Who does not know the filter's language presses an example, and finds every key. */
    @Test
    @SuppressWarnings("unchecked")
    void theHelpHasExamplesToPress() throws Exception {
        try (RawClient waiting = host.connect(); RawClient john = login("john", "helped")) {
            waiting.openStream();
            String id = text(table.promptly("open", waiting, session -> session != null), "id");
            page.await(id);
            page.openPanel("ss-help");
            assertThat(browser.elements("#ss-help .ss-keys dd"))
                    .flatExtracting(keys -> List.of(keys.getText().split(", "))).hasSameElementsAs((List<String>) browser.run(
                            "return JSON.parse(document.getElementById('sessionstate').dataset.facts).filter_keys"));
            pressExample("secure:no");
            page.await(id);
            page.openPanel("ss-help");
            pressExample("-username:john");
            page.awaitGone(id(john));
            page.await(id);
            assertThat(page.filterText()).isEqualTo("-username:john");
            assertThat(browser.element("#ss-help").isDisplayed()).isFalse();
            goBack();
            page.await(id(john));
            assertThat(page.filterText()).isEqualTo("secure:no");
        }
        page.awaitProblem("");
    }

    /** With more in it than there is room for. */
    @Test
    void aPanelLeavesItsButtonInSight() {
        for (int width : new int[] {1280, 390}) {
            browser.resize(width);
            for (String panel : List.of("ss-columns", "ss-help")) {
                page.openPanel(panel);
                assertThat(browser.run("""
                        const panel = document.getElementById(arguments[0]).getBoundingClientRect();
                        const button = document.querySelector(`[popovertarget=${arguments[0]}]`)
                            .getBoundingClientRect();
                        return panel.top >= 0 && panel.bottom <= innerHeight
                            && (panel.top >= button.bottom || panel.bottom <= button.top);
                        """, panel)).as(panel + " at " + width).isEqualTo(true);
                browser.press(Keys.ESCAPE);
            }
        }
    }

    private void pressExample(String filter) {
        browser.elements("#ss-help button").stream().filter(button -> button.getText().equals(filter)).findFirst()
                .orElseThrow().click();
    }

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
            awaitQuery("q=filtered&sort=-priority");

            goBack();
            Await.until("the order before", Duration.ofSeconds(10),
                    () -> "ascending".equals(page.heading("priority").getDomAttribute("aria-sort")));
            page.awaitRows("lowest first", id(low), id(high));
            goBack();
            goBack();
            page.await(id(other));
            assertThat(page.filterText()).as("what was typed is one step").isEmpty();
            browser.run("history.go(3)");
            page.awaitRows("forward again", id(high), id(low));

            // As somebody who was sent the address.
            browser.open(host.console().url(PluginPaths.PAGE + "?q=filtered&sort=-priority"));
            page.awaitLive();
            page.awaitRows("the same view", id(high), id(low));
            assertThat(page.filterText()).isEqualTo("filtered");
            page.pressHeading("priority");
            page.awaitRows("oldest first again", id(low), id(high));
        }
    }

    private void goBack() {
        String before = browser.address().toString();
        browser.run("history.back()");
        Await.until("another address than " + before, Duration.ofSeconds(10),
                () -> !browser.address().toString().equals(before));
    }

    @Test
    void aLinkShowsPlaceAndColumns() throws Exception {
        try (RawClient first = login("john", "linked-1"); RawClient last = login("john", "linked-2")) {
            String link = PluginPaths.PAGE + "?q=linked-&columns=username,resource,priority&from=";
            String place = host.adminLogin().getJson(PluginPaths.SESSIONS + "?q=linked-&limit=1").get("next").getAsString();
            browser.open(host.console().url(link + place));
            page.awaitLive();
            page.awaitRows("from the place on", id(last));
            assertThat(browser.elements(".ss-table th[data-column]")).extracting(
                    heading -> heading.getDomAttribute("data-column")).containsExactly("username", "resource", "priority");
            assertThat(page.text("ss-range")).as("the end is known").isEqualTo("2\u20132 of 2");
            browser.open(host.console().url(link + "no-place"));
            page.awaitLive();
            page.awaitRows("the beginning, as there is no such place", id(first), id(last));
            assertThat(browser.takeErrors()).as("the place").allMatch(error -> error.contains("400"));
        }
    }

    private void awaitQuery(String query) {
        Await.until("the address says " + query, Duration.ofSeconds(10), () -> query.equals(browser.address().getQuery()));
    }

    @Test
    void anAddressIsPressedToSeeAllFromIt() throws Exception {
        try (RawClient john = login("john", "here"); RawClient jane = login("jane", "there")) {
            page.filter("here");
            awaitQuery("q=here");
            page.awaitRows("both", id(john), id(jane));
            browser.element("#ss-rows [data-press=address]").sendKeys(Keys.ENTER);
            // Once the answer is there, which has the same rows: until then there is no step to go back.
            awaitQuery("q=ip:127.0.0.1");
            page.awaitRows("all from there", id(john), id(jane));
            assertThat(page.filterText()).isEqualTo("ip:127.0.0.1");
            goBack();
            Await.until("the filter before", Duration.ofSeconds(10), () -> page.filterText().equals("here"));
            page.choose(id(jane), "address");
            Await.until("the menu does the same", Duration.ofSeconds(10), () -> page.filterText().equals("ip:127.0.0.1"));
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
            // What was asked while it was being typed may have been given up for the same question.
            assertThat(browser.takeErrors()).as("asked once, though the page went on asking").hasSizeBetween(1, 2)
                    .allSatisfy(error -> assertThat(error).contains("type%3A%3Cimg", "400"));

            page.filter("other");
            page.awaitProblem("");
            page.awaitRows("those of the next filter", id(jane));
        }
    }

    @Test
    void tilesCountAndFilter() throws Exception {
        try (Scene scene = Scene.set(host); RawClient plain = login("juan", "tile")) {
            Await.until("the session is detached", Duration.ofSeconds(5),
                    () -> SessionTable.is(table.byFullJid(Scene.DETACHED).get(0), "detached"));
            page.await(id(plain));
            JsonObject counts = host.adminLogin().getJson(PluginPaths.SESSIONS + "?limit=0").getAsJsonObject("counts");
            for (Map.Entry<String, String> tile : TILES.entrySet()) {
                int count = counts.get(tile.getKey()).getAsInt();
                assertThat(count).as(tile.getKey()).isPositive();
                page.tile(tile.getKey()).click();
                Await.until(count + " rows of " + tile.getKey() + ", as its tile says", Duration.ofSeconds(10),
                        () -> page.rows().size() == count && number(tile.getKey()) == count);
                assertThat(page.tile(tile.getKey()).getDomAttribute("aria-pressed")).isEqualTo("true");
                assertThat(page.filterText()).isEqualTo(tile.getValue());
            }
            page.tile("detached").click();
            page.await(id(plain));
            assertThat(page.filterText()).as("pressed once more").isEmpty();

            int connected = number("connected");
            plain.closeStream();
            Await.until("one less", Duration.ofSeconds(5), () -> number("connected") == connected - 1);
            // It is asked for every ten seconds.
            Await.until("the graph has its lines", Duration.ofSeconds(20), () -> {
                List<String> lines = linesToSee();
                return !lines.isEmpty() && (Boolean) browser.run(DRAWN, lines);
            });
            assertThat(scene.clients()).hasSize(11);
        } finally {
            for (JsonObject detached : table.byFullJid(Scene.DETACHED)) {
                table.close(text(detached, "id"), null, null);
            }
        }
    }

    /** Those of the graph that some moment shows apart from the others, whatever the tests before this one have done. */
    private List<String> linesToSee() throws IOException {
        JsonObject recent = table.status().getAsJsonObject("recent");
        Map<String, int[]> counts = new LinkedHashMap<>();
        LINES.forEach(line -> counts.put(line,
                recent.getAsJsonArray(line).asList().stream().mapToInt(JsonElement::getAsInt).toArray()));
        int most = counts.values().stream().flatMapToInt(IntStream::of).max().orElseThrow();
        return LINES.stream().filter(line -> IntStream.range(0, counts.get(line).length)
                .anyMatch(at -> LINES.stream().filter(other -> !other.equals(line)).allMatch(other ->
                        Math.abs(counts.get(line)[at] - counts.get(other)[at]) > most / 20))).toList();
    }

    private int number(String tile) {
        return Integer.parseInt(page.tile(tile).findElement(By.className("ss-tile-number")).getText());
    }

    @Test
    void termsFindByEveryKindOfProperty() throws Exception {
        try (RawClient silent = host.connect(); RawClient away = host.connectTls();
                RawClient plain = login("jane", "plain place")) {
            away.login("john", HostOptions.PASSWORD, "over-tls");
            away.presence("<show>away</show><priority>-3</priority>"
                    + "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://client.example' ver='v1'/>");
            String none = id(silent);
            String low = id(away);
            String other = id(plain);
            page.await(other);
            Map<String, List<String>> found = new LinkedHashMap<>();
            found.put("priority:<0", List.of(low));
            found.put("presence:away", List.of(low));
            found.put("secure:yes", List.of(low));
            found.put("secure:no", List.of(none, other));
            found.put("client:https://client*", List.of(low));
            found.put("client.example", List.of(low));
            found.put("ip:127.0.0.0/8 -secure:yes", List.of(none, other));
            found.put("ip:10.0.0.0/8", List.of());
            found.put("idle:>10m", List.of());
            found.put("idle:<10m type:c2s", List.of(other, low));
            found.put("username:\"john\"", List.of(low));
            found.put("resource:\"plain place\"", List.of(other));
            found.put("\"127.0.0.1\" over-tls", List.of(low));
            for (Map.Entry<String, List<String>> term : found.entrySet()) {
                page.filter(term.getKey());
                Await.until("the address says " + term.getKey(), Duration.ofSeconds(10),
                        () -> term.getKey().equals(browser.run("return new URL(location).searchParams.get('q')")));
                assertThat(page.rows().stream().map(Row::id)).as(term.getKey())
                        .containsExactlyInAnyOrderElementsOf(term.getValue());
            }
            // The last one, as somebody who was sent it.
            browser.open(browser.address());
            page.awaitLive();
            page.awaitRows("the same", low);
            assertThat(page.filterText()).isEqualTo("\"127.0.0.1\" over-tls");
        }
    }

    @Test
    void cellsAreAsTheApiHasThem() throws Exception {
        browser.timeZone("Asia/Tokyo");
        try (RawClient john = login("john", "clock")) {
            john.presence("<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='https://client.example' ver='1'/>");
            john.sync();
            // Now: a stanza that changes nothing is shown with the next change only.
            browser.open(host.console().url(PluginPaths.PAGE));
            page.awaitLive();
            JsonObject session = table.of(john);
            String id = text(session, "id");
            Row row = page.await("all that was sent", id, one -> one.cell("stanzas_in").equals(text(session, "stanzas_in")));
            assertThat(row.cell("stanzas_out")).isEqualTo(text(session, "stanzas_out"));
            assertThat(row.cell("client")).isEqualTo("https://client.example");
            for (String column : List.of("since", "idle_since")) {
                WebElement time = browser.element("#ss-rows tr[data-id='" + id + "'] [data-column=" + column + "] time");
                assertThat(time.getDomAttribute("datetime")).isEqualTo(text(session, column));
                assertThat(time.getDomAttribute("title").replace('\u202f', ' ')).isEqualTo(DateTimeFormatter
                        .ofPattern("MMM d, yyyy, h:mm:ss a O", Locale.US).withZone(ZoneId.of("Asia/Tokyo"))
                        .format(Instant.parse(text(session, column))));
            }
        }
    }
}
