package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.when;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.settings.Setting;

class SettingsServletTest {
    private static final String BIND = Setting.TAKEOVER_BIND.name();
    private static final String INTERVAL = Setting.RECONCILE_INTERVAL.name();
    private static final String LIMIT = Setting.LIMIT_PER_USER.name();
    private static final String POLICY = Setting.LIMIT_POLICY.name();
    private static final String USERS = Setting.LIMIT_EXEMPT_USERS.name();

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private Exchange get() {
        return new Exchange("GET", ApiPaths.SETTINGS).run(new SettingsServlet());
    }

    private Exchange post(String body) {
        return console.authorize(new Exchange("POST", ApiPaths.SETTINGS)).body(body).run(new SettingsServlet());
    }

    /** @param value JSON */
    private Exchange set(String name, String value) {
        return post("{\"values\":{\"" + name + "\":" + value + "}}");
    }

    private static JsonObject setting(Exchange exchange, String name) {
        return exchange.json().getAsJsonArray("settings").asList().stream().map(JsonElement::getAsJsonObject)
                .filter(setting -> setting.get("name").getAsString().equals(name)).findFirst().orElseThrow();
    }

    // ------------------------------------------------------------------ telling

    @Test
    void tellsEverySettingInOrderAndTheToken() {
        Exchange exchange = get();

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.json().keySet()).containsExactly("settings");
        assertThat(exchange.json().getAsJsonArray("settings").asList())
                .extracting(setting -> setting.getAsJsonObject().get("name").getAsString())
                .containsExactlyElementsOf(Setting.all().stream().map(Setting::name).toList());
        assertThat(exchange.headers.get("X-CSRF-Token")).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void tellsWhatEachMayBe() {
        Exchange exchange = get();

        assertThat(setting(exchange, BIND)).hasToString("{\"name\":\"" + BIND + "\",\"type\":\"boolean\","
                + "\"default\":true,\"value\":true,\"set\":null,\"problem\":null,\"unknown\":null,\"allowed\":\"true or false\",\"choices\":null,"
                + "\"min\":null,\"max\":null}");
        assertThat(setting(exchange, INTERVAL)).hasToString("{\"name\":\"" + INTERVAL + "\",\"type\":\"seconds\","
                + "\"default\":60,\"value\":60,\"set\":null,\"problem\":null,\"unknown\":null,"
                + "\"allowed\":\"a number of seconds from 0 to 86400\",\"choices\":null,\"min\":0,\"max\":86400}");
        assertThat(setting(exchange, LIMIT)).hasToString("{\"name\":\"" + LIMIT + "\",\"type\":\"integer\","
                + "\"default\":0,\"value\":0,\"set\":null,\"problem\":null,\"unknown\":null,"
                + "\"allowed\":\"a whole number from 0 to 1000000\",\"choices\":null,\"min\":0,\"max\":1000000}");
        assertThat(setting(exchange, POLICY)).hasToString("{\"name\":\"" + POLICY + "\",\"type\":\"choice\","
                + "\"default\":\"reject_new\",\"value\":\"reject_new\",\"set\":null,\"problem\":null,\"unknown\":null,"
                + "\"allowed\":\"one of reject_new, close_oldest, close_idle\","
                + "\"choices\":[\"reject_new\",\"close_oldest\",\"close_idle\"],\"min\":null,\"max\":null}");
        assertThat(setting(exchange, USERS)).hasToString("{\"name\":\"" + USERS + "\",\"type\":\"text\","
                + "\"default\":\"\",\"value\":\"\",\"set\":null,\"problem\":null,\"unknown\":[],"
                + "\"allowed\":\"user names as they stand before the @, with commas between them\",\"choices\":null,"
                + "\"min\":null,\"max\":null}");
    }

    @Test
    void tellsWhatIsSetAndWhetherThatCounts() {
        console.properties.set(INTERVAL, " 5 ");
        console.properties.set(LIMIT, "<img src=x onerror=alert(1)>");

        Exchange exchange = get();

        assertThat(setting(exchange, INTERVAL).get("value").getAsInt()).isEqualTo(5);
        assertThat(setting(exchange, INTERVAL).get("set").getAsString()).isEqualTo(" 5 ");
        assertThat(setting(exchange, INTERVAL).get("problem").isJsonNull()).isTrue();
        assertThat(setting(exchange, LIMIT).get("value").getAsInt()).isZero();
        assertThat(setting(exchange, LIMIT).get("set").getAsString()).isEqualTo("<img src=x onerror=alert(1)>");
        assertThat(setting(exchange, LIMIT).get("problem").getAsString())
                .isEqualTo("must be a whole number from 0 to 1000000");
    }

