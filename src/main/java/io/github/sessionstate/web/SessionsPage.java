package io.github.sessionstate.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.web.SessionColumn.Trait;

/**
 * The page's HTML: a frame without data, which the scripts fill. No script and no style stands in it, so that it works
 * under the strictest content security policy; what the scripts need to know stands in {@code data-} attributes.
 */
final class SessionsPage {
    /** The words that the scripts put in. */
    static final List<String> SCRIPT_TEXTS = List.of("live.connecting", "live.on", "live.hidden", "live.idle",
            "live.unreachable", "live.failed", "live.not_running", "live.login_ended", "live.login",
            "live.address_refused", "live.updated", "count.none", "count.one", "count.many",
            "count.matching", "count.cut", "hooks.installed", "hooks.waiting", "hooks.failed", "hooks.taken_over", "hooks.none", "wars.one",
            "value.yes", "value.no", "value.none", "value.detached", "value.secure", "value.plain", "value.compressed",
            "value.seeded", "close.button", "close.button.label", "close.whose", "close.running", "close.closed",
            "close.gone", "close.failed", "close.failed.detail", "close.refused", "close.unknown");

    private static final String DEFAULT_CONDITION = "policy-violation";

    /** The counts that are shown, and the filter that gives the sessions that they count. */
    private enum Tile {
        TOTAL(""), NOTOPEN("notopen:yes"), C2S_UNAUTHED("type:c2s_unauthed"), C2S_UNBOUND("type:c2s_unbound"),
        CONNECTED("connected:yes"), AVAILABLE("available:yes"), INTERESTED("interested:yes"),
        DETACHED("detached:yes");

        private final String filter;

        Tile(String filter) {
            this.filter = filter;
        }

        /** As in the JSON. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final UnaryOperator<String> texts;
    private final List<HookReport.Hook> hooks;
    private final int idleSeconds;

    /**
     * @param texts       text of key
     * @param hooks       all hooks, whose names need words
     * @param idleSeconds after how long without the administrator's touch the page stops asking
     */
    SessionsPage(UnaryOperator<String> texts, List<HookReport.Hook> hooks, int idleSeconds) {
        this.texts = texts;
        this.hooks = hooks;
        this.idleSeconds = idleSeconds;
    }

    /** The whole document. A decorator takes head and body apart and puts them into the console's own. */
    String html() {
        return """
                <!DOCTYPE html>
                <html>
                <head>
                <meta charset="UTF-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="pageID" content="sessionstate-sessions"/>
                <title>%s</title>
                <link rel="stylesheet" type="text/css" href="style/sessions.css"/>
                <script type="module" src="script/sessions.js"></script>
                </head>
                <body>
                <div id="sessionstate" class="sessionstate" lang="%s" data-idle-seconds="%d" data-texts="%s">
                """.formatted(text("page.title"), text("page.language"), idleSeconds, Html.escape(scriptTexts()))
                + header() + tiles() + filter() + table() + closeDialog() + """
                </div>
                </body>
                </html>
                """;
    }

    private String header() {
        return """
                <p>%s</p>
                <noscript><p class="ss-notice">%s</p></noscript>
                <div class="ss-bar">
                <p class="ss-live"><span id="ss-live" role="status"></span>
                <a id="ss-login" href="sessions" hidden="hidden"></a></p>
                <p id="ss-count"></p>
                <p id="ss-updated"></p>
                </div>
                <p id="ss-hooks" class="ss-hooks" role="status"></p>
                <p id="ss-wars" class="ss-notice ss-wars" role="status" hidden="hidden"></p>
                <p id="ss-cut" class="ss-notice" role="status" hidden="hidden"></p>
                """.formatted(text("page.intro"), text("page.noscript"));
    }

    private String tiles() {
        return Arrays.stream(Tile.values()).map(tile -> """
                <button type="button" class="ss-tile" data-count="%s" data-filter="%s" aria-pressed="false">
                <span class="ss-tile-number">\u2013</span> <span class="ss-tile-name">%s</span></button>
                """.formatted(tile.key(), tile.filter, text("tile." + tile.key())))
                .collect(Collectors.joining("", "<div id=\"ss-tiles\" class=\"ss-tiles\" role=\"group\" aria-label=\""
                        + text("tile.label") + "\">\n", "</div>\n"));
    }

