package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.session.XmppSession;
import io.github.sessionstate.settings.Setting;

class CloseServletTest {
    // So many sessions a command may name unless the property says otherwise.
    private static final int MANY = 1_000;

    private final Console console = new Console();

    @AfterEach
    void close() {
        console.close();
    }

    private Exchange post(String body) {
        return console.authorize(new Exchange("POST", ApiPaths.CLOSE)).body(body)
                .run(new CloseServlet(Duration.ofMillis(100)));
    }

    private static String ids(XmppSession... sessions) {
        return "\"ids\":" + List.of(sessions).stream().map(session -> '"' + session.id() + '"').toList();
    }

    @Test
    void tellsTheOutcomeOfEachSession() {
        XmppSession closed = console.bound("john", "a");
        XmppSession failed = console.bound("john", "b");
        XmppSession gone = console.bound("john", "c");
        Console.host(failed).closing = CompletableFuture.completedFuture(CloseResult.failed("frozen"));
        Console.host(gone).closing = CompletableFuture.completedFuture(CloseResult.gone());

        Exchange exchange = post("{\"ids\":[\"" + closed.id() + "\",\"" + failed.id() + "\",\"" + gone.id()
                + "\",\"unknown\"]}");

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.text()).isEqualTo("{\"results\":["
                + "{\"id\":\"" + closed.id() + "\",\"outcome\":\"closed\",\"detail\":null},"
                + "{\"id\":\"" + failed.id() + "\",\"outcome\":\"failed\",\"detail\":\"frozen\"},"
                + "{\"id\":\"" + gone.id() + "\",\"outcome\":\"gone\",\"detail\":null},"
                + "{\"id\":\"unknown\",\"outcome\":\"gone\",\"detail\":null}]}");
    }

    @Test
    void handsConditionTextAndAdministratorOn() {
        XmppSession session = console.bound("john", "a");

        post("{" + ids(session) + ",\"condition\":\"policy-violation\",\"text\":\"Bye\"}");
        assertThat(Console.host(session).reason).isEqualTo(new CloseReason("policy-violation", "Bye", "admin"));

        post("{" + ids(session) + "}");
        assertThat(Console.host(session).reason).isEqualTo(CloseReason.NONE.by("admin"));

        post("{\"condition\":null,\"text\":null," + ids(session) + "}");
        assertThat(Console.host(session).reason).isEqualTo(CloseReason.NONE.by("admin"));
    }

    @Test
    void allBeginAtOnceAndNobodyWaitsForever() {
        XmppSession hangs = console.bound("john", "a");
        XmppSession closes = console.bound("john", "b");
        Console.host(hangs).closing = new CompletableFuture<>();

        Exchange exchange = post("{" + ids(hangs, closes) + "}");

        JsonArray results = exchange.json().getAsJsonArray("results");
        JsonObject hanging = results.get(0).getAsJsonObject();
        assertThat(hanging.get("outcome").getAsString()).isEqualTo("failed");
        assertThat(hanging.get("detail").getAsString()).isEqualTo("not known after 100 ms; it may still end");
        assertThat(results.get(1).getAsJsonObject().get("outcome").getAsString()).isEqualTo("closed");
        assertThat(console.entries.get(0).details()).contains("failed (not known after 100 ms");
    }

    @Test
    void waitsForWhatIsUnderWay() {
        XmppSession session = console.bound("john", "a");
        CompletableFuture<CloseResult> closing = new CompletableFuture<>();
        closing.completeOnTimeout(CloseResult.closed(), 30, TimeUnit.MILLISECONDS);
        Console.host(session).closing = closing;

        Exchange exchange = console.authorize(new Exchange("POST", ApiPaths.CLOSE)).body("{" + ids(session) + "}")
                .run(new CloseServlet());

        assertThat(exchange.text()).contains("\"closed\"");
    }

    @Test
    void aHostThatFailsIsAnOutcomeAndStopsNobody() {
        XmppSession throwing = console.bound("john", "a");
        XmppSession failing = console.bound("john", "b");
        XmppSession closes = console.bound("john", "c");
        Console.host(throwing).failure = new IllegalStateException("secret");
        Console.host(failing).closing = CompletableFuture.failedFuture(new IllegalStateException("secret"));

        Exchange exchange = post("{" + ids(throwing, failing, closes) + "}");

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.text()).doesNotContain("secret").contains("\"closed\"");
        assertThat(exchange.json().getAsJsonArray("results"))
                .filteredOn(result -> result.getAsJsonObject().get("outcome").getAsString().equals("failed")).hasSize(2);
    }

    @Test
    void anInterruptedThreadStaysInterrupted() {
        XmppSession session = console.bound("john", "a");
        Console.host(session).closing = new CompletableFuture<>();
        Thread.currentThread().interrupt();

        Exchange exchange = post("{" + ids(session) + "}");

        assertThat(Thread.interrupted()).isTrue();
        assertThat(exchange.text()).contains("\"failed\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', value = {
        "{}|ids is missing",
        "{\"ids\":[]}|ids must not be empty",
        "{\"ids\":\"a\"}|ids must be an array of strings",
        "{\"ids\":null}|ids must be an array of strings",
        "{\"ids\":[1]}|ids must be an array of strings",
        "{\"ids\":[\"a\",null]}|ids must be an array of strings",
        "{\"ids\":[\"a\",\"a\"]}|ids holds a value twice: \"a\"",
        "{\"ids\":[\"a\"],\"ids\":[\"b\"]}|key given more than once: \"ids\"",
        "{\"ids\":[\"a\"],\"id\":1}|unknown key: \"id\"",
        "{\"ids\":[\"a\"],\"condition\":1}|condition must be a string",
        "{\"ids\":[\"a\"],\"condition\":\"x\"}|unknown stream error condition: x",
        "{\"ids\":[\"a\"],\"text\":\"x\"}|text needs a condition",
        "{\"ids\":[\"a\"],\"text\":{}}|text must be a string",
        "{\"ids\":[\"a\"],\"condition\":\"reset\",\"text\":\"\\u0000\"}|text holds a character that XML does not allow"})
    void saysWhatIsWrong(String body, String error) {
        Exchange exchange = post(body);

        assertThat(exchange.status).isEqualTo(400);
        assertThat(exchange.error()).isEqualTo(error);
        assertThat(console.entries).isEmpty();
    }

    @Test
    void lengthsAreBounded() {
        String ids = IntStream.rangeClosed(0, MANY).mapToObj(i -> "\"" + i + '"').collect(Collectors.joining(","));
        String text = "x".repeat(CloseServlet.MAX_TEXT + 1);

        assertThat(post("{\"ids\":[" + ids + "]}").error()).isEqualTo("ids must not hold more than 1000 values");
        console.properties.set(Setting.COMMAND_MAX_SESSIONS.name(), "2");
        assertThat(post("{\"ids\":[\"a\",\"b\",\"c\"]}").error()).isEqualTo("ids must not hold more than 2 values");
        assertThat(post("{\"ids\":[\"a\",\"b\"]}").status).isEqualTo(200);
        assertThat(post("{\"ids\":[\"a\"],\"condition\":\"reset\",\"text\":\"" + text + "\"}").error())
                .isEqualTo("text must not be longer than 1000 characters");
    }

    @Test
    void writesDownWhoDidWhatToWhomAndWhy() {
        XmppSession session = console.bound("john", "a");
        XmppSession unauthed = console.accepted();

        post("{\"ids\":[\"" + session.id() + "\",\"" + unauthed.id()
                + "\",\"x\\ny\"],\"condition\":\"reset\",\"text\":\"Bye\\nclosed: z\"}");

        assertThat(console.entries).containsExactly(new Console.Entry("admin", "Session State: close sessions",
                "condition: reset, text: Bye closed: z"
                        + "\nclosed: " + session.id() + " john@example.org/a from 192.0.2.1 port 50000"
                        + "\nclosed: " + unauthed.id() + " c2s_unauthed from 192.0.2.1 port 50000"
                        + "\ngone: x y"));
    }

    @Test
    void longCommandsTakeSeveralEntriesAndLeaveNobodyOut() {
        String ids = IntStream.range(0, MANY).mapToObj(i -> "\"session-" + i + '"').collect(Collectors.joining(","));
        XmppSession withLongJid = console.bound("john", "x".repeat(1023));

        post("{\"ids\":[\"" + withLongJid.id() + "\"],\"condition\":\"reset\"}");
        assertThat(console.entries.get(0).details()).hasSizeLessThan(600).contains("\nclosed: " + withLongJid.id());
        console.entries.clear();

        post("{\"ids\":[" + ids + "],\"condition\":\"reset\",\"text\":\"" + "t".repeat(1000) + "\"}");
        assertThat(console.entries).hasSizeGreaterThan(1).allSatisfy(entry -> {
            assertThat(entry.details()).hasSizeLessThanOrEqualTo(AuditText.MAX_ENTRY).startsWith("condition: reset");
        });
        String all = console.entries.stream().map(Console.Entry::details).collect(Collectors.joining("\n"));
        for (int i = 0; i < MANY; i++) {
            assertThat(all).contains("\ngone: session-" + i + (i == MANY - 1 ? "" : "\n"));
        }
    }

    @Test
    void refusedCommandsDoNothing() {
        XmppSession session = console.bound("john", "a");

        new Exchange("POST", ApiPaths.CLOSE).type("application/json").body("{" + ids(session) + "}")
                .run(new CloseServlet());

        assertThat(Console.host(session).reason).isNull();
        assertThat(console.entries).isEmpty();
    }
}