    @Test
    void namesThatTheServerDoesNotKnowAreSavedAndTold() {
        console.users.add("jane");
        console.groups.add("night shift");

        Exchange users = set(USERS, "\"jane, nobody_here ,later\"");
        assertThat(users.status).isEqualTo(200);
        assertThat(setting(users, USERS).get("unknown")).hasToString("[\"nobody_here\",\"later\"]");
        Exchange groups = set("plugin.sessionstate.limit.exempt-groups", "\"night shift, day@shift\"");
        assertThat(setting(groups, "plugin.sessionstate.limit.exempt-groups").get("unknown"))
                .hasToString("[\"day@shift\"]");

        console.users.add("nobody_here");
        console.users.add("later");
        assertThat(setting(get(), USERS).get("unknown")).as("once they are there").hasToString("[]");
    }

    @Test
    void askingChangesNothing() {
        Exchange exchange = console.authorize(new Exchange("GET", ApiPaths.SETTINGS))
                .body("{\"values\":{\"" + BIND + "\":\"false\"}}").run(new SettingsServlet());

        assertThat(exchange.status).isEqualTo(200);
        assertThat(console.properties.writes).isZero();
        assertThat(console.entries).isEmpty();
        Exchange withParameters = new Exchange("GET", ApiPaths.SETTINGS);
        when(withParameters.request.getQueryString()).thenReturn(BIND + "=false");
        assertThat(withParameters.run(new SettingsServlet()).status).isEqualTo(400);
    }

    // ------------------------------------------------------------------ changing

