package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.SwallowingProxy;

/**
 * A device that is killed again and again and comes back for the resource that its dead session may still have: it gets
 * it each time, at once, and misses no message; one may come twice. Logs in by the newest way that the host has; where that tells the
 * device, nobody else would be let in.
 */
class ReconnectsIT extends SharedHostTest {
    private static final int TIMES = Integer.getInteger("reconnects", 60);
    private static final String POLICY = "plugin.sessionstate.conflict.policy";
    private static final String DEVICE = "<user-agent id='" + UUID.randomUUID() + "'/>";
    private static final String ENABLE = "<enable xmlns='urn:xmpp:sm:3' resume='true'/>";

    private final List<String> received = new ArrayList<>();
    private boolean hasSasl2;
    private boolean hasBind2;
    // Each between one client and the host, the last one last.
    private final Deque<SwallowingProxy> networks = new ArrayDeque<>();
    private RawClient jane;
    private String fullJid;

    /** How a connection goes. */
    private enum Kill { NOTICED, SILENT }

    @BeforeEach
    void begin() throws IOException {
        host.setProperty("xmpp.auth.sasl2", "true");
        host.setProperty("xmpp.auth.sasl2.require-tls", "false");
        jane = host.connect();
        Element features = jane.openStream();
        hasSasl2 = !features.selectNodes("*[local-name()='authentication']").isEmpty();
        hasBind2 = !features.selectNodes("//*[local-name()='inline']/*[local-name()='bind']").isEmpty();
        assertThat(hasSasl2).isEqualTo(host.isAtLeast("5.2"));
        host.setProperty(POLICY, hasSasl2 ? "kick_new" : null);
        jane.authPlain("jane", HostOptions.PASSWORD);
        jane.openStream();
        jane.bind("desk");
    }

    @AfterEach
    void asBefore() throws Exception {
        jane.close();
        // If their ends came to the host before it gives up, the clients would count as there.
        Await.until("lost connections are given up", Duration.ofSeconds(5),
                () -> networks.stream().allMatch(SwallowingProxy::isEnded));
        for (SwallowingProxy network : networks) {
            network.close();
        }
        for (String name : List.of(POLICY, "xmpp.auth.sasl2", "xmpp.auth.sasl2.require-tls")) {
            host.setProperty(name, null);
        }
        host.sessions().expireDetached();
        try (RawClient john = host.connect()) {
            // What is in the store would come to the next test.
            john.login("john", HostOptions.PASSWORD, "last");
            john.presence("");
            john.sync();
        }
        Await.until("all sessions have ended", Duration.ofSeconds(10), () -> table.all().isEmpty());
    }

    /** With stream management whatever was not acknowledged waits for the next session. */
    @ParameterizedTest
    @EnumSource(Kill.class)
    void withStreamManagement(Kill kill) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            kill(online(kill, true, i - 1), kill);
            say(i);
        }
        lastLook();
    }

    /** Without it a message is lost that the host sends into the void: some come before that, some once it is noticed. */
    @ParameterizedTest
    @EnumSource(Kill.class)
    void withoutStreamManagement(Kill kill) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            boolean isSaidBefore = kill == Kill.SILENT || i % 2 == 0;
            RawClient john = online(kill, false, received.size() == i ? -1 : i - 1);
            if (isSaidBefore) {
                say(i);
                take(john, i);
            }
            kill(john, kill);
            if (!isSaidBefore) {
                Await.until("the end is noticed", RawClient.LIMIT, () -> table.byFullJid(fullJid).isEmpty());
                say(i);
            }
        }
        lastLook();
    }

    private void lastLook() throws Exception {
        try (RawClient john = online(Kill.NOTICED, false, received.size() == TIMES ? -1 : TIMES - 1)) {
            john.sync();
        }
        assertThat(received).isEqualTo(IntStream.range(0, TIMES).mapToObj(String::valueOf).toList());
        assertThat(table.status().get("bypassed").getAsInt()).isZero();
    }

    /**
     * Logs in, gets the resource and becomes available.
     *
     * @param kill    how the connection will go
     * @param waiting the message that waits for the client; negative for none
     */
    private RawClient online(Kill kill, boolean managed, int waiting) throws Exception {
        RawClient john = kill == Kill.SILENT ? RawClient.connect(network().address(), HostOptions.DOMAIN)
                : host.connect();
        john.openStream();
        if (hasSasl2) {
            john.authSasl2("john", HostOptions.PASSWORD, DEVICE + (hasBind2 ? "<bind xmlns='urn:xmpp:bind:0'>"
                    + "<tag>phone</tag>" + (managed ? ENABLE : "") + "</bind>" : ""));
        } else {
            john.authPlain("john", HostOptions.PASSWORD);
            john.openStream();
        }
        if (!hasBind2) {
            john.bind("phone");
            if (managed) {
                john.enableStreamManagement();
            }
        }
        assertThat(john.boundJid()).isNotNull().isEqualTo(fullJid == null ? john.boundJid() : fullJid);
        fullJid = john.boundJid();
        john.presence("");
        int stanzas = waiting < 0 ? 0 : take(john, waiting);
        john.sync();
        List<Element> more = john.takeUnread();
        // The host stores what finds the connection closing, and keeps it as unacknowledged as well.
        assertThat(more).filteredOn(element -> element.getName().equals("message"))
                .allMatch(element -> received.contains(element.elementText("body")));
        if (managed) {
            // The answers to two pings, and what came with them.
            long handled = stanzas + 2 + more.stream().filter(ReconnectsIT::isStanza).count();
            // The host sends a stanza first and counts it then, and ends a stream that was faster.
            john.sync();
            john.send("<a xmlns='urn:xmpp:sm:3' h='" + handled + "'/>");
            john.sync();
        }
        assertThat(table.byFullJid(fullJid)).hasSize(1).allMatch(session -> !SessionTable.is(session, "detached"));
        assertThat(host.probe()).filteredOn(line -> line.startsWith("session ") && line.contains("john")).hasSize(1);
        return john;
    }

    private SwallowingProxy network() throws IOException {
        while (!networks.isEmpty() && networks.getFirst().isEnded()) {
            networks.remove().close();
        }
        networks.add(new SwallowingProxy(host.clientAddress()));
        return networks.getLast();
    }

    private void say(int number) throws IOException {
        jane.send("<message to='john@example.org' type='chat'><body>" + number + "</body></message>");
        jane.sync();
    }

    /** Waits for this message; returns how many stanzas have come with it. */
    private int take(RawClient john, int number) throws IOException {
        int stanzas = 0;
        while (received.size() <= number) {
            Element element = john.read();
            stanzas += isStanza(element) ? 1 : 0;
            if (element.getName().equals("message") && !received.contains(element.elementText("body"))) {
                received.add(element.elementText("body"));
            }
        }
        return stanzas;
    }

    private static boolean isStanza(Element element) {
        return List.of("message", "presence", "iq").contains(element.getName());
    }

    private void kill(RawClient john, Kill kill) throws IOException {
        if (kill == Kill.SILENT) {
            networks.getLast().lose();
        } else {
            host.loseConnection(john);
        }
    }
}
