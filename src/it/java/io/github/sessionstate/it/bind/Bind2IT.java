package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.gson.JsonObject;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.SharedHostTest;
import io.github.sessionstate.it.xmpp.RawClient;

/**
 * Logins that have their resource bound within (Bind 2, XEP-0386): it comes from what names the device, so that a
 * conflict is one with the device's own session, or with who asked for it by a stanza. Where the host does not have it,
 * each test sees that it is not offered; {@link DirectBindIT} has what stands in for it.
 */
class Bind2IT extends SharedHostTest {
    private static final String POLICY = "plugin.sessionstate.conflict.policy";
    private static final String WAR_THRESHOLD = "plugin.sessionstate.conflict.war-threshold";
    private static final String LIMIT = "plugin.sessionstate.limit.per-user";
    private static final String LIMIT_POLICY = "plugin.sessionstate.limit.policy";
    private static final int CLIENTS = 50;

    private final String device = UUID.randomUUID().toString();
    private final List<RawClient> clients = new ArrayList<>();
    private boolean isOffered;

    @BeforeEach
    void offer() throws IOException {
        host.setProperty("xmpp.auth.sasl2", "true");
        host.setProperty("xmpp.auth.sasl2.require-tls", "false");
        host.setProperty(WAR_THRESHOLD, "0");
        isOffered = !connected().features().selectNodes("//*[local-name()='inline']/*[local-name()='bind']").isEmpty();
        assertThat(isOffered).as("Bind 2 on " + host.name()).isIn(false, host.isAtLeast("5.2"));
    }

    @AfterEach
    void asBefore() throws Exception {
        for (String setting : List.of(POLICY, WAR_THRESHOLD, LIMIT, LIMIT_POLICY, "xmpp.auth.sasl2",
                "xmpp.auth.sasl2.require-tls")) {
            host.setProperty(setting, null);
        }
        for (RawClient client : clients) {
            client.close();
        }
        assertThat(table.status().get("bypassed").getAsInt()).isZero();
        Await.until("all sessions have ended", Duration.ofSeconds(10), () -> table.all().isEmpty());
        host.assertNoUnexpectedWarnings("Clients keep taking");
    }

    private RawClient connected() throws IOException {
        RawClient client = host.connect();
        clients.add(client);
        client.openStream();
        return client;
    }

    /** Logs in on this device; whether it was bound. */
    private static boolean logIn(RawClient client, String deviceId) throws IOException {
        client.authSasl2("john", HostOptions.PASSWORD, "<user-agent id='" + deviceId
                + "'/><bind xmlns='urn:xmpp:bind:0'><tag>phone</tag></bind>");
        return client.boundJid() != null;
    }

    private RawClient bound() throws IOException {
        RawClient client = connected();
        assertThat(logIn(client, device)).isTrue();
        return client;
    }

    private static void expectKicked(RawClient client, String condition) throws IOException {
        Element error = client.awaitElement(element -> element.getName().equals("error"));
        assertThat(error.element(condition)).as(error.asXML()).isNotNull();
    }

    @Test
    void theTableIsRightAtEachStep() throws Exception {
        if (!isOffered) {
            return;
        }
        RawClient john = connected();
        assertThat(john.authSasl2("john", "wrong", "<bind xmlns='urn:xmpp:bind:0'/>").getName()).isEqualTo("failure");
        table.promptly("failure", john, s -> "c2s_unauthed".equals(SessionTable.text(s, "type"))
                && SessionTable.text(s, "username") == null && !SessionTable.is(s, "notopen"));
        assertThat(logIn(john, device)).isTrue();
        assertThat(john.boundJid()).startsWith("john@example.org/phone");

        JsonObject session = table.promptly("bound", john, s -> SessionTable.is(s, "connected"));
        assertThat(SessionTable.text(session, "full_jid")).isEqualTo(john.boundJid());
        assertThat(SessionTable.text(session, "type")).isEqualTo("c2s");
        assertThat(SessionTable.is(session, "notopen")).isFalse();
        assertThat(session.getAsJsonObject("user_agent").get("id").getAsString()).isEqualTo(device);
        assertThat(SessionTable.text(session, "sasl_mechanism")).isEqualTo("PLAIN");
        assertThat(SessionTable.text(session, "login_failed_condition")).isNull();
        assertThat(table.timeline(SessionTable.text(session, "id"))).containsExactly("created", "opened",
                "authenticated", "bound");
        john.rosterGet();
        john.presence("");
        john.sync();
        table.promptly("available", john, s -> SessionTable.is(s, "available") && SessionTable.is(s, "interested"));
    }

