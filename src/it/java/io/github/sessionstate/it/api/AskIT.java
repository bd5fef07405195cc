package io.github.sessionstate.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.dom4j.Element;
import org.jivesoftware.smack.tcp.XMPPTCPConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.SmackClient.Option;
import io.github.sessionstate.it.xmpp.StepClient;

/** Requests to clients, and what they reply. */
class AskIT extends SharedHostTest {
    private static final String VERSION = "<iq type='get' id='mine'><query xmlns='jabber:iq:version'/></iq>";

    private String id(String resource) throws IOException {
        List<JsonObject> found = table.byFullJid("john@example.org/" + resource);
        assertThat(found).hasSize(1);
        return SessionTable.text(found.get(0), "id");
    }

    private static Element awaitRequest(StepClient client, String child) throws IOException {
        return client.awaitElement(element -> element.getName().equals("iq") && element.element(child) != null);
    }

    private static void expect(JsonObject answer, String outcome, String type) {
        assertThat(SessionTable.text(answer, "outcome")).as("%s", answer).isEqualTo(outcome);
        assertThat(SessionTable.text(answer, "type")).as("%s", answer).isEqualTo(type);
    }

    /** The client gets no error for its reply, as the host answers what it cannot handle. */
    private static void expectNoError(StepClient client) throws IOException {
        client.sync();
        assertThat(client.takeUnread()).noneMatch(element -> "error".equals(element.attributeValue("type")));
    }

