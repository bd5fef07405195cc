package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import io.github.sessionstate.session.CloseReason;

class PageServletTest {
    private static final String PAGE = ConsolePage.SESSIONS.path();
    private static final Pattern IMPORTED = Pattern.compile("^(?:import|export)\\b[^;]*?from '([^']+)'", Pattern.MULTILINE);

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static Exchange get() {
        return get(ConsolePage.SESSIONS);
    }

    private static Exchange get(ConsolePage page) {
        return new Exchange("GET", page.path());
    }

    private static String key(ConsolePage page) {
        return page.name().toLowerCase(Locale.ROOT);
    }

    @ParameterizedTest
    @EnumSource
    void theDecoratorFindsWhatItNeeds(ConsolePage page) {
        Exchange exchange = get(page).run(new PageServlet());

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.headers).containsEntry("Content-Type", "text/html; charset=UTF-8")
                .containsEntry("Cache-Control", "no-store").containsEntry("X-Content-Type-Options", "nosniff");
        assertThat(exchange.text()).startsWith("<!DOCTYPE html>")
                .contains("<meta name=\"pageID\" content=\"sessionstate-" + key(page) + "\"/>",
                        "<title>page." + key(page) + ".title</title>");
    }

    @ParameterizedTest
    @EnumSource
    void nothingInItNeedsALaxSecurityPolicy(ConsolePage page) {
        String html = get(page).run(new PageServlet()).text();

        assertThat(Pattern.compile("\\son[a-z]+\\s*=|\\sstyle\\s*=|<style|javascript:").matcher(html).find()).isFalse();
        assertThat(Pattern.compile("<script(?! type=\"module\" src=\"script/" + key(page) + "\\.js\"></script>)")
                .matcher(html).find()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void theBrowserIsToldOfEveryScriptAtOnce(ConsolePage page) throws IOException {
        Set<String> imported = new TreeSet<>();
        collectImports("script" + page.path().substring(page.path().lastIndexOf('/')) + ".js", imported);

        assertThat(page.modules()).containsExactlyInAnyOrderElementsOf(imported);
        assertThat(page.modules()).allSatisfy(module -> assertThat(get(page).run(new PageServlet()).text())
                .contains("<link rel=\"modulepreload\" href=\"" + module + "\"/>"));
    }

    private static void collectImports(String script, Set<String> imported) throws IOException {
        Matcher names = IMPORTED.matcher(Files.readString(Path.of("web", script)));
        while (names.find()) {
            String name = Path.of(script).resolveSibling(names.group(1)).normalize().toString();
            if (imported.add(name) && name.startsWith("script/")) {
                collectImports(name, imported);
            }
        }
    }

    @Test
    void tellsTheScriptsWhatTheyCannotKnow() {
        console.texts.put("tile.total", "All \u00e9");
        String html = get().run(new PageServlet()).text();

        JsonObject facts = json(html, "facts");
        assertThat(facts.get("administrator").getAsString()).isEqualTo("admin");
        List<JsonObject> columns = facts.getAsJsonArray("columns").asList().stream().map(JsonElement::getAsJsonObject)
                .toList();
        assertThat(columns).extracting(column -> column.get("key").getAsString())
                .containsExactly(Arrays.stream(SessionColumn.values()).map(SessionColumn::key).toArray(String[]::new));
        assertThat(columns).allSatisfy(column -> assertThat(column.get("sortable").getAsBoolean()).isEqualTo(
                SessionColumn.ofKey(column.get("key").getAsString()).is(ColumnTrait.SORTABLE)));
        assertThat(facts.getAsJsonArray("conditions").asList()).extracting(JsonElement::getAsString)
                .containsExactlyElementsOf(CloseReason.CONDITIONS);
        assertThat(json(html, "texts").get("tile.total").getAsString()).isEqualTo("All \u00e9");
    }

    @Test
    void tellsTheScriptOfTheHistoryWhatThatKeeps() {
        JsonObject facts = json(get(ConsolePage.HISTORY).run(new PageServlet()).text(), "facts");

        List<JsonObject> columns = facts.getAsJsonArray("columns").asList().stream().map(JsonElement::getAsJsonObject)
                .toList();
        assertThat(columns).filteredOn(column -> column.get("shown").getAsBoolean())
                .extracting(column -> column.get("key").getAsString())
                .containsExactly("ended_at", "full_jid", "ended_cause", "client", "conn", "since", "lasted");
        assertThat(columns).allSatisfy(column -> {
            String key = column.get("key").getAsString();
            assertThat(column.get("sortable").getAsBoolean()).as(key).isFalse();
            assertThat(column.get("past").getAsBoolean() || SessionColumn.ofKey(key) != null).as(key).isTrue();
        });
        assertThat(facts.getAsJsonArray("filter_keys").asList()).extracting(JsonElement::getAsString).contains("cause");
        assertThat(facts.getAsJsonObject("filter_choices").getAsJsonArray("cause").asList())
                .extracting(JsonElement::getAsString).contains("replaced", "server_lost", "tracking_stopped", "none");
    }

    private static JsonObject json(String html, String name) {
        Matcher attribute = Pattern.compile("data-" + name + "=\"([^\"]*)\"").matcher(html);
        assertThat(attribute.find()).isTrue();
        return JsonParser.parseString(attribute.group(1).replace("&quot;", "\"").replace("&#39;", "'")
                .replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).getAsJsonObject();
    }

    @Test
    void wordsCannotBecomeMarkup() {
        for (String key : List.of("page.sessions.title", "page.language", "page.noscript", "tile.total")) {
            console.texts.put(key, "\"'><b>&" + key);
        }
        console.administrator = "x\"'<i>";

        assertThat(get().run(new PageServlet()).text()).doesNotContain("<b>", "<i>")
                .contains("&quot;&#39;&gt;&lt;b&gt;&amp;page.sessions.title");
    }

    @Test
    void stopsPollingWellBeforeTheLoginWouldEnd() {
        Exchange exchange = get();
        assertThat(exchange.run(new PageServlet()).text()).contains("&quot;idle_seconds&quot;:600,");

        exchange = get();
        when(exchange.request.getSession(false).getMaxInactiveInterval()).thenReturn(60);
        assertThat(exchange.run(new PageServlet()).text()).contains("&quot;idle_seconds&quot;:30,");

        exchange = get();
        when(exchange.request.getSession(false).getMaxInactiveInterval()).thenReturn(-1);
        assertThat(exchange.run(new PageServlet()).text()).contains("&quot;idle_seconds&quot;:600,");
    }

    @Test
    void isForAdministratorsOnItsOwnPathByGet() {
        assertThat(new Exchange("GET", PAGE + ".js").run(new PageServlet()).status).isEqualTo(404);
        Exchange post = new Exchange("POST", PAGE).run(new PageServlet());
        assertThat(post.status).isEqualTo(405);
        assertThat(post.headers).containsEntry("Allow", "GET, HEAD");
        console.administrator = null;
        assertThat(get().run(new PageServlet()).status).isEqualTo(403);
        console.close();
        assertThat(get().run(new PageServlet()).status).isEqualTo(503);
    }
}
