package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/** What {@code BindTakeover} makes of requests to bind a resource, before the host sees them. */
class BindIT extends SharedHostTest {
    private static final String TAKEOVER = "plugin.sessionstate.takeover.bind";
    private static final String WITHOUT_ROSTER = "plugin.sessionstate.bind.without-roster";
    private static final String CONFLICT_POLICY = "plugin.sessionstate.conflict.policy";

    @Test
    void aStreamHasOneResource() throws Exception {
        try (RawClient john = host.connect()) {
            john.login("john", HostOptions.PASSWORD, "first");
            for (String resource : new String[] {"second", "first", null}) {
                Element answer = john.bind(resource);

                assertThat(condition(answer)).as(resource).isEqualTo("not-allowed");
                JsonObject session = table.promptly("untouched", john, s -> s != null
                        && "john@example.org/first".equals(SessionTable.text(s, "full_jid")));
                assertThat(SessionTable.is(session, "connected")).isTrue();
                john.sync();
            }
            assertThat(boundInHost("john")).containsExactly("john@example.org/first");
            john.closeStream();
        }
        expectNoneLeft("john");
    }

    @Test
    void ofManyAtOnceOneIsBound() throws Exception {
        for (int round = 0; round < 10; round++) {
            try (RawClient jane = host.unbound("jane")) {
                String first = "many-" + round;
                jane.send(bind("b0", first) + bind("b1", "other-" + round) + bind("b2", null));
                List<Element> answers = List.of(answer(jane, "b0"), answer(jane, "b1"), answer(jane, "b2"));

                assertThat(answers.get(0).attributeValue("type")).isEqualTo("result");
                assertThat(answers.subList(1, 3)).extracting(BindIT::condition)
                        .containsExactly("not-allowed", "not-allowed");
                table.promptly("the first", jane, s -> s != null && first.equals(SessionTable.text(s, "resource")));
                assertThat(boundInHost("jane")).containsExactly("jane@example.org/" + first);
                jane.closeStream();
            }
            expectNoneLeft("jane");
        }
    }

    @Test
    void aClientThatWasRefusedMayAskAgain() throws Exception {
        host.setProperty(CONFLICT_POLICY, "kick_new");
        try (RawClient first = host.connect(); RawClient second = host.unbound("juan")) {
            first.login("juan", HostOptions.PASSWORD, "taken");

            assertThat(condition(second.bind("taken"))).isEqualTo("conflict");
            assertThat(second.bind("free").attributeValue("type")).isEqualTo("result");
            table.promptly("bound", second, s -> s != null && "free".equals(SessionTable.text(s, "resource")));
        } finally {
            host.setProperty(CONFLICT_POLICY, null);
        }
    }

    @Test
    void aClientThatLeavesWithItsBindOnTheWayLeavesNothing() throws Exception {
        for (int round = 0; round < 100; round++) {
            RawClient jane = host.unbound("jane");
            // Few of each name, as many would be a reconnect war.
            jane.send(bind("b", "fleeting-" + round / 4) + "<presence/>");
            if (round % 2 == 0) {
                jane.dropReset();
            } else {
                jane.close();
            }
        }
        expectNoneLeft("jane");
    }

    @Test
    void withoutARosterThereIsNoResource() throws Exception {
        try (RawClient juan = host.unbound("juan")) {
            host.directory().breakRosters(true);
            Element answer = juan.bind("desk");
            assertThat(condition(answer)).isEqualTo("internal-server-error");
            table.promptly("stays unbound", juan, s -> s != null && "c2s_unbound".equals(SessionTable.text(s, "type")));
            host.setProperty(WITHOUT_ROSTER, "true");
            expectBound(juan, juan.bind("desk"), "desk");
            host.setProperty(WITHOUT_ROSTER, null);
            JsonObject session = table.byFullJid("juan@example.org/desk").get(0);
            assertThat(session.get("roster").isJsonNull()).isTrue();
            assertThat(session.get("roster_error").getAsString()).isEqualTo("the roster cannot be read");
            table.all();
            assertThat(host.log().count("Could not load the roster of ")).as("warnings in a minute").isEqualTo(1);
        } finally {
            host.directory().breakRosters(false);
        }
        try (RawClient juan = host.unbound("juan")) {
            expectBound(juan, juan.bind("desk"), "desk");
        }
        host.assertNoUnexpectedWarnings("Could not load the roster of juan", "no rosters today");
    }

