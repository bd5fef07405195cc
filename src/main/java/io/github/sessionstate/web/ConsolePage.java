package io.github.sessionstate.web;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.text.Word;
import io.github.sessionstate.token.GrantRequest;

/**
 * The pages in the console. The HTML of each is a frame without data, which a script fills. No script and no style
 * stands in it, so that it works under the strictest content security policy; what the scripts need to know stands in
 * {@code data-} attributes.
 */
enum ConsolePage {
    /** Every session, to find and to act on. */
    SESSIONS("address", "api", "attention", "bar", "causes", "cells", "columns", "command", "commands", "details",
            "dialog", "dropdown", "filter", "focus", "forms", "frame", "graph", "group", "help", "icons", "link",
            "list", "live", "marks", "memory", "menu", "notices", "pager", "panel", "parts", "ping", "place",
            "preview", "reply", "steps", "table", "targets", "terms", "texts", "tiles", "times", "ui", "walk", "xml"),
    /** The sessions that ended lately, and the logins that failed. */
    ENDED("api", "attention", "causes", "cells", "details", "dialog", "dropdown", "filter", "focus", "help",
            "icons", "link", "list", "live", "notices", "panel", "parts", "steps", "targets", "terms", "texts",
            "times", "ui", "walk", "xml"),
    /** The sessions and the failed logins that the database keeps. */
    HISTORY("api", "attention", "axis", "bars", "causes", "cells", "columns", "day", "dialog", "dropdown", "erase",
            "filter", "focus", "frame", "help", "icons", "kept", "kinds", "link", "list", "live", "logins", "measured",
            "memory", "notices", "outcome", "panel", "parts", "past", "pastdetails", "span", "steps", "terms", "texts",
            "times", "ui", "walk", "xml"),
    /** The plugin's server properties, to change. */
    SETTINGS("api", "field", "outcome", "setting", "texts", "ui"),
    /** The tokens with which programs use the API in the name of who reads it. */
    ACCESS("api", "attention", "dialog", "focus", "grant", "issued", "live", "notices", "outcome", "revoke", "texts",
            "times", "token", "ui"),
    /** Whether the plugin works as it should, and what it had to do. */
    HEALTH("api", "attention", "dialog", "focus", "link", "live", "notices", "outcome", "reports", "setting",
            "switch", "texts", "times", "ui");

    private static final List<String> LIBRARIES = List.of("lib/htm.module.js", "lib/preact.module.js");

    private final String key = Word.of(this);
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
     * @param base          what stands before the names of scripts and styles
     */
    String html(Map<String, String> texts, String administrator, int idleSeconds, String base) {
        return """
                <!DOCTYPE html>
                <html>
                <head>
                <meta charset="UTF-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="pageID" content="sessionstate-%1$s"/>
                <title>%2$s</title>
                <link rel="stylesheet" type="text/css" href="%8$slib/uPlot.min.css"/>
                <link rel="stylesheet" type="text/css" href="%8$sstyle/sessionstate.css"/>
                %7$s<script type="module" src="%8$sscript/%1$s.js"></script>
                </head>
                <body>
                <div id="sessionstate" class="sessionstate" lang="%3$s" data-texts="%4$s" data-facts="%5$s">
                <noscript><p class="ss-notice">%6$s</p></noscript>
                </div>
                </body>
                </html>
                """.formatted(key, text(texts, "page." + key + ".title"), text(texts, "page.language"),
                escape(Json.text(texts)), escape(Json.text(Facts.of(this, administrator, idleSeconds))),
                text(texts, "page.noscript"), preloads(base), base);
    }

    /** The scripts that the page's own one imports. The browser would learn of them one after the other. */
    List<String> modules() {
        return Stream.concat(LIBRARIES.stream(), scripts.stream().map(script -> "script/" + script + ".js")).toList();
    }

    private String preloads(String base) {
        return modules().stream().map(module -> "<link rel=\"modulepreload\" href=\"%s%s\"/>\n".formatted(base, module))
                .collect(Collectors.joining());
    }

    // As it must stand in an element or in a quoted attribute.
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String text(Map<String, String> texts, String key) {
        return escape(texts.getOrDefault(key, key));
    }

    /**
     * What the scripts cannot know.
     *
     * @param columns       each by its key and its traits
     * @param filterKeys    what a filter may ask for
     * @param filterKinds   keys by the kind of their values
     * @param filterChoices the values of those keys that take no others
     * @param groupings     by what sessions can be counted
     * @param conditions    of stream errors
     */
    private record Facts(String administrator, int idleSeconds, List<Map<String, Object>> columns,
                         Collection<String> filterKeys, Map<String, List<String>> filterKinds,
                         Map<String, List<String>> filterChoices, List<String> groupings,
                         Collection<String> conditions, int maxFilter, int maxText, int maxXml, int maxSetting,
                         int maxLabel, int maxPurpose, long defaultDays, long maxDays) {
        static Facts of(ConsolePage page, String administrator, int idleSeconds) {
            SessionFilter.Kind kind = page == ENDED ? SessionFilter.Kind.ENDED
                    : page == HISTORY ? SessionFilter.Kind.PAST : SessionFilter.Kind.LIVE;
            return new Facts(administrator, idleSeconds, page == HISTORY
                    ? Arrays.stream(PastColumn.values()).map(PastColumn::facts).toList()
                    : Arrays.stream(SessionColumn.values()).map(Facts::column).toList(),
                    SessionFilter.keyNames(kind), SessionFilter.keysByKind(), SessionFilter.choices(kind),
                    SessionGrouping.keys(), CloseReason.CONDITIONS, SessionFilter.MAX_LENGTH, CloseServlet.MAX_TEXT,
                    SendServlet.MAX_XML, SettingsServlet.MAX_TEXT, GrantRequest.MAX_LABEL, GrantRequest.MAX_PURPOSE,
                    GrantRequest.DEFAULT_LIFE.toDays(), GrantRequest.MAX_LIFE.toDays());
        }

        private static Map<String, Object> column(SessionColumn column) {
            Map<String, Object> facts = new LinkedHashMap<>(Map.of("key", column.key()));
            for (ColumnTrait trait : ColumnTrait.values()) {
                facts.put(Word.of(trait), column.is(trait));
            }
            return facts;
        }
    }
}
