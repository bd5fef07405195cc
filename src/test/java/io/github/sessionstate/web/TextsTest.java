package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.sessionstate.binding.BindEvent;
import io.github.sessionstate.health.HookReport;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.token.Scope;

/** Every word that is asked for is there, and no word is there that nobody asks for. */
class TextsTest {
    private static final Path BUNDLE = Path.of("i18n", "sessionstate_i18n.properties");
    // A call and its first argument: one key, or several that a condition chooses from.
    private static final Pattern CALL = Pattern.compile("\\b(?:text|textOr)\\(([^,)]*)");
    private static final Pattern KEY = Pattern.compile("'([a-z0-9_.-]+)'|`([^`]+)`");
    private static final Pattern PUT_IN = Pattern.compile("\\$\\{[^}]*}");

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    /** By a key of the scripts in which something is put in: all the keys that become of it, and no other. */
    private final Map<String, Set<String>> putTogether = new TreeMap<>();

    private static Set<String> bundle() throws IOException {
        return new TreeSet<>(load(BUNDLE).stringPropertyNames());
    }

    private static Properties load(Path bundle) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(bundle)) {
            properties.load(in);
        }
        return properties;
    }

    /** The keys that the scripts ask for, as they stand there: with {@code ${…}} where something is put in. */
    private static Set<String> askedByScripts() throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> scripts = Files.list(Path.of("web", "script"))) {
            for (Path script : (Iterable<Path>) scripts.filter(file -> !file.endsWith("texts.js"))::iterator) {
                Matcher calls = CALL.matcher(Files.readString(script));
                while (calls.find()) {
                    Set<String> keys = KEY.matcher(calls.group(1)).results().map(
                            key -> key.group(1) != null ? key.group(1) : key.group(2)).collect(Collectors.toSet());
                    assertThat(keys).as("keys in " + calls.group() + " of " + script).isNotEmpty();
                    asked.addAll(keys);
                }
            }
        }
        return asked;
    }

    private void putAllTogether() {
        putColumns();
        putCommands();
        putDetails();
        putHealth();
        putDrawings();
        put("access.${heading}", List.of("token", "made", "expires", "used"));
        put("make.scope.${scope}", Stream.of(Scope.values()).map(Scope::toString).toList());
        putPast();
        put("live.${state}", List.of("hidden", "idle", "on", "paused"));
        put("ended.${column}", List.of("at", "who", "cause", "address", "client", "lasted"));
        put("tile.${count}", List.of("total", "notopen", "c2s_unauthed", "c2s_unbound", "connected", "available",
                "interested", "detached"));
        put("settings.choice.${word}", List.of("true", "false"));
        put("settings.${setting.type}", List.of("seconds", "days"));
        for (Setting<?> setting : Setting.all()) {
            String[] parts = setting.name().substring("plugin.sessionstate.".length()).split("\\.");
            put("system_property.plugin.sessionstate.${group}.${name}", List.of(parts[0]), List.of(parts[1]));
            put("settings.title.${group}.${name}", List.of(parts[0]), List.of(parts[1]));
            put("settings.group.${group}", List.of(parts[0]));
            if (setting.allowed().choices() != null) {
                put("settings.choice.${word}", setting.allowed().choices());
            }
            if (setting.allowed().atLeast() != null) {
                put("settings.must.${setting.type}", List.of(setting.allowed().kind().toString()));
            }
        }
        for (String what : List.of("outcome", "load")) {
            put(what + ".${error.kind}", List.of("unanswered", "login_ended", "not_running", "refused"));
        }
    }

    private void putColumns() {
        // No page shows these; the id stands in the details by its own name.
        Set<SessionColumn> unseen = EnumSet.of(SessionColumn.ROSTER, SessionColumn.ADMINISTRATOR);
        put("column.${key}", columns(column -> !unseen.contains(column) && column != SessionColumn.ID));
        put("column.${key}.description", columns(column -> !unseen.contains(column)));
        List<String> stages = names(SessionStage.values());
        put("state.${stage}", stages);
        put("state.${stage}.meaning", stages);
        put("state.${count}.meaning", Stream.concat(stages.stream(), Stream.of("interested")).toList());
        List<String> shows = List.of("available", "chat", "away", "xa", "dnd");
        put("show.${show}", Stream.concat(shows.stream(), Stream.of("unavailable")).toList());
        put("${key}.${value}", List.of("state"), stages);
        put("${key}.${value}", List.of("show"), shows);
        put("duration.${unit}", List.of("s", "m", "h", "d"));
    }

    private static List<String> columns(Predicate<SessionColumn> which) {
        return Arrays.stream(SessionColumn.values()).filter(which).map(SessionColumn::key).toList();
    }

    private void putPast() {
        List<String> past = Arrays.stream(PastColumn.values()).map(PastColumn::facts)
                .filter(facts -> (Boolean) facts.get("past")).map(facts -> String.valueOf(facts.get("key"))).toList();
        put("past.${key}", past);
        put("past.${key}.description", past);
        put("history.view.${one}", List.of("sessions", "logins", "day"));
        put("erase.${key}", List.of("sessions", "logins", "queued", "references", "ended_list",
                "events", "open_sessions", "knocks", "counts"));
        put("erase.whom.${whom}", List.of("one", "all"));
        put("span.${name}", List.of("after", "until", "at"));
        put("logins.${key}", List.of("username", "ip"));
        put("logins.${column}", List.of("last_at", "first_at", "username", "failure", "attempts", "ip", "mechanism",
                "transport"));
    }

    private void putCommands() {
        List<String> forms = List.of("close", "message", "xml");
        for (String word : List.of("title", "confirm", "failed.detail")) {
            put("${form.name}." + word, forms);
        }
        // XML goes to one session.
        for (String word : List.of("title.many", "confirm.many", "count")) {
            put("${form.name}." + word, List.of("close", "message"));
        }
        put("${form.name}.${outcome}", List.of("close"), names(CloseResult.Outcome.values()));
        put("${form.name}.${outcome}", List.of("message", "xml"), List.of("sent", "queued", "gone", "failed"));
        put("message.type.${one}", List.of("chat", "normal", "headline"));
        put("command.${result.outcome}", List.of("closed", "sent", "queued", "gone", "failed", "unclear",
                "left"));
        List<String> bulk = List.of("close", "message");
        put("select.${action}", bulk);
        put("select.${action}.one", bulk);
        put("select.${action}.many", bulk);
        put("xml.${outcome}", List.of("queued", "gone"));
        put("menu.${action}", List.of("details", "message", "ping", "xml", "copy", "others", "address",
                "history", "user", "close"));
    }

    private void putDetails() {
        put("details.${name}", List.of("predicates", "properties", "connection", "host", "presence", "timeline",
                "user_sessions", "contacts", "end"));
        put("reason.${why}", names(PredicateReason.Why.values()));
        put("host.${key}", List.of("stream_management", "resumable", "inactive", "carbons", "language"));
        put("timeline.${kind}", names(SessionEventKind.values()));
        put("contact.${key}", List.of("jid", "name", "groups", "subscription"));
    }

    private void putDrawings() {
        put("kind.${kind}", List.of("client", "lost", "decided", "error", "server", "open"));
        put("day.${kind}", List.of("logins", "failed"));
        put("day.${column}", List.of("logins", "failed", "most"));
        put("day.${fact}", List.of("logins", "failed", "most", "ends"));
    }

    private void putHealth() {
        List<String> hooks = List.of("session-events", "stanzas", "accept", "web-sessions", "bind", "interested-routes",
                "direct-binds", "accounts", "shutdown", "statistics", "database");
        put("hook.${hook.name}", hooks);
        put("health.hook.${hook.name}", hooks);
        List<String> capabilities = List.of("tcp-accept", "tcp-connections", "connection-failures", "parser-state",
                "bind-handlers", "direct-binds", "routing-tables", "unbound-sessions", "detached-sessions", "session-close",
                "detached-end", "session-removal", "close-listener", "unacknowledged-stanzas", "first-presence",
                "bosh-requests", "web-ends", "client-routes", "encryption", "client-software", "stanza-counters",
                "client-activity", "user-agents", "property-changes", "property-descriptions", "console-addresses");
        put("capability.${name}", capabilities);
        put("capability.${name}.lost", capabilities);
        // Of those that are in place the page says nothing.
        put("hooks.${state}", Arrays.stream(HookReport.State.values()).filter(state -> state != HookReport.State.INSTALLED)
                .map(state -> state.name().toLowerCase(Locale.ROOT)).toList());
        put("health.state.${hook.state}", names(HookReport.State.values()));
        put("health.switched.${value ? 'on' : 'off'}", List.of("on", "off"));
        putHistory();
        List<String> ways = List.of("on", "off");
        put("switch.title.${way}", ways);
        put("switch.confirm.${way}", ways);
        for (Setting<?> setting : List.of(Setting.TAKEOVER_BIND, Setting.ROSTER_PUSH_INTERESTED_ONLY)) {
            String[] parts = setting.name().substring("plugin.sessionstate.".length()).split("\\.");
            put("switch.${group}.${name}.${way}", List.of(parts[0]), List.of(parts[1]), ways);
        }
        Map<String, List<String>> counted = Map.of(
                "repair.${kind}", List.of("missed_connection", "missed_session", "missed_bind", "missed_detach",
                        "missed_resume", "missed_end", "lost_route", "left_behind"),
                "decision.${kind}", List.of("conflict", "limit", "war", "bypassed"),
                "end.${cause}", PastTerms.causes(names(EndCause.values())));
        put("health.outcome.${outcome}", names(BindEvent.Outcome.values()));
        put("settings.choice.${policy}", Setting.CONFLICT_POLICY.allowed().choices());
        put("settings.choice.${policy}", Setting.LIMIT_POLICY.allowed().choices());
        counted.forEach((key, kinds) -> {
            put("health." + key, kinds);
            put("health." + key + ".meaning", kinds);
        });
    }

    private void putHistory() {
        List<String> facts = List.of("kept", "queued_rows", "written", "dropped", "lag", "last_error");
        put("health.history.${name}", facts);
        put("health.history.${name}.meaning", facts);
        put("health.history.${kept}", List.of("everything", "sessions", "logins", "counts_only", "off"));
    }

    private static List<String> names(Enum<?>... constants) {
        return Arrays.stream(constants).map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList();
    }

    /** @param values what is put in at each of the key's places: each of the first with each of the second */
    @SafeVarargs
    private void put(String key, List<String>... values) {
        List<String> made = List.of(key);
        for (List<String> those : values) {
            made = made.stream().flatMap(one -> those.stream().map(
                    value -> PUT_IN.matcher(one).replaceFirst(Matcher.quoteReplacement(value)))).toList();
        }
        putTogether.computeIfAbsent(key, none -> new TreeSet<>()).addAll(made);
    }

    @Test
    void everyKeyIsThereAndUsed() throws IOException {
        Map<Boolean, List<String>> inScripts = askedByScripts().stream().collect(
                Collectors.partitioningBy(key -> PUT_IN.matcher(key).find()));
        putAllTogether();
        assertThat(inScripts.get(true)).as("keys of scripts with something put in")
                .containsExactlyInAnyOrderElementsOf(putTogether.keySet());

        Set<String> asked = new TreeSet<>(inScripts.get(false));
        putTogether.values().forEach(asked::addAll);
        for (ConsolePage page : ConsolePage.values()) {
            asked.add("page." + page.name().toLowerCase(Locale.ROOT) + ".title");
        }
        asked.addAll(Set.of("page.language", "page.noscript"));
        // Of a message to users.
        asked.addAll(Set.of("notice.device.subject", "notice.device.text", "notice.device.unknown"));
        Matcher inDescriptor = PUT_IN.matcher(Files.readString(Path.of("plugin.xml")));
        while (inDescriptor.find()) {
            asked.add(inDescriptor.group().replaceAll("[${}]", ""));
        }
        assertThat(without(asked, bundle())).as("asked for, and not there").isEmpty();
        assertThat(without(bundle(), asked)).as("there, and not asked for").isEmpty();
    }

    private static Set<String> without(Set<String> keys, Set<String> others) {
        Set<String> rest = new TreeSet<>(keys);
        rest.removeAll(others);
        return rest;
    }

    static List<Path> translations() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("i18n"))) {
            return files.filter(file -> !file.equals(BUNDLE)).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("translations")
    void everyLanguageHasAllKeysWithTheirPlaces(Path translation) throws IOException {
        Properties english = load(BUNDLE);
        Properties translated = load(translation);

        assertThat(translated.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        assertThat(translated.stringPropertyNames()).allSatisfy(key -> {
            assertThat(places(translated.getProperty(key))).as(key).isEqualTo(places(english.getProperty(key)));
            assertThat(translated.getProperty(key)).as(key).isNotBlank().isEqualTo(
                    translated.getProperty(key).strip());
        });
        assertThat(translation.getFileName()).hasToString("sessionstate_i18n_"
                + translated.getProperty("page.language").replace('-', '_') + ".properties");
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theBundlesAreAscii() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("i18n"))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(StandardCharsets.US_ASCII.newEncoder()
                    .canEncode(Files.readString(file))).isTrue());
        }
    }
}
