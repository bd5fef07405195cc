package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.NoResourceException;
import io.github.sessionstate.session.SendRefusedException;
import io.github.sessionstate.session.XmppSession;

class SendServletTest {
    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private Exchange post(String body) {
        return console.authorize(new Exchange("POST", ApiPaths.SEND)).body(body).run(new SendServlet());
    }

    private static JsonObject result(Exchange exchange, int index) {
        JsonArray results = exchange.json().getAsJsonArray("results");
        return results.get(index).getAsJsonObject();
    }

    @Test
    void sendsToEachSession() {
        XmppSession first = console.bound("john", "a");
        XmppSession notOpen = console.accepted();

        Exchange exchange = post("{\"xml\":\"<presence/>\",\"ids\":[\"" + first.id() + "\",\"" + notOpen.id()
                + "\",\"x\"]}");

        assertThat(exchange.status).isEqualTo(200);
        assertThat(Console.host(first).sent).isEqualTo("<presence/>");
        assertThat(result(exchange, 0).toString())
                .isEqualTo("{\"id\":\"" + first.id() + "\",\"outcome\":\"sent\",\"detail\":null}");
        assertThat(result(exchange, 1).get("outcome").getAsString()).isEqualTo("failed");
        assertThat(result(exchange, 1).get("detail").getAsString()).isEqualTo("the stream is not open");
        assertThat(result(exchange, 2).get("outcome").getAsString()).isEqualTo("gone");
    }

    @Test
    void aMessageLeavesOutWhoHasNoResource() {
        XmppSession bound = console.bound("john", "a");
        XmppSession unbound = console.authenticated("john");
        XmppSession notOpen = console.accepted();

        Exchange exchange = post("{\"xml\":\"<message/>\",\"ids\":[\"" + unbound.id() + "\",\"" + bound.id() + "\",\""
                + notOpen.id() + "\"]}");

        String leftOut = "\"outcome\":\"left_out\",\"detail\":\"" + new NoResourceException().getMessage() + "\"";
        assertThat(result(exchange, 0).toString()).contains(leftOut);
        assertThat(result(exchange, 1).get("outcome").getAsString()).isEqualTo("sent");
        assertThat(result(exchange, 2).toString()).contains(leftOut);
        assertThat(Console.host(unbound).sent).isNull();
    }

    @Test
    void whatWaitsForADetachedClientIsQueued() {
        XmppSession session = console.bound("john", "a");
        session.detached();

        Exchange exchange = post("{\"ids\":[\"" + session.id() + "\"],\"xml\":\"<message/>\"}");

        assertThat(result(exchange, 0).get("outcome").getAsString()).isEqualTo("queued");
        assertThat(Console.host(session).sent).isEqualTo("<message/>");
    }

    @Test
    void badXmlFailsAndSaysWhy() {
        XmppSession session = console.bound("john", "a");

        Exchange exchange = post("{\"ids\":[\"" + session.id() + "\"],\"xml\":\"<message>\"}");

        assertThat(result(exchange, 0).get("outcome").getAsString()).isEqualTo("failed");
        assertThat(result(exchange, 0).get("detail").getAsString()).startsWith("not well-formed XML");
        assertThat(Console.host(session).sent).isNull();
    }

    @Test
    void refusalsAndFailuresOfTheHostAreOutcomes() {
        XmppSession refuses = console.bound("john", "a");
        XmppSession fails = console.bound("john", "b");
        Console.host(refuses).refusal = new SendRefusedException("the buffer is full");
        Console.host(fails).failure = new IllegalStateException("secret");

        Exchange exchange = post("{\"ids\":[\"" + refuses.id() + "\",\"" + fails.id() + "\"],\"xml\":\"<a/>\"}");

        assertThat(result(exchange, 0).get("detail").getAsString()).isEqualTo("the buffer is full");
        assertThat(result(exchange, 1).get("outcome").getAsString()).isEqualTo("failed");
        assertThat(exchange.text()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "{\"xml\":\"<a/>\"}|ids is missing",
        "{\"ids\":[\"a\"]}|xml is missing",
        "{\"ids\":[\"a\"],\"xml\":null}|xml is missing",
        "{\"ids\":[\"a\"],\"xml\":\"<a/>\",\"to\":\"b\"}|unknown key: \"to\"",
        "{\"ids\":[\"a\"],\"xml\":\"<a/>\",\"xml\":\"<b/>\"}|key given more than once: \"xml\""})
    void saysWhatIsWrong(String body, String error) {
        Exchange exchange = post(body);

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo(error);
        assertThat(console.entries).isEmpty();
    }

    @Test
    void xmlIsBounded() {
        Exchange exchange = post("{\"ids\":[\"a\"],\"xml\":\"" + "x".repeat(SendServlet.MAX_XML + 1) + "\"}");

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo("xml must not be longer than 65536 characters");
    }

    @Test
    void writesDownWhatWasSent() {
        XmppSession session = console.bound("john", "a");

        post("{\"ids\":[\"" + session.id() + "\"],\"xml\":\"<message/>\"}");

        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: send to sessions",
                "xml: <message/>\nsent: " + session.id() + " john@example.org/a from 192.0.2.1 port 50000"));
    }
}
