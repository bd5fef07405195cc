package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.web.SessionColumn.Trait;

/**
 * The pages in the console. The HTML of each is a frame without data, which a script fills. No script and no style stands
 * in it, so that it works under the strictest content security policy; what the scripts need to know stands in
 * {@code data-} attributes.
 */
enum ConsolePage {
    /** Every session, to find and to act on. */
    SESSIONS("api", "attention", "cells", "columns", "command", "details", "dialog", "filter", "forms", "graph", "live",
            "menu", "notices", "table", "texts", "tiles", "ui", "xml"),
    /** The plugin's server properties, to change. */
    SETTINGS("api", "field", "outcome", "setting", "texts", "ui"),
    /** Whether the plugin works as it should, and what it had to do. */
    HEALTH("api", "attention", "cells", "live", "notices", "outcome", "setting", "texts", "ui");

    private static final List<String> LIBRARIES = List.of("lib/htm.module.js", "lib/preact.module.js");

    private final String key = name().toLowerCase(Locale.ROOT);
    private final List<String> scripts;

    /** @param scripts what the page's script imports, itself or by what it imports */
    ConsolePage(String... scripts) {
        this.scripts = List.of(scripts);
    }

    /** The page at this path; empty if there is none. */
    static Optional<ConsolePage> at(String pathInfo) {
        return Arrays.stream(values()).filter(page -> ("/" + page.path()).equals(pathInfo)).findFirst();
    }

    /** As in {@link ApiPaths}. */
    String path() {
        return "sessionstate/" + key;
    }

    /**
     * The whole document. A decorator takes head and body apart and puts them into the console's own.
     *
     * @param texts         the plugin's words, by their keys
     * @param administrator who reads it
     * @param idleSeconds   after how long without the administrator's touch the page stops asking
     */
    String html(Map<String, String> texts, String administrator, int idleSeconds) {
        return """
                <!DOCTYPE html>
                <html>
                <head>
                <meta charset="UTF-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="pageID" content="sessionstate-%1$s"/>
                <title>%2$s</title>
                <link rel="stylesheet" type="text/css" href="lib/uPlot.min.css"/>
                <link rel="stylesheet" type="text/css" href="style/sessionstate.css"/>
                %7$s<script type="module" src="script/%1$s.js"></script>
                </head>
                <body>
                <div id="sessionstate" class="sessionstate" lang="%3$s" data-texts="%4$s" data-facts="%5$s">
                <noscript><p class="ss-notice">%6$s</p></noscript>
                </div>
                </body>
                </html>
                """.formatted(key, text(texts, "page." + key + ".title"), text(texts, "page.language"), words(texts),
                Html.escape(facts(administrator, idleSeconds).toString()), text(texts, "page.noscript"), preloads());
    }

    /** The scripts that the page's own one imports. The browser would learn of them one after the other. */
    List<String> modules() {
        return Stream.concat(LIBRARIES.stream(), scripts.stream().map(script -> "script/" + script + ".js")).toList();
    }

    private String preloads() {
        return modules().stream().map("<link rel=\"modulepreload\" href=\"%s\"/>\n"::formatted)
                .collect(Collectors.joining());
    }

    private static String text(Map<String, String> texts, String key) {
        return Html.escape(texts.getOrDefault(key, key));
    }

    private static String words(Map<String, String> texts) {
        JsonObject words = new JsonObject();
        texts.forEach(words::addProperty);
        return Html.escape(words.toString());
    }

    /** What the scripts cannot know. */
    private static JsonObject facts(String administrator, int idleSeconds) {
        JsonObject facts = new JsonObject();
        facts.addProperty("administrator", administrator);
        facts.addProperty("idle_seconds", idleSeconds);
        facts.add("columns", columns());
        JsonArray conditions = new JsonArray();
        CloseReason.CONDITIONS.forEach(conditions::add);
        facts.add("conditions", conditions);
        facts.addProperty("max_filter", SessionFilter.MAX_LENGTH);
        facts.addProperty("max_text", CloseServlet.MAX_TEXT);
        facts.addProperty("max_xml", SendServlet.MAX_XML);
        facts.addProperty("max_setting", SettingsServlet.MAX_TEXT);
        return facts;
    }

    private static JsonElement columns() {
        JsonArray columns = new JsonArray();
        for (SessionColumn column : SessionColumn.values()) {
            JsonObject one = new JsonObject();
            one.addProperty("key", column.key());
            for (Trait trait : Trait.values()) {
                one.addProperty(trait.name().toLowerCase(Locale.ROOT), column.is(trait));
            }
            columns.add(one);
        }
        return columns;
    }
}
