package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;

import com.google.gson.JsonObject;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/** Another plugin has a say in binds. */
class BindHookIT {
    private static final Duration LOADED = Duration.ofSeconds(60);

    @Test
    void anotherPluginRenamesRefusesAndHearsWhatWasDecided() throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().probe())) {
            host.installHook();
            Await.until("the hook is asked", LOADED, () -> bound(host, "rename me").endsWith("/renamed john"));

            assertThat(bound(host, "as it is")).isEqualTo("john@example.org/as it is");
            assertThat(bound(host, "where")).as("a thread that may block").contains("/sessionstate-hook-");
            try (RawClient john = host.unbound("john")) {
                Element error = john.bind("refuse me").element("error");
                assertThat(error.attributeValue("type")).isEqualTo("modify");
                assertThat(error.element("not-acceptable")).isNotNull();
                assertThat(error.elementText("text")).isEqualTo("Not this <one>");
                error = john.bind("violate a policy").element("error");
                assertThat(error.element("not-allowed")).as("what the host can say").isNotNull();
                assertThat(john.bind("something else").attributeValue("type")).isEqualTo("result");
            }

            try (RawClient john = host.unbound("john")) {
                john.bind("taken");
                assertThat(bound(host, "taken")).isEqualTo("john@example.org/taken");
            }
            assertThat(bound(host, "what was decided")).endsWith("/conflict kick_old others_closed");

            assertThat(bound(host, "throw")).isEqualTo("john@example.org/throw");
            long start = System.nanoTime();
            assertThat(bound(host, "be slow")).isEqualTo("john@example.org/be slow");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1),
                    Duration.ofSeconds(5));
            host.assertNoUnexpectedWarnings("Bind hook \\S+ failed and was skipped",
                    "Bind hook \\S+ skipped: no answer within 1 s");
        }
    }

    /** What a client sends behind its bind waits for it, as long as a hook takes. */
    @ParameterizedTest
    @EnumSource(names = {"TCP", "BOSH", "WEBSOCKET"}, value = Way.class)
    void stanzasBehindASlowBindFindItDone(Way way) throws Exception {
        try (OpenfireHost host = OpenfireHost.start(HostOptions.withPlugin().probe())) {
            host.installHook();
            Await.until("the hook is asked", LOADED, () -> bound(host, "rename me").endsWith("/renamed john"));
            SessionTable table = new SessionTable(host);
            try (StepClient john = way.open(host)) {
                john.authPlain("john", HostOptions.PASSWORD);
                john.openStream();
                way.pipeline(host, john, "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
                        + "<resource>be slow</resource></bind></iq>",
                        "<presence><priority>3</priority></presence>",
                        "<iq type='get' id='r'><query xmlns='jabber:iq:roster'/></iq>",
                        "<message to='john@example.org/be slow'><body>to myself</body></message>");
                Element first = john.awaitElement(element -> element.getName().equals("iq"));
                assertThat(first.attributeValue("id")).isEqualTo("b");
                assertThat(first.attributeValue("type")).isEqualTo("result");
                Element roster = john.awaitElement(element -> element.getName().equals("iq"));
                assertThat(roster.attributeValue("id")).isEqualTo("r");
                assertThat(roster.attributeValue("type")).as(roster.asXML()).isEqualTo("result");
                assertThat(john.awaitElement(element -> element.getName().equals("message")).elementText("body"))
                        .isEqualTo("to myself");
                JsonObject session = table.byFullJid("john@example.org/be slow").get(0);
                assertThat(SessionTable.is(session, "interested")).isTrue();
                // Before 5.1 the host may work on what came by BOSH in another order.
                Await.until("its presence counts", Duration.ofSeconds(5), () -> table
                        .byFullJid("john@example.org/be slow").get(0).get("priority").getAsInt() == 3);
                john.closeStream();
            }
            host.assertNoUnexpectedWarnings("Bind hook \\S+ skipped: no answer within 1 s");
        }
    }

    private static String bound(OpenfireHost host, String resource) throws IOException {
        try (RawClient john = host.unbound("john")) {
            john.bind(resource);
            return john.boundJid();
        }
    }
}