    static Stream<Arguments> resources() {
        return Stream.of(
                Arguments.of("blanks stay", "<resource>  my desk  </resource>", "  my desk  "),
                Arguments.of("a blank is a resource", "<resource> </resource>", " "),
                Arguments.of("prepared", "<resource>a\u00a0\u2163\u00ad</resource>", "a IV"),
                Arguments.of("markup as text", "<resource>&lt;b&gt;&quot;&apos;&amp;</resource>", "<b>\"'&"),
                Arguments.of("the longest", "<resource>" + "x".repeat(1023) + "</resource>", "x".repeat(1023)),
                Arguments.of("too long", "<resource>" + "x".repeat(1024) + "</resource>", null),
                Arguments.of("too long in UTF-8", "<resource>" + "\u00e4".repeat(512) + "</resource>", null),
                Arguments.of("private use", "<resource>x\ue000y</resource>", null),
                Arguments.of("direction mark", "<resource>x\u200ey</resource>", null),
                Arguments.of("mixed directions", "<resource>\u05d0x</resource>", null),
                Arguments.of("unassigned", "<resource>\ud83d\ude00</resource>", null),
                Arguments.of("nothing after preparation", "<resource>\u00ad</resource>", null),
                Arguments.of("child markup", "<resource>a<b/></resource>", null),
                Arguments.of("empty", "<resource/>", null),
                Arguments.of("none", "", null));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("resources")
    void theResourceIsAsTheReferenceHasIt(String what, String content, String expected) throws Exception {
        try (RawClient john = host.unbound("john")) {
            Element answer = john.iq("set", null, "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>" + content
                    + "</bind>");
            expectBound(john, answer, expected);
        }
    }

    @Test
    void aRequestOfTypeGetBindsWhatTheServerChooses() throws Exception {
        try (RawClient john = host.unbound("john")) {
            Element answer = john.iq("get", null, "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                    + "<resource>wanted</resource></bind>");
            expectBound(john, answer, null);
        }
    }

    @Test
    void switchedOffTheHostBindsInItsOwnWay() throws Exception {
        host.setProperty(TAKEOVER, "false");
        try (RawClient john = host.unbound("john")) {
            expectBound(john, john.bind("  my desk  "), "my desk");
        } finally {
            host.setProperty(TAKEOVER, null);
        }
        try (RawClient john = host.unbound("john")) {
            expectBound(john, john.bind("  my desk  "), "  my desk  ");
        }
    }

    /** @param expected null for one that the server chose */
    private void expectBound(RawClient client, Element answer, String expected) throws IOException {
        assertThat(answer.attributeValue("type")).as(answer.asXML()).isEqualTo("result");
        String jid = answer.element("bind").elementText("jid");
        String bound = jid.substring(jid.indexOf('/') + 1);
        if (expected == null) {
            assertThat(bound).matches("[\\w-]{6,64}").isNotEqualTo("wanted");
        } else {
            assertThat(bound).isEqualTo(expected);
        }
        table.promptly("bound", client, s -> s != null && jid.equals(SessionTable.text(s, "full_jid"))
                && bound.equals(SessionTable.text(s, "resource")));
        client.sync();
    }

    private static String bind(String id, String resource) {
        return "<iq type='set' id='" + id + "'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                + (resource == null ? "" : "<resource>" + resource + "</resource>") + "</bind></iq>";
    }

    private static Element answer(RawClient client, String id) throws IOException {
        return client.awaitElement(element -> element.getName().equals("iq") && id.equals(element.attributeValue("id")));
    }

    private static String condition(Element answer) {
        Element error = answer.element("error");
        return error == null ? answer.asXML() : error.elements().get(0).getName();
    }

    /** The full JIDs that the host itself has for a user. */
    private List<String> boundInHost(String user) throws IOException {
        String prefix = "session " + user + "@";
        return host.probe().stream().filter(line -> line.startsWith(prefix))
                .map(line -> line.substring("session ".length())).toList();
    }

    /** After the client has gone, neither the host nor the plugin has a session of it. */
    private void expectNoneLeft(String user) throws IOException {
        Await.until("no session of " + user + " is left", Duration.ofSeconds(5), () -> boundInHost(user).isEmpty()
                && table.all().stream().noneMatch(s -> user.equals(SessionTable.text(s, "username"))));
    }
}