    private String filter() {
        return """
                <form id="ss-filter" class="ss-filter" role="search">
                <label for="ss-q">%s</label>
                <input id="ss-q" type="search" maxlength="%d" spellcheck="false" autocapitalize="none"
                autocomplete="off" placeholder="%s" aria-describedby="ss-q-error"/>
                <details class="ss-help"><summary>%s</summary><p>%s</p></details>
                <p id="ss-q-error" class="ss-q-error" role="alert"></p>
                </form>
                """.formatted(text("filter.label"), SessionFilter.MAX_LENGTH, text("filter.example"),
                text("filter.help"), text("filter.help.text"));
    }

    private String table() {
        String headings = Arrays.stream(SessionColumn.values()).filter(column -> column.is(Trait.SHOWN))
                .map(this::heading).collect(Collectors.joining());
        return """
                <div class="ss-scroll" tabindex="0" role="region" aria-label="%s">
                <table class="jive-table ss-table">
                <thead><tr>
                %s<th scope="col"><span class="ss-unseen">%s</span></th>
                </tr></thead>
                <tbody id="ss-rows"></tbody>
                </table>
                </div>
                """.formatted(text("page.title"), headings, text("page.actions"));
    }

    private String heading(SessionColumn column) {
        String name = text(column.i18nKey());
        String description = text(column.descriptionI18nKey());
        String title = column.is(Trait.NARROW) ? name + ": " + description : description;
        String content = column.is(Trait.NARROW) ? "<span aria-hidden=\"true\">" + text(column.shortI18nKey())
                + "</span><span class=\"ss-unseen\">" + name + "</span>" : name;
        if (column.is(Trait.SORTABLE)) {
            content = "<button type=\"button\" class=\"ss-sort\">" + content + "</button>";
        }
        return "<th scope=\"col\" data-column=\"%s\"%s title=\"%s\">%s</th>\n".formatted(column.key(),
                column.is(Trait.NUMBER) ? " class=\"ss-number\"" : "", title, content);
    }

    private String closeDialog() {
        String conditions = CloseReason.CONDITIONS.stream().map(condition -> "<option%s>%s</option>\n"
                .formatted(condition.equals(DEFAULT_CONDITION) ? " selected=\"selected\"" : "", condition))
                .collect(Collectors.joining());
        return """
                <dialog id="ss-close" class="ss-dialog" aria-labelledby="ss-close-title">
                <form method="dialog" autocomplete="off">
                <h2 id="ss-close-title">%s</h2>
                <p id="ss-close-who" class="ss-who"></p>
                <p class="ss-field"><label for="ss-close-condition">%s</label>
                <select id="ss-close-condition"><option value="">%s</option>
                %s</select></p>
                <p class="ss-field"><label for="ss-close-text">%s</label>
                <input id="ss-close-text" type="text" maxlength="%d"/></p>
                <p id="ss-close-outcome" class="ss-outcome" role="status"></p>
                <p class="ss-buttons"><button type="button" id="ss-close-confirm">%s</button>
                <button type="button" id="ss-close-cancel">%s</button>
                <button type="button" id="ss-close-done" hidden="hidden">%s</button></p>
                </form>
                </dialog>
                """.formatted(text("close.title"), text("close.condition"), text("close.condition.none"), conditions,
                text("close.text"), CloseServlet.MAX_TEXT, text("close.confirm"), text("close.cancel"),
                text("close.done"));
    }

    private String scriptTexts() {
        List<String> keys = new ArrayList<>(SCRIPT_TEXTS);
        hooks.forEach(hook -> keys.add("hook." + hook.name()));
        JsonObject words = new JsonObject();
        keys.forEach(key -> words.addProperty(key, texts.apply(key)));
        return words.toString();
    }

    private String text(String key) {
        return Html.escape(texts.apply(key));
    }
}
