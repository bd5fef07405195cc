package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.dom4j.DocumentHelper;
import org.dom4j.Element;
import org.junit.jupiter.api.Test;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * One client walks through all stages; after each the table shows what the reference shows. The first of them only an
 * {@code AcceptHook} sees: {@code NettyAcceptHook} by the {@code NettyMembers} of the host, {@code MinaAcceptHook} by
 * its {@code MinaMembers}.
 */
class LifeCycleIT extends SharedHostTest {
    @Test
    void tableFollowsEachStep() throws Exception {
        Expected expected = new Expected();
        String roster = "[\"jane@example.org\",\"juan@example.org\"]";
        try (RawClient john = host.connect()) {
            String id = SessionTable.text(see("accept", john, expected.with("notopen", "true")
                    .with("type", "c2s_unauthed").with("conn", "yes")), "id");

            john.openStream();
            see("stream header", john, expected.with("notopen", "false").with("host", "example.org"));

            assertThat(john.auth("john", "wrong").getName()).isEqualTo("failure");
            see("failed authentication", john, expected);

            john.authPlain("john", HostOptions.PASSWORD);
            see("authentication", john, expected.with("type", "c2s_unbound").with("username", "john")
                    .with("notopen", "true"));

            john.openStream();
            see("restarted stream", john, expected.with("notopen", "false"));

            john.bind("balcony");
            see("bind", john, expected.with("type", "c2s").with("resource", "balcony")
                    .with("full_jid", "john@example.org/balcony").with("connected", "true")
                    .with("roster_loaded", "true").with("roster", roster));

            john.rosterGet();
            see("roster get", john, expected.with("interested", "true"));

            john.presence("<show>away</show><priority>5</priority><x xmlns='urn:example:x'/>");
            john.sync();
            JsonObject available = see("presence", john, expected.with("priority", "5").with("available", "true"));
            Element presence = presence(available);
            assertThat(presence.elementText("show")).isEqualTo("away");
            assertThat(presence.elements()).extracting(Element::getName)
                    .as("the stanza as the client sent it").containsExactly("show", "priority", "x");
            assertThat(presence.attributeValue("from")).isEqualTo("john@example.org/balcony");

            john.send("<presence to='jane@example.org'><priority>1</priority></presence>");
            john.sync();
            JsonObject directed = see("directed presence", john, expected);
            assertThat(presence(directed).asXML()).isEqualTo(presence.asXML());

            john.unavailable();
            john.sync();
            see("unavailable", john, expected.with("priority", "0").with("available", "false"));

            assertThat(SessionTable.text(table.of(john), "id")).as("id, from accept to end").isEqualTo(id);
            john.closeStream();
            table.promptly("the end", john, session -> session == null);
            assertThat(table.byFullJid("john@example.org/balcony")).isEmpty();
        }
    }

    @Test
    void startTlsResetsTheStream() throws Exception {
        Expected expected = new Expected().with("notopen", "true").with("type", "c2s_unauthed").with("conn", "yes");
        try (RawClient john = host.connect()) {
            john.openStream();
            JsonObject plain = see("stream header", john, expected.with("notopen", "false")
                    .with("host", "example.org"));
            assertThat(plain.getAsJsonObject("conn").get("secure").getAsBoolean()).isFalse();
            john.startTls();
            JsonObject secure = see("stream header after STARTTLS", john, expected);
            assertThat(secure.getAsJsonObject("conn").get("secure").getAsBoolean()).isTrue();
            assertThat(secure.getAsJsonObject("conn").get("tls").getAsString()).startsWith("TLSv1.");
        }
    }

    @Test
    void directTlsIsTracked() throws Exception {
        try (RawClient jane = host.connectTls()) {
            jane.login("jane", HostOptions.PASSWORD, "direct");
            JsonObject session = table.promptly("bound", jane, s -> s != null && SessionTable.is(s, "connected"));
            assertThat(session.getAsJsonObject("conn").get("secure").getAsBoolean()).isTrue();
        }
    }

    @Test
    void connectionThatIsDroppedBeforeItsStreamIsGone() throws Exception {
        RawClient silent = host.connect();
        table.promptly("accepted", silent, session -> session != null);
        silent.dropReset();
        table.promptly("dropped", silent, session -> session == null);
    }

    @Test
    void newAcceptorIsFollowed() throws Exception {
        try (RawClient before = host.connect()) {
            before.login("john", HostOptions.PASSWORD, "before");
            host.replaceAcceptors();
        }
        try (RawClient after = host.connect(); RawClient directly = host.connectTls()) {
            // The host tells nobody of its new acceptor; the plugin looks for it four times a second.
            Await.until("a connection to the new acceptor is in the table", Duration.ofSeconds(1),
                    () -> table.of(after) != null && table.of(directly) != null);
            after.login("john", HostOptions.PASSWORD, "after");
            table.promptly("bound", after, session -> session != null && SessionTable.is(session, "connected"));
            try (RawClient next = host.connect()) {
                table.promptly("the next connection", next, session -> session != null);
            }
        }
        assertThat(table.status().getAsJsonArray("hooks")).allSatisfy(hook ->
                assertThat(SessionTable.text(hook.getAsJsonObject(), "state")).isEqualTo("installed"));
    }

    private JsonObject see(String step, RawClient client, Expected expected) throws IOException {
        return table.promptly(step + ": " + expected, client, expected::matches);
    }

    private static Element presence(JsonObject session) throws Exception {
        return DocumentHelper.parseText(SessionTable.text(session, "presence")).getRootElement();
    }

    /** What all properties of the reference must be, as text; those not named are absent, 0 or false. */
    private static final class Expected {
        private final Map<String, String> properties = new LinkedHashMap<>();

        Expected() {
            for (String flag : new String[] {"notopen", "interested", "roster_loaded", "connected", "available",
                "detached", "seeded"}) {
                properties.put(flag, "false");
            }
            for (String text : new String[] {"username", "host", "resource", "full_jid", "roster"}) {
                properties.put(text, null);
            }
            properties.put("priority", "0");
        }

        Expected with(String key, String value) {
            properties.put(key, value);
            return this;
        }

        boolean matches(JsonObject session) {
            return session != null && properties.equals(read(session));
        }

        private Map<String, String> read(JsonObject session) {
            Map<String, String> seen = new LinkedHashMap<>();
            for (String key : properties.keySet()) {
                boolean absent = session.get(key) == null || session.get(key).isJsonNull();
                if (key.equals("conn")) {
                    seen.put(key, absent ? "no" : "yes");
                } else if (key.equals("roster")) {
                    seen.put(key, absent ? null : session.get(key).toString());
                } else {
                    seen.put(key, SessionTable.text(session, key));
                }
            }
            boolean hasPresence = SessionTable.text(session, "presence") != null;
            if (hasPresence != SessionTable.is(session, "available")) {
                seen.put("presence", "does not go with available");
            }
            return seen;
        }

        @Override
        public String toString() {
            return properties.toString();
        }
    }
}
