package io.github.sessionstate.it.end;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * What a client with stream management has not acknowledged when its session ends (XEP-0198 §8): messages reach the
 * user elsewhere, each once and in order, however the session ends. The plugin finds and sends them by the host's
 * {@code UnacknowledgedStanzas}.
 */
class UndeliveredIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** What comes twice, or where it must not, has come by then. */
    private static final Duration LATE = Duration.ofMillis(500);
    private static final String PHONE = "john@example.org/phone";
    private static final String USER_LIMIT = "plugin.sessionstate.limit.per-user";
    private static final String LIMIT_POLICY = "plugin.sessionstate.limit.policy";
    private static final List<String> SENT = List.of("one", "two", "three");

    private static OpenfireHost host;
    private static SessionTable table;

    private final List<RawClient> clients = new ArrayList<>();

    /** How a session ends, and whether its client was gone before the messages came. */
    private enum Ending {
        DETACHED_REPLACED(true), DETACHED_CLOSED(true), DETACHED_EXPIRED(true), DETACHED_ENDED_BY_HOST(true),
        REPLACED(false), OVER_LIMIT(false), CLOSED(false), CLOSED_BY_HOST(false), CLOSED_BY_CLIENT(false), LOST(false);

        private final boolean isDetached;

        Ending(boolean isDetached) {
            this.isDetached = isDetached;
        }
    }

    @BeforeAll
    static void start() throws IOException {
        host = OpenfireHost.start(HostOptions.withPlugin().probe().property("xmpp.offline.quota", "1000000"));
        table = new SessionTable(host);
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @AfterEach
    void settle() throws IOException {
        host.setProperty(USER_LIMIT, null);
        host.setProperty(LIMIT_POLICY, null);
        for (RawClient client : clients) {
            client.close();
        }
        Await.until("nobody is left", LIMIT, () -> table.all().isEmpty());
        host.assertNoUnexpectedWarnings();
    }

    /** With nobody else there they wait in the offline store. */
    @ParameterizedTest
    @EnumSource(Ending.class)
    void messagesWaitForTheUser(Ending ending) throws Exception {
        RawClient jane = online("jane", "desk");
        RawClient other = carbons(online("jane", "other"));
        host.startArchive();
        RawClient phone = phone(ending != Ending.LOST);
        sendTo(phone, jane, ending);
        String idleSince = SessionTable.text(table.of(jane), "idle_since");

        RawClient john = ended(phone, ending);

        john.presence("");
        assertThat(bodies(john)).isEqualTo(SENT);
        assertThat(host.archived()).as("interceptors").isEqualTo(SENT);
        assertThat(bodies(other)).as("the sender's carbons").isEqualTo(SENT);
        assertThat(SessionTable.text(table.of(jane), "idle_since")).as("of the sender").isEqualTo(idleSince);
        RawClient later = online("john", fresh());
        assertThat(bodies(later)).as("nothing is left in the store").isEmpty();
    }

    /** Who is there gets them at once, and nobody later. */
    @ParameterizedTest
    @EnumSource(value = Ending.class, names = "OVER_LIMIT", mode = EnumSource.Mode.EXCLUDE)
    void messagesGoToAnotherResource(Ending ending) throws Exception {
        RawClient jane = online("jane", "desk");
        RawClient desk = online("john", "desk");
        RawClient phone = phone(ending != Ending.LOST);
        sendTo(phone, jane, ending);

        ended(phone, ending);

        assertThat(bodies(desk)).isEqualTo(SENT);
        assertThat(bodies(online("john", fresh()))).isEmpty();
    }

    /** A copy is a copy. */
    @ParameterizedTest
    @EnumSource(value = Ending.class, names = {"DETACHED_CLOSED", "CLOSED", "LOST"})
    void whoHasACarbonCopyGetsNoSecondOne(Ending ending) throws Exception {
        RawClient jane = online("jane", "desk");
        RawClient desk = carbons(online("john", "desk"));
        RawClient phone = phone(ending != Ending.LOST);
        sendTo(phone, jane, ending);

        ended(phone, ending);

        assertThat(bodies(desk)).isEqualTo(SENT);
        assertThat(bodies(online("john", fresh()))).isEmpty();
    }

    @Test
    void aThousandKeepTheirOrder() throws Exception {
        List<String> many = IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
        RawClient jane = online("jane", "desk");
        RawClient phone = phone(true);
        host.loseConnection(phone);
        awaitDetached();
        for (String body : many) {
            jane.send(chat(PHONE, body));
        }
        jane.sync();

        ended(phone, Ending.DETACHED_CLOSED);

        RawClient john = online("john", fresh());
        assertThat(bodies(john)).isEqualTo(many);
    }

    /** What is for one resource, or for the moment, is not kept; who asks gets an answer. */
    @ParameterizedTest
    @EnumSource(value = Ending.class, names = {"DETACHED_EXPIRED", "CLOSED", "LOST"})
    void onlyMessagesForTheUserAreKept(Ending ending) throws Exception {
        RawClient jane = online("jane", "desk");
        RawClient phone = phone(ending != Ending.LOST);
        if (ending.isDetached) {
            host.loseConnection(phone);
            awaitDetached();
        }
        jane.send("<message to='" + PHONE + "' type='headline'><body>headline</body></message>");
        jane.send("<message to='" + PHONE + "' type='groupchat'><body>groupchat</body></message>");
        jane.send("<message to='" + PHONE + "' type='chat'><received xmlns='urn:xmpp:carbons:2'/><body>carbon</body>"
                + "</message>");
        jane.send("<presence to='" + PHONE + "'><status>directed</status></presence>");
        jane.send("<iq to='" + PHONE + "' type='get' id='asked'><query xmlns='jabber:iq:last'/></iq>");
        jane.send("<iq to='" + PHONE + "' type='result' id='answered'/>");
        jane.send(chat(PHONE, "chat"));
        jane.send("<message to='" + PHONE + "'><body>normal</body></message>");
        jane.sync();

        ended(phone, ending);

        Element answer = jane.awaitElement(element -> "asked".equals(element.attributeValue("id")));
        assertThat(answer.attributeValue("type")).isEqualTo("error");
        assertThat(answer.attributeValue("from")).isEqualTo(PHONE);
        assertThat(answer.element("error").element("service-unavailable")).isNotNull();
        assertThat(bodies(online("john", fresh()))).containsExactly("chat", "normal");
    }

    // ------------------------------------------------------------------

    private RawClient online(String user, String resource) throws IOException {
        RawClient client = connected();
        client.login(user, HostOptions.PASSWORD, resource);
        client.presence("");
        client.sync();
        return client;
    }

    // Of its own: who comes again and again to the same one is at war with itself.
    private String fresh() {
        return "later-" + clients.size() + '-' + System.nanoTime();
    }

    private RawClient connected() throws IOException {
        RawClient client = host.connect();
        clients.add(client);
        return client;
    }

    private static RawClient carbons(RawClient client) throws IOException {
        client.iq("set", null, "<enable xmlns='urn:xmpp:carbons:2'/>");
        return client;
    }

    /** A client that acknowledges nothing. */
    private RawClient phone(boolean mayResume) throws IOException {
        RawClient phone = online("john", "phone");
        phone.presence("<priority>5</priority>");
        phone.sync();
        if (mayResume) {
            phone.enableStreamManagement();
        } else {
            phone.send("<enable xmlns='urn:xmpp:sm:3'/>");
            phone.awaitElement(element -> element.getName().equals("enabled"));
        }
        return phone;
    }

    private static String chat(String to, String body) {
        return "<message to='" + to + "' type='chat'><body>" + body + "</body></message>";
    }

    private void sendTo(RawClient phone, RawClient jane, Ending ending) throws IOException {
        if (ending.isDetached) {
            host.loseConnection(phone);
            awaitDetached();
        }
        for (String body : SENT) {
            // To the client and, as most are, to the account: they go to it as well, as its priority is the highest.
            jane.send(chat(body.equals("two") ? "john@example.org" : PHONE, body));
        }
        jane.sync();
        if (!ending.isDetached) {
            assertThat(bodies(phone)).as("the client has them, and says nothing").isEqualTo(SENT);
        }
    }

    private void awaitDetached() {
        Await.until("detached", LIMIT, () -> SessionTable.is(table.byFullJid(PHONE).get(0), "detached"));
    }

    /**
     * Ends the session of the phone.
     *
     * @return a client of its user that has not sent presence: who took its place, or one that came later
     */
    private RawClient ended(RawClient phone, Ending ending) throws IOException {
        String id = SessionTable.text(table.byFullJid(PHONE).get(0), "id");
        RawClient john = null;
        switch (ending) {
            case DETACHED_REPLACED, REPLACED -> {
                john = connected();
                assertThat(john.login("john", HostOptions.PASSWORD, "phone")).isEqualTo(PHONE);
            }
            case OVER_LIMIT -> {
                host.setProperty(USER_LIMIT, "1");
                host.setProperty(LIMIT_POLICY, "close_oldest");
                john = connected();
                john.login("john", HostOptions.PASSWORD, "tablet");
                host.setProperty(USER_LIMIT, null);
            }
            case DETACHED_CLOSED, CLOSED -> assertThat(SessionTable.text(table.close(id, null, null), "outcome"))
                    .isEqualTo("closed");
            case DETACHED_EXPIRED -> host.sessions().expireDetached();
            case DETACHED_ENDED_BY_HOST, CLOSED_BY_HOST -> host.sessions().closeForGood(PHONE);
            case CLOSED_BY_CLIENT -> phone.send("</stream:stream>");
            case LOST -> host.loseConnection(phone);
            default -> throw new IllegalStateException();
        }
        Await.until("ended", LIMIT, () -> table.byFullJid(PHONE).stream()
                .noneMatch(row -> id.equals(SessionTable.text(row, "id"))));
        if (john == null) {
            john = connected();
            john.login("john", HostOptions.PASSWORD, fresh());
        }
        return john;
    }

    /** The bodies of the messages that the client has got, and gets within some time; those in carbon copies too. */
    private static List<String> bodies(RawClient client) throws IOException {
        client.sync();
        List<Element> got = new ArrayList<>(client.takeUnread());
        for (Element element = client.read(LATE); element != null; element = client.read(LATE)) {
            got.add(element);
        }
        got.addAll(client.takeUnread());
        return got.stream().filter(element -> element.getName().equals("message")).map(UndeliveredIT::body)
                .filter(Objects::nonNull).toList();
    }

    private static String body(Element message) {
        Element copy = message;
        for (String name : Arrays.asList("sent", "received")) {
            if (message.element(name) != null && message.element(name).element("forwarded") != null) {
                copy = message.element(name).element("forwarded").element("message");
            }
        }
        return copy.elementText("body");
    }
}
