package io.github.sessionstate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.dom4j.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.IQ;

import com.google.gson.JsonObject;

import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SendRefusedException;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.XmppSession;

class AskServletTest {
    private static final String QUESTION = "<iq type='set' id='mine'><a xmlns='b'/></iq>";

    private final Console console = new Console();
    private final AskServlet servlet = new AskServlet(Duration.ofMillis(50));

    @AfterEach
    void close() {
        console.close();
    }

    private Exchange post(AskServlet to, String body) {
        return console.authorize(new Exchange("POST", ApiPaths.ASK)).body(body).run(to);
    }

    private JsonObject ping(XmppSession session) {
        return post(servlet, "{\"id\":\"" + session.id() + "\"}").json();
    }

    private JsonObject ask(XmppSession session, String xml) {
        return post(servlet, "{\"id\":\"" + session.id() + "\",\"xml\":\"" + xml + "\"}").json();
    }

    private static String outcome(JsonObject answer) {
        return answer.get("outcome").getAsString();
    }

    @Test
    void pingsAndTellsTheReply() {
        XmppSession session = console.bound("john", "a");
        List<IQ> asked = new ArrayList<>();
        Console.host(session).replies = ping -> {
            asked.add(ping);
            return CompletableFuture.completedFuture(IQ.createResultIQ(ping));
        };

        JsonObject answer = ping(session);

        assertThat(asked).singleElement().satisfies(ping -> {
            assertThat(ping.getFrom()).hasToString("example.org");
            assertThat(ping.getChildElement().getQName()).isEqualTo(QName.get("ping", "urn:xmpp:ping"));
        });
        assertThat(outcome(answer)).isEqualTo("answered");
        assertThat(answer.get("type").getAsString()).isEqualTo("result");
        assertThat(answer.get("millis").getAsLong()).isBetween(0L, 5000L);
        assertThat(answer.get("reply").getAsString()).startsWith("<iq type=\"result\"");
        assertThat(console.entries).singleElement().satisfies(entry -> {
            assertThat(entry.summary()).isEqualTo("Session State: ask a client");
            assertThat(entry.details()).startsWith("ping\nanswered: " + session.id() + " john@example.org/a");
        });
    }

    @Test
    void anErrorIsAnAnswerOfWhichTheBeginningIsTold() {
        XmppSession session = console.bound("john", "a");
        Console.host(session).replies = question -> {
            IQ reply = new IQ(IQ.Type.error, question.getID());
            reply.setChildElement("a", "b").setText("x".repeat(2 * AskServlet.MAX_REPLY));
            return CompletableFuture.completedFuture(reply);
        };

        JsonObject answer = ask(session, QUESTION);

        assertThat(outcome(answer)).isEqualTo("answered");
        assertThat(answer.get("type").getAsString()).isEqualTo("error");
        assertThat(answer.get("reply").getAsString()).startsWith("<iq ").contains("id=\"mine\"")
                .hasSize(AskServlet.MAX_REPLY);
        assertThat(answer.get("reply_whole").getAsBoolean()).isFalse();
        assertThat(console.entries).singleElement().satisfies(entry ->
                assertThat(entry.details()).startsWith("xml: " + QUESTION + "\nanswered: "));
    }

    @Test
    void aClientMayNotAnswer() {
        XmppSession session = console.bound("john", "a");

        JsonObject answer = ask(session, "<iq type='get'><a xmlns='b'/></iq>");

        assertThat(answer).hasToString("{\"id\":\"" + session.id()
                + "\",\"outcome\":\"no_answer\",\"detail\":null,\"type\":null,\"reply\":null,\"reply_whole\":null,\"millis\":null}");
        assertThat(Console.host(session).sent).containsPattern("id=\"[0-9a-f-]{36}\"");
        Console.host(session).replies = question -> {
            session.detached();
            return new CompletableFuture<>();
        };
        assertThat(outcome(ping(session))).as("the connection was lost meanwhile").isEqualTo("queued");
    }

    @Test
    void forTheDetachedAndTheEndedNobodyWaits() {
        AskServlet patient = new AskServlet(Duration.ofMinutes(5));
        XmppSession session = console.bound("john", "a");
        session.detached();
        String body = "{\"id\":\"" + session.id() + "\"}";

        assertThat(outcome(post(patient, body).json())).isEqualTo("queued");
        assertThat(Console.host(session).sent).contains("urn:xmpp:ping");

        XmppSession ends = console.bound("john", "b");
        Console.host(ends).replies = question -> CompletableFuture.completedFuture(null);
        assertThat(outcome(ping(ends))).as("at its end while it is asked").isEqualTo("gone");
        session.destroyed(SessionEnd.of(EndCause.CLOSED));
        assertThat(outcome(post(patient, body).json())).isEqualTo("gone");
    }

    @Test
    void whatCannotBeAskedFails() {
        XmppSession session = console.bound("john", "a");
        Console.host(session).replies = question ->
                CompletableFuture.failedFuture(new SendRefusedException("kept from the client"));
        assertThat(ping(session).get("detail").getAsString()).isEqualTo("kept from the client");

        Console.host(session).replies = question -> {
            throw new IllegalStateException("secret");
        };
        assertThat(ping(session).get("detail").getAsString()).startsWith("internal error");

        Console.host(session).refusal = new SendRefusedException("the buffer is full");
        assertThat(ping(session).get("detail").getAsString()).isEqualTo("the buffer is full");
        assertThat(ping(console.authenticated("jane")).get("detail").getAsString()).startsWith("no resource is bound");
    }

    @Test
    void oneMoreThanMayWaitIsTurnedAway() throws Exception {
        AskServlet patient = new AskServlet(Duration.ofMinutes(5));
        XmppSession session = console.bound("john", "a");
        String body = "{\"id\":\"" + session.id() + "\"}";
        CountDownLatch asked = new CountDownLatch(AskServlet.MAX_WAITING);
        CompletableFuture<IQ> reply = new CompletableFuture<>();
        Console.host(session).replies = question -> {
            asked.countDown();
            return reply;
        };
        List<CompletableFuture<String>> waiting = new ArrayList<>();
        for (int i = 0; i < AskServlet.MAX_WAITING; i++) {
            waiting.add(CompletableFuture.supplyAsync(() -> outcome(post(patient, body).json()),
                    task -> new Thread(task).start()));
        }
        asked.await();

        assertThat(outcome(post(patient, body).json())).isEqualTo("busy");
        reply.complete(new IQ(IQ.Type.result, "a"));
        assertThat(waiting).extracting(CompletableFuture::join).containsOnly("answered");
        assertThat(outcome(post(patient, body).json())).as("there is room again").isEqualTo("answered");
    }

    @Test
    void whatHasNoReplyIsNotSent() {
        XmppSession session = console.bound("john", "a");

        JsonObject answer = ask(session, "<message/>");

        assertThat(outcome(answer)).isEqualTo("failed");
        assertThat(answer.get("detail").getAsString()).isEqualTo("only an iq of type get or set has a reply");
        assertThat(Console.host(session).sent).isNull();
    }

    @Test
    void aRequestMustBeWhole() {
        assertThat(post(servlet, "{}").error()).isEqualTo("id is missing");
        assertThat(post(servlet, "{\"id\":\"a\",\"xml\":\"" + "x".repeat(SendServlet.MAX_XML + 1) + "\"}").error())
                .isEqualTo("xml must not be longer than 65536 characters");
    }
}