    /** Whoever has it, and whatever the policy. */
    @ParameterizedTest
    @ValueSource(strings = {"kick_old", "kick_new", "random", "increment"})
    void aDeviceTakesTheResourceOfItsOwnSession(String policy) throws Exception {
        if (!isOffered) {
            return;
        }
        host.setProperty(POLICY, policy);
        RawClient old = bound();
        RawClient john = bound();
        assertThat(john.boundJid()).isEqualTo(old.boundJid());
        expectKicked(old, "conflict");
        john.sync();
        assertThat(table.byFullJid(john.boundJid())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kick_old", "kick_new", "random", "increment"})
    void whoAskedByAStanzaIsJudgedByThePolicy(String policy) throws Exception {
        if (!isOffered) {
            return;
        }
        String fullJid = bound().boundJid();
        clients.get(clients.size() - 1).closeStream();
        host.setProperty(POLICY, policy);
        RawClient old = connected();
        old.authPlain("john", HostOptions.PASSWORD);
        old.openStream();
        old.bind(fullJid.substring(fullJid.indexOf('/') + 1));
        assertThat(old.boundJid()).isEqualTo(fullJid);

        RawClient john = connected();
        assertThat(logIn(john, device)).isEqualTo(policy.equals("kick_old"));
        if (policy.equals("kick_old")) {
            expectKicked(old, "conflict");
        } else {
            old.sync();
        }
        assertThat(table.byFullJid(fullJid)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject_new", "close_oldest"})
    void limitsCount(String policy) throws Exception {
        if (!isOffered) {
            return;
        }
        host.setProperty(LIMIT, "1");
        host.setProperty(LIMIT_POLICY, policy);
        RawClient old = bound();
        RawClient john = connected();
        assertThat(logIn(john, UUID.randomUUID().toString())).isEqualTo(policy.equals("close_oldest"));
        if (policy.equals("close_oldest")) {
            expectKicked(old, "policy-violation");
        } else {
            old.sync();
        }
    }

    @Test
    void twoLiveClientsOfOneIdMakeAWar() throws Exception {
        if (!isOffered) {
            return;
        }
        host.setProperty(WAR_THRESHOLD, "3");
        RawClient last = null;
        for (int i = 0; i < 5; i++) {
            RawClient john = connected();
            boolean isBound = logIn(john, device);
            assertThat(isBound).as("login " + i).isEqualTo(i < 3);
            if (last != null && isBound) {
                expectKicked(last, "conflict");
                last.closeStream();
            }
            last = isBound ? john : last;
        }
        last.sync();
    }

    @Test
    void manyAtOnceAreDecidedOneAfterTheOther() throws Exception {
        if (!isOffered) {
            return;
        }
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Callable<Boolean>> logins = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                RawClient client = connected();
                logins.add(() -> logIn(client, device));
            }
            for (Future<Boolean> login : threads.invokeAll(logins)) {
                assertThat(login.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        String fullJid = clients.get(clients.size() - 1).boundJid();
        Await.until("one is left", Duration.ofSeconds(5), () -> table.byFullJid(fullJid).size() == 1);
        assertThat(host.probe()).filteredOn(line -> line.startsWith("session ")).hasSize(1);
    }
}