    // Sooner than who waits gives up.
    private static void expectAtOnce(long start) {
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = {"STARTTLS", "DIRECT_TLS"})
    void aClientIsPinged(Way way) throws Exception {
        try (StepClient john = way.open(host)) {
            john.authPlain("john", HostOptions.PASSWORD);
            john.openStream();
            john.bind("pinged");
            CompletableFuture<JsonObject> answer = table.asking(id("pinged"), null);
            Element ping = awaitRequest(john, "ping");
            assertThat(ping.attributeValue("from")).isEqualTo("example.org");
            assertThat(ping.attributeValue("to")).isEqualTo("john@example.org/pinged");
            john.reply(ping, "result", "");

            expect(answer.join(), "answered", "result");
            assertThat(answer.join().get("millis").getAsLong()).isBetween(0L, 5000L);
            expectNoError(john);
        }
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void aRealClientAnswers() throws Exception {
        XMPPTCPConnection smack = host.smack("john", "smack", Option.TLS);
        try {
            expect(table.ask(id("smack"), null), "answered", "result");
            // It was not told its name and version.
            JsonObject version = table.ask(id("smack"), VERSION);
            expect(version, "answered", "error");
            assertThat(SessionTable.text(version, "reply")).contains("id=\"mine\"", "not-acceptable");
        } finally {
            smack.instantShutdown();
        }
    }

    /** What the client replies is not for the host, which answers some of it with an error. */
    @Test
    void theReplyIsTheClientsAloneAndGoesNowhereElse() throws Exception {
        try (RawClient john = host.connect(); RawClient jane = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "asked");
            jane.login("jane", HostOptions.PASSWORD, "beside");
            String id = id("asked");
            CompletableFuture<JsonObject> answer = table.asking(id, VERSION);
            Element request = awaitRequest(john, "query");
            assertThat(request.attributeValue("from")).as("as when it is sent").isEqualTo("john@example.org");
            jane.send("<iq type='result' to='john@example.org' id='mine'/>");
            jane.sync();
            assertThat(answer).as("after a reply of somebody else").isNotDone();
            john.reply(request, "result", "<query xmlns='jabber:iq:version'><name>&lt;b&gt;</name></query>");
            expect(answer.join(), "answered", "result");
            assertThat(SessionTable.text(answer.join(), "reply")).contains("id=\"mine\"", "<name>&lt;b&gt;</name>");

            answer = table.asking(id, "<iq type='set' from='example.org'><unknown xmlns='urn:example:unknown'/></iq>");
            request = awaitRequest(john, "unknown");
            john.reply(request, "error", "<unknown xmlns='urn:example:unknown'>" + "x".repeat(30_000)
                    + "</unknown><error type='cancel'><service-unavailable "
                    + "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
            expect(answer.join(), "answered", "error");
            assertThat(SessionTable.text(answer.join(), "reply")).hasSize(16_384);
            expectNoError(john);
        }
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void aLateReplyDoesNoHarmAndAFifthQuestionIsTurnedAway() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "late");
            String id = id("late");
            List<CompletableFuture<JsonObject>> answers = new ArrayList<>();
            List<Element> requests = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(table.asking(id, "<iq type='get' from='example.org'><u xmlns='urn:example:unknown'/></iq>"));
                requests.add(awaitRequest(john, "u"));
            }
            expect(table.ask(id, null), "busy", null);
            for (CompletableFuture<JsonObject> answer : answers) {
                expect(answer.join(), "no_answer", null);
            }
            john.reply(requests.get(0), "result", "<u xmlns='urn:example:unknown'/>");
            expectNoError(john);
        }
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void nobodyWaitsForThoseWhoAreAwayOrGone() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "leaving");
            String id = id("leaving");
            // Not acknowledged, so that the host has it yet when the session ends, and answers it itself.
            john.enableStreamManagement();
            CompletableFuture<JsonObject> answer = table.asking(id, null);
            awaitRequest(john, "ping");
            long start = System.nanoTime();
            table.close(id, "policy-violation", null);
            expect(answer.join(), "gone", null);
            expectAtOnce(start);
        }
        String id;
        String previous;
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "away");
            previous = john.enableStreamManagement();
            id = id("away");
            host.loseConnection(john);
        }
        Await.until("detached", Duration.ofSeconds(5),
                () -> SessionTable.is(table.byFullJid("john@example.org/away").get(0), "detached"));
        long start = System.nanoTime();
        expect(table.ask(id, null), "queued", null);
        expectAtOnce(start);
        try (RawClient again = host.connect()) {
            again.authenticate("john", HostOptions.PASSWORD);
            assertThat(again.resume(previous).getName()).isEqualTo("resumed");
            again.reply(awaitRequest(again, "ping"), "result", "");
            expectNoError(again);
            table.close(id, null, null);
        }
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void whatNeverReachesTheClientFailsAndSaysWhy() throws Exception {
        try (RawClient john = host.connect(); RawClient unbound = host.unbound("jane")) {
            john.login("john", HostOptions.PASSWORD, "deaf");
            john.iq("set", null, "<query xmlns='jabber:iq:privacy'><list name='deaf'>"
                    + "<item type='jid' value='example.org' action='deny' order='1'><iq/></item></list></query>");
            john.iq("set", null, "<query xmlns='jabber:iq:privacy'><active name='deaf'/></query>");
            john.takeUnread();
            JsonObject answer = table.ask(id("deaf"), null);
            if (host.isAtLeast("5.1")) {
                expect(answer, "failed", null);
                assertThat(SessionTable.text(answer, "detail")).contains("privacy list");
            } else {
                // The host's error in the client's place does not come to anything: it cannot route it to itself.
                expect(answer, "no_answer", null);
                host.assertNoUnexpectedWarnings("ERROR .*RoutingTableImpl - Primary packet routing failed.*");
            }
            john.iq("set", null, "<query xmlns='jabber:iq:privacy'><active/></query>");
            john.iq("set", null, "<query xmlns='jabber:iq:privacy'><list name='deaf'/></query>");

            answer = table.ask(SessionTable.text(table.promptly("there", unbound, one -> one != null), "id"), null);
            expect(answer, "failed", null);
            assertThat(SessionTable.text(answer, "detail")).startsWith("no resource is bound");
        }
    }
}
