package io.github.sessionstate.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import com.google.gson.stream.JsonWriter;

import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.LiveSettings.Change;
import io.github.sessionstate.settings.Names;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.text.Quote;

/**
 * {@code GET settings}: {@code {"settings":[{name,type,default,value,set,problem,unknown,allowed,choices,min,max}],
 * "csrf_token":"…"}}. {@code value} is what counts now; {@code set} the property as it was set, null if it is not;
 * {@code problem} why that does not count; {@code unknown} the users or groups in it that the server does not have yet.
 *
 * <p>{@code POST settings} with {@code {"values":{NAME:"…",…}}} sets properties, and deletes those whose value is null.
 * All or none: {@code {"error":"…","problems":{NAME:"must be …"}}} with status 400 if one of them may not be that.
 * Answers as {@code GET}, and with {@code changed}, the names of those that were not so before.
 */
public final class SettingsServlet extends ApiServlet {
    static final int MAX_TEXT = 4_000;

    private static final long serialVersionUID = 1L;
    private static final int MAX_VALUES = 100;
    // Two of these, and the name, make an entry of the audit log.
    private static final int MAX_AUDITED = 1_400;

    /** Made by the host. */
    public SettingsServlet() {
        super(ApiPaths.SETTINGS, "GET", "POST");
    }

    @Override
    void answer(RunningServices services, String administrator, HttpServletRequest request, JsonWriter json)
            throws IOException, ApiException {
        json.beginObject();
        if (request.getMethod().equals("POST")) {
            PostCheck.check(services, administrator, request);
            change(services, administrator, read(request), json);
        } else {
            refuseParameters(request);
        }
        json.name("settings").beginArray();
        for (Setting<?> setting : Setting.all()) {
            write(json, services, setting);
        }
        json.endArray().name("csrf_token").value(services.csrfTokens().token(request, administrator)).endObject();
    }

    // ------------------------------------------------------------------ changing

    private static Map<String, String> read(HttpServletRequest request) throws IOException, ApiException {
        Body body = new Body();
        JsonBody.read(request, body);
        if (body.values == null) {
            throw ApiException.badRequest("values is missing");
        }
        return body.values;
    }

    private static final class Body implements JsonBody.Reader {
        private Map<String, String> values;

        @Override
        public boolean read(String key, JsonBody body) throws IOException, ApiException {
            if (!key.equals("values")) {
                return false;
            }
            values = body.textsOrNulls(MAX_VALUES);
            return true;
        }
    }

    private static void change(RunningServices services, String administrator, Map<String, String> values, JsonWriter json)
            throws IOException, ApiException {
        Map<Setting<?>, String> known = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        values.forEach((name, text) -> {
            Setting<?> setting = Setting.named(name).orElse(null);
            String problem = setting == null ? "is not a setting" : problem(setting, text);
            if (problem == null) {
                known.put(setting, text);
            } else {
                problems.put(name, problem);
            }
        });
        if (!problems.isEmpty()) {
            throw new ApiException(problems.entrySet().stream()
                    .map(problem -> Quote.line(problem.getKey(), 100) + ' ' + problem.getValue())
                    .collect(Collectors.joining("; ", "nothing was changed: ", "")), problems);
        }
        List<String> changed = new ArrayList<>();
        try {
            services.settings().change(known, change -> {
                changed.add(change.setting().name());
                services.audit().record(administrator, "Session State: change a setting", describe(change));
            });
        } catch (UnsupportedOperationException e) {
            throw new ApiException(HttpServletResponse.SC_NOT_IMPLEMENTED, "nothing was changed: " + e.getMessage());
        }
        json.name("changed");
        write(json, changed);
    }

    private static String problem(Setting<?> setting, String text) {
        if (text != null && text.length() > MAX_TEXT) {
            return "must not be longer than " + MAX_TEXT + " characters";
        }
        // A property has one line on every page that shows it, and not every database takes all of them.
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            return "must not hold control characters";
        }
        return setting.problem(text);
    }

    private static String describe(Change change) {
        return change.setting() + ": from " + describe(change.setting(), change.before())
                + " to " + describe(change.setting(), change.after());
    }

    private static String describe(Setting<?> setting, String text) {
        return text == null ? "the default (" + plain(setting.defaultValue()) + ')'
                : '"' + Quote.line(text, MAX_AUDITED) + '"';
    }

    // ------------------------------------------------------------------ telling

    private static void write(JsonWriter json, RunningServices services, Setting<?> setting) throws IOException {
        LiveSettings settings = services.settings();
        String text = settings.text(setting);
        json.beginObject().name("name").value(setting.name()).name("type").value(setting.kind()).name("default");
        write(json, setting.defaultValue());
        json.name("value");
        write(json, settings.get(setting));
        json.name("set").value(text).name("problem").value(setting.problem(text)).name("unknown");
        write(json, unknown(services.accounts(), settings, setting));
        json.name("allowed").value(setting.allowed()).name("choices");
        write(json, setting.choices());
        json.name("min").value(setting.atLeast()).name("max").value(setting.atMost()).endObject();
    }

    // Null if no names are asked for.
    private static List<String> unknown(Accounts accounts, LiveSettings settings, Setting<?> setting) {
        if (setting == Setting.LIMIT_EXEMPT_USERS) {
            return Names.unknown(settings.get(Setting.LIMIT_EXEMPT_USERS), accounts::hasUser);
        }
        return setting == Setting.LIMIT_EXEMPT_GROUPS
                ? Names.unknown(settings.get(Setting.LIMIT_EXEMPT_GROUPS), accounts::hasGroup) : null;
    }

    private static void write(JsonWriter json, List<String> texts) throws IOException {
        if (texts == null) {
            json.nullValue();
            return;
        }
        json.beginArray();
        for (String text : texts) {
            json.value(text);
        }
        json.endArray();
    }

    private static void write(JsonWriter json, Object value) throws IOException {
        Object plain = plain(value);
        if (plain instanceof Boolean flag) {
            json.value(flag);
        } else if (plain instanceof Number number) {
            json.value(number);
        } else {
            json.value((String) plain);
        }
    }

    private static Object plain(Object value) {
        return value instanceof Duration time ? (Object) time.toSeconds() : value;
    }
}
