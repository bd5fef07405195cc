package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.Presences;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

/** Sessions counted by what they have in common: the answer to {@code group}. */
class SessionGroupsTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private static List<String> groups(JsonObject answer) {
        return StreamSupport.stream(answer.getAsJsonArray("groups").spliterator(), false)
                .map(JsonElement::getAsJsonObject).map(group -> text(group.get("value")) + " x" + group.get("count")).toList();
    }

    private static String text(JsonElement value) {
        return value.isJsonNull() ? "-" : value.getAsString();
    }

    private static int number(JsonObject answer, String key) {
        return answer.get(key).getAsInt();
    }

    @Test
    void theGreatestComesFirstAndTheRestIsCounted() {
        for (int i = 0; i < 3; i++) {
            console.bound("jane", "r" + i);
            console.accepted();
        }
        console.bound("john", "a");
        console.authenticated("anna");
        console.bound("gone", "x").destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(groups(Exchange.sessions("group", "username")))
                .containsExactly("jane x3", "- x3", "anna x1", "john x1");
        JsonObject answer = Exchange.sessions("group", "username", "limit", "2");
        assertThat(groups(answer)).containsExactly("jane x3", "- x3");
        assertThat(number(answer, "group_count")).isEqualTo(4);
        assertThat(number(answer, "others")).isEqualTo(2);
        assertThat(number(answer, "total")).isEqualTo(8);
        assertThat(number(answer, "connected")).isEqualTo(4);
        assertThat(number(answer.getAsJsonObject("counts"), "total")).isEqualTo(8);
        assertThat(groups(Exchange.sessions("group", "username", "q", "resource:*"))).containsExactly("jane x3", "john x1");
        assertThat(number(Exchange.sessions("group", "username", "limit", "0"), "others")).isEqualTo(8);
    }

    /** Whatever clients choose for a name: the filter of a group gives its sessions and no others. */
    @ParameterizedTest
    @ValueSource(strings = {"username", "resource", "ip", "state", "show", "status", "host", "client", "sasl_mechanism",
        "login_failed_username", "login_failed_condition"})
    void theFilterOfAGroupGivesIt(String key) {
        List<String> names = List.of("phone", "Phone", "a \"b\"", "none", "None", "*", "pho*", "(x", "a:b", "\"", "-x", "OR",
                "two words", "\u00fcber", ">5", "<b>");
        for (String name : names) {
            console.bound("john", name + " ");
            XmppSession session = console.bound("jane", name);
            session.updated(Presences.of("<presence><status>"
                    + name.replace("<", "&lt;") + "</status></presence>", 0));
        }
        console.accepted();
        console.authenticated("juan").detached();

        JsonObject answer = Exchange.sessions("group", key);
        assertThat(answer.getAsJsonArray("groups")).isNotEmpty().allSatisfy(element -> {
            JsonObject group = element.getAsJsonObject();
            JsonObject found = Exchange.sessions("q", group.get("filter").getAsString(), "limit", "0");
            assertThat(found.get("total")).as("%s", group).isEqualTo(group.get("count"));
        });
        assertThat(number(answer, "group_count")).isEqualTo(answer.getAsJsonArray("groups").size());
    }

    @Test
    void textIsOneInAnyCase() {
        console.bound("john", "Phone");
        console.bound("jane", "phone");

        JsonObject answer = Exchange.sessions("group", "resource");

        assertThat(groups(answer)).hasSize(1).first().asString().isEqualToIgnoringCase("phone x2");
    }

    @Test
    void aChangeOfWhatIsCountedEndsTheWait() {
        console.bound("john", "a");
        String version = Exchange.sessions().get("version").getAsString();
        console.bound("jane", "b");

        JsonObject answer = Exchange.sessions("group", "username", "since", version, "wait", "20");

        assertThat(groups(answer)).containsExactly("jane x1", "john x1");
        assertThat(answer.get("waited").getAsBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sort,priority", "fields,id", "from,x", "before,end", "limit,1001"})
    void whatGroupsDoNotHaveIsRefused(String name, String value) {
        Exchange exchange = new Exchange("GET", ApiPaths.SESSIONS).parameter("group", "username").parameter(name, value)
                .run(new SessionsServlet());

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "roster", "since", "nothing"})
    void whatIsNoGroupingIsRefused(String key) {
        Exchange exchange = new Exchange("GET", ApiPaths.SESSIONS).parameter("group", key).run(new SessionsServlet());

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).startsWith("sessions cannot be grouped by \"" + key + "\"; there are username, ")
                .isEqualTo("sessions cannot be grouped by \"" + key + "\"; there are "
                        + String.join(", ", SessionGrouping.keys()));
    }
}