    @Test
    void changesApplyAtOnceAndAreTold() {
        console.properties.set(INTERVAL, "5");

        Exchange exchange = post("{\"values\":{\"" + BIND + "\":\"false\",\"" + INTERVAL + "\":null}}");

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.json().getAsJsonArray("changed").toString())
                .isEqualTo("[\"" + BIND + "\",\"" + INTERVAL + "\"]");
        assertThat(setting(exchange, BIND).get("value").getAsBoolean()).isFalse();
        assertThat(setting(exchange, INTERVAL).get("value").getAsInt()).isEqualTo(60);
        assertThat(console.console.settings().get(Setting.TAKEOVER_BIND)).isFalse();
        assertThat(console.properties.values).isEqualTo(Map.of(BIND, "false"));
    }

    @Test
    void theAuditLogTellsWhoChangedWhatFromWhatToWhat() {
        console.properties.set(INTERVAL, "5");
        console.administrator = "jane";

        post("{\"values\":{\"" + BIND + "\":\"false\",\"" + INTERVAL + "\":null,\"" + LIMIT + "\":\"3\"}}");
        set(LIMIT, "\"4\"");

        String summary = "Session State: change a setting";
        assertThat(console.entries).isEqualTo(List.of(
                new Console.Entry("jane", summary, BIND + ": from the default (true) to \"false\""),
                new Console.Entry("jane", summary, INTERVAL + ": from \"5\" to the default (60)"),
                new Console.Entry("jane", summary, LIMIT + ": from the default (0) to \"3\""),
                new Console.Entry("jane", summary, LIMIT + ": from \"3\" to \"4\"")));
    }

    @Test
    void longTextsStayWithinAnEntryOfTheAuditLog() {
        set(USERS, '"' + "x".repeat(SettingsServlet.MAX_TEXT) + '"');
        set(USERS, '"' + "y".repeat(SettingsServlet.MAX_TEXT) + '"');

        assertThat(console.entries).hasSize(2)
                .allSatisfy(entry -> assertThat(entry.details()).hasSizeLessThan(AuditText.MAX_ENTRY));
    }

    @Test
    void whatIsSoAlreadyIsNotWritten() {
        console.properties.set(INTERVAL, "5");
        console.properties.writes = 0;

        Exchange exchange = post("{\"values\":{\"" + BIND + "\":null,\"" + INTERVAL + "\":\"5\"}}");

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.json().getAsJsonArray("changed")).isEmpty();
        assertThat(console.properties.writes).isZero();
        assertThat(console.entries).isEmpty();
    }

    @Test
    void whatSomebodyElseChangedMeanwhileIsToldAndNotOverwritten() {
        console.properties.set(LIMIT, "7");
        console.properties.writes = 0;

        Exchange exchange = post("{\"values\":{\"" + LIMIT + "\":\"5\"},\"known\":{\"" + LIMIT + "\":null,\"" + BIND
                + "\":null}}");

        assertThat(exchange.status).isEqualTo(409);
        assertThat(exchange.json().get("problems").toString())
                .isEqualTo("{\"" + LIMIT + "\":\"was changed meanwhile: it is \\\"7\\\"\"}");
        assertThat(exchange.error()).isEqualTo("nothing was changed: " + LIMIT
                + " was changed meanwhile: it is \"7\"");
        expectNothingChanged();

        assertThat(post("{\"values\":{\"" + LIMIT + "\":\"5\"},\"known\":{\"" + LIMIT + "\":\"7\"}}").status)
                .isEqualTo(200);
        assertThat(console.properties.values).isEqualTo(Map.of(LIMIT, "5"));
        assertThat(post("{\"values\":{},\"known\":{\"xmpp.domain\":null}}").status).as("none of ours").isEqualTo(400);
    }

    @Test
    void oneBadValueKeepsAllFromBeingChanged() {
        Exchange exchange = post("{\"values\":{\"" + BIND + "\":\"false\",\"" + INTERVAL + "\":\"soon\",\"" + LIMIT
                + "\":\"-1\",\"xmpp.domain\":\"example.net\"}}");

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.json().get("problems").toString()).isEqualTo("{\"" + INTERVAL
                + "\":\"must be a number of seconds from 0 to 86400\",\"" + LIMIT
                + "\":\"must be a whole number from 0 to 1000000\",\"xmpp.domain\":\"is not a setting\"}");
        assertThat(exchange.error()).isEqualTo("nothing was changed: " + INTERVAL
                + " must be a number of seconds from 0 to 86400; " + LIMIT
                + " must be a whole number from 0 to 1000000; xmpp.domain is not a setting");
        expectNothingChanged();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', value = {
        "takeover.bind, 'yes', must be true or false",
        "limit.policy, 'close_all', 'must be one of reject_new, close_oldest, close_idle'",
        "limit.per-user, '1000001', must be a whole number from 0 to 1000000",
        "limit.per-user, '', must be a whole number from 0 to 1000000",
        "limit.exempt-users, 'john@example.org', 'must be user names as they stand before the @, with commas between"
                + " them'",
        "limit.exempt-users, 'a,,b', 'must be user names as they stand before the @, with commas between them'",
        "limit.exempt-users, 'a b', 'must be user names as they stand before the @, with commas between them'",
        "limit.exempt-groups, ',', must be group names with commas between them",
        "limit.exempt-users, 'a\\u0000b', must not hold control characters",
        "limit.exempt-users, 'a\\nb', must not hold control characters"})
    void badValuesAreRefusedWithTheirReasons(String name, String value, String problem) {
        Exchange exchange = set("plugin.sessionstate." + name, '"' + value + '"');

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.json().getAsJsonObject("problems").get("plugin.sessionstate." + name).getAsString())
                .isEqualTo(problem);
        expectNothingChanged();
    }

    @Test
    void textsAreBounded() {
        assertThat(set(USERS, '"' + "x".repeat(SettingsServlet.MAX_TEXT + 1) + '"').status).isEqualTo(400);
        expectNothingChanged();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"values\":null}", "{\"values\":[]}", "{\"values\":{\"a\":1}}",
        "{\"values\":{\"a\":true}}", "{\"values\":{\"a\":{}}}", "{\"values\":{},\"x\":1}",
        "{\"values\":{},\"values\":{}}",
        "{\"values\":{\"plugin.sessionstate.takeover.bind\":\"false\",\"plugin.sessionstate.takeover.bind\":\"true\"}}",
        "{\"values\":{\"plugin.sessionstate.takeover.bind\":\"false\"}"})
    void otherBodiesAreRefused(String body) {
        Exchange exchange = post(body);

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.json().keySet()).containsExactly("title", "status", "code", "detail");
        expectNothingChanged();
    }

    @Test
    void anOverlongNameOrTooManyAreRefusedShortly() {
        Exchange exchange = set("x".repeat(10_000), "1");
        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).hasSizeLessThan(200);
        StringBuilder many = new StringBuilder("{\"values\":{\"a\":null");
        for (int i = 0; i < 200; i++) {
            many.append(",\"a").append(i).append("\":null");
        }
        exchange = post(many.append("}}").toString());
        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo("there must not be more than 100 values");
    }

    @Test
    void withoutTheTokenOfThisLoginNothingChanges() {
        String body = "{\"values\":{\"" + BIND + "\":\"false\"}}";
        String token = get().headers.get("X-CSRF-Token");

        Exchange missing = new Exchange("POST", ApiPaths.SETTINGS).type("application/json").body(body)
                .run(new SettingsServlet());
        Exchange wrong = new Exchange("POST", ApiPaths.SETTINGS).type("application/json").body(body)
                .header("X-CSRF-Token", token + "x").run(new SettingsServlet());
        console.administrator = "jane";
        Exchange ofAnother = new Exchange("POST", ApiPaths.SETTINGS).type("application/json").body(body)
                .header("X-CSRF-Token", token).run(new SettingsServlet());

        assertThat(List.of(missing, wrong, ofAnother)).allSatisfy(exchange -> {
            assertThat(exchange.status).isEqualTo(403);
            assertThat(exchange.error()).contains("X-CSRF-Token");
        });
        expectNothingChanged();
    }

    private void expectNothingChanged() {
        assertThat(console.properties.writes).isZero();
        assertThat(console.entries).isEmpty();
    }
}
