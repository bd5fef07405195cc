package io.github.sessionstate.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import javax.servlet.http.HttpServletRequest;

import com.google.gson.annotations.SerializedName;

import io.github.sessionstate.settings.AllowedValues;
import io.github.sessionstate.settings.LiveSettings;
import io.github.sessionstate.settings.LiveSettings.Change;
import io.github.sessionstate.settings.Names;
import io.github.sessionstate.settings.Setting;
import io.github.sessionstate.text.Quote;
import io.github.sessionstate.token.Scope;

/**
 * {@code GET settings}. {@code POST settings} with {@code {"values":{NAME:"…",…}}} sets properties, and deletes those
 * whose value is null. All or none: {@code "problems":{NAME:"must be …"}} with status 400 if one of them may not be
 * that, and with status 409 if one of those in {@code "known":{NAME:"…",…}} is not set to that any more.
 */
public final class SettingsServlet extends ApiServlet {
    static final int MAX_TEXT = 4_000;

    private static final long serialVersionUID = 1L;
    private static final int MAX_VALUES = 100;
    // Two of these, and the name, make an entry of the audit log.
    private static final int MAX_AUDITED = 1_400;

    /** Made by the server. */
    public SettingsServlet() {
        super(ApiPaths.SETTINGS, Operation.get(Scope.READ, "The settings", All.class),
                Operation.post(Scope.SETTINGS, "Change settings", Body.class, Changed.class).keyed()
                        .failing(Problem.BAD_SETTING, Problem.CHANGED_MEANWHILE, Problem.NOT_OFFERED));
    }

    /**
     * A setting.
     *
     * @param value   what counts now
     * @param set     the property as it was set; null if it is not
     * @param problem why that does not count; null if it does
     * @param unknown the users or groups in it that the server does not have yet; null if it has no names in it
     */
    record Described(String name, AllowedValues.Kind type, @SerializedName("default") Object defaultValue,
                     Object value, String set, String problem, List<String> unknown, String allowed,
                     List<String> choices, Long min, Long max) {
        static Described of(Setting<?> setting, LiveSettings settings, Accounts accounts) {
            String text = settings.text(setting);
            AllowedValues<?> allowed = setting.allowed();
            return new Described(setting.name(), allowed.kind(), setting.defaultValue(), settings.get(setting), text,
                    setting.problem(text), unknownNames(accounts, settings, setting), allowed.text(),
                    allowed.choices(), allowed.atLeast(), allowed.atMost());
        }
    }

    record All(List<Described> settings) {
    }

    /** @param changed the names of those that were not so before */
    record Changed(List<String> changed, List<Described> settings) {
    }

    @Override
    All answer(RunningServices services, Caller caller, HttpServletRequest request) throws ApiException {
        return new All(all(services));
    }

    @Override
    Changed run(RunningServices services, Caller caller, Record wanted) throws ApiException {
        Body body = (Body) wanted;
        Map<String, String> known = body.known == null ? Map.of() : body.known;
        if (Math.max(body.values.size(), known.size()) > MAX_VALUES) {
            throw ApiException.badBody("there must not be more than " + MAX_VALUES + " values");
        }
        List<String> changed = change(services, caller, body.values, known);
        return new Changed(changed, all(services));
    }

    /**
     * @param values what settings are to be, by name
     * @param known  what the client takes settings to be set to, by name; null or empty to overwrite whatever is set
     */
    record Body(@Required Map<String, String> values, Map<String, String> known) {
    }

    private static List<Described> all(RunningServices services) {
        return Setting.all().stream()
                .map(setting -> Described.of(setting, services.settings(), services.accounts())).toList();
    }

    // Null if no names are asked for.
    private static List<String> unknownNames(Accounts accounts, LiveSettings settings, Setting<?> setting) {
        if (setting == Setting.LIMIT_EXEMPT_USERS) {
            return Names.unknown(settings.get(Setting.LIMIT_EXEMPT_USERS), accounts::hasUser);
        }
        return setting == Setting.LIMIT_EXEMPT_GROUPS
                ? Names.unknown(settings.get(Setting.LIMIT_EXEMPT_GROUPS), accounts::hasGroup) : null;
    }

    // ------------------------------------------------------------------ changing

    private static List<String> change(RunningServices services, Caller caller, Map<String, String> values,
                                       Map<String, String> known) throws ApiException {
        Map<String, String> problems = new LinkedHashMap<>();
        Map<Setting<?>, String> texts = settings(values, problems, SettingsServlet::problem);
        Map<Setting<?>, String> taken = settings(known, problems, (setting, text) -> null);
        if (!problems.isEmpty()) {
            throw unchanged(Problem.BAD_SETTING, problems);
        }
        List<String> changed = new ArrayList<>();
        List<Setting<?>> others;
        try {
            others = services.settings().change(texts, taken, change -> {
                changed.add(change.setting().name());
                caller.record(services.audit(), "Session State: change a setting", describe(change));
            });
        } catch (UnsupportedOperationException e) {
            throw new ApiException(Problem.NOT_OFFERED, "nothing was changed: " + e.getMessage());
        }
        if (!others.isEmpty()) {
            others.forEach(setting -> problems.put(setting.name(),
                    "was changed meanwhile: it is " + describe(setting, services.settings().text(setting))));
            throw unchanged(Problem.CHANGED_MEANWHILE, problems);
        }
        return changed;
    }

    /**
     * The settings of these names.
     *
     * @param problems takes what is wrong with which name
     * @param check    gives what is wrong with a text; null for nothing
     */
    private static Map<Setting<?>, String> settings(Map<String, String> texts, Map<String, String> problems,
                                                    BiFunction<Setting<?>, String, String> check) {
        Map<Setting<?>, String> settings = new LinkedHashMap<>();
        texts.forEach((name, text) -> {
            Setting<?> setting = Setting.named(name).orElse(null);
            String problem = setting == null ? "is not a setting" : check.apply(setting, text);
            if (problem == null) {
                settings.put(setting, text);
            } else {
                problems.put(name, problem);
            }
        });
        return settings;
    }

    private static ApiException unchanged(Problem problem, Map<String, String> problems) {
        return new ApiException(problem, problems.entrySet().stream()
                .map(one -> Quote.line(one.getKey(), 100) + ' ' + one.getValue())
                .collect(Collectors.joining("; ", "nothing was changed: ", "")), problems);
    }

    private static String problem(Setting<?> setting, String text) {
        if (text != null && text.length() > MAX_TEXT) {
            return "must not be longer than " + MAX_TEXT + " characters";
        }
        if (text != null && ControlCharacters.areIn(text)) {
            return "must not hold control characters";
        }
        return setting.problem(text);
    }

    private static String describe(Change change) {
        return change.setting() + ": from " + describe(change.setting(), change.before())
                + " to " + describe(change.setting(), change.after());
    }

    private static String describe(Setting<?> setting, String text) {
        Object value = setting.defaultValue();
        return text == null ? "the default (" + (value instanceof Duration time ? time.toSeconds() : value) + ')'
                : '"' + Quote.line(text, MAX_AUDITED) + '"';
    }
}
