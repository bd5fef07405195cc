package io.github.sessionstate.it.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.dom4j.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.host.SharedHost;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/** Messages that come the moment a client is announced as available reach it at once, and once. */
@ExtendWith(SharedHost.class)
class ArrivalIT {
    private static final Duration AT_ONCE = Patience.ofSeconds(2);
    private static final Duration LATE = Duration.ofMillis(500);
    private static final Duration READ = Duration.ofMillis(200);
    private static final String JID = "john@example.org/arriving";

    private OpenfireHost host;

    @BeforeEach
    void host(OpenfireHost shared) {
        host = shared;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void messagesReachWhoIsJustArriving(Way way) throws Exception {
        try (RawClient jane = host.connect(); StepClient john = way.open(host); RawClient later = host.connect()) {
            jane.login("jane", HostOptions.PASSWORD, "answering");
            jane.presence("");
            jane.send(chat("zero"));
            jane.sync();
            john.authPlain("john", HostOptions.PASSWORD);
            john.openStream();
            john.bind("arriving");
            host.sessions().slowMessage(JID);

            john.presence("");
            awaitPresence(jane, JID);
            // The host has read the store by then, and is at what it found there.
            Thread.sleep(READ.toMillis());
            for (String body : List.of("one", "two", "three")) {
                jane.send(chat(body));
            }

            List<String> bodies = new ArrayList<>();
            long end = System.nanoTime() + AT_ONCE.toNanos();
            while (bodies.size() < 4 && System.nanoTime() < end) {
                bodies.addAll(bodies(john));
            }
            assertThat(bodies).containsExactly("zero", "one", "two", "three");
            john.sync();
            assertThat(bodies(john)).as("a second time").isEmpty();
            later.login("john", HostOptions.PASSWORD, "later");
            later.presence("");
            later.sync();
            assertThat(bodies(later)).as("left in the store").isEmpty();
            john.closeStream();
        }
    }

    // So it does when it finds that another session of the user has just ended.
    @Test
    void whereTheHostFailsAtTheFirstPresenceItIsCompleted() throws Exception {
        try (RawClient jane = host.connect(); RawClient john = host.connect()) {
            jane.login("jane", HostOptions.PASSWORD, "watching");
            jane.presence("");
            jane.sync();
            john.login("john", HostOptions.PASSWORD, "arriving");
            host.directory().breakNextRoster();

            john.presence("<status>here</status>");
            Element seen = awaitPresence(jane, JID);
            assertThat(seen.elementText("status")).isEqualTo("here");
            john.sync();
            jane.send(chat("direct"));
            jane.sync();
            assertThat(bodies(john)).containsExactly("direct");
        }
        host.assertNoUnexpectedWarnings("no rosters today");
    }

    // So it does before it has told anybody.
    @Test
    void whereTheHostFailsEarlyWhatItDidNotBeginIsDoneToo() throws Exception {
        try (RawClient jane = host.connect(); RawClient other = host.connect(); RawClient john = host.connect()) {
            jane.login("jane", HostOptions.PASSWORD, "watching");
            jane.presence("");
            jane.sync();
            other.login("john", HostOptions.PASSWORD, "other");
            other.presence("<status>elsewhere</status>");
            other.sync();
            john.login("john", HostOptions.PASSWORD, "arriving");
            host.sessions().overlookOnce("john@example.org/other");

            john.presence("<status>here</status>");
            Element ofOther = awaitPresence(john, "john@example.org/other");
            assertThat(ofOther.elementText("status")).isEqualTo("elsewhere");
            Element seen = awaitPresence(jane, JID);
            assertThat(seen.elementText("status")).isEqualTo("here");
            john.sync();
            jane.sync();
            // 4.2.0 had told her before it failed.
            long again = jane.takeUnread().stream().filter(e -> JID.equals(e.attributeValue("from"))).count();
            assertThat(again).as("told again").isEqualTo(host.isAtLeast("4.7") ? 0 : 1);
        }
    }

    private static Element awaitPresence(StepClient client, String from) throws IOException {
        return client.awaitElement(element -> from.equals(element.attributeValue("from"))
                && element.getName().equals("presence"));
    }

    private static String chat(String body) {
        return "<message to='john@example.org' type='chat'><body>" + body + "</body></message>";
    }

    private static List<String> bodies(StepClient client) throws IOException {
        List<Element> got = new ArrayList<>(client.takeUnread());
        for (Element element = client.read(LATE); element != null; element = client.read(LATE)) {
            got.add(element);
        }
        return got.stream().filter(element -> element.getName().equals("message"))
                .map(element -> element.elementText("body")).filter(Objects::nonNull).toList();
    }
}
