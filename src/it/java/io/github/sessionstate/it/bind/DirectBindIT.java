package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import com.google.gson.JsonObject;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/**
 * Binds by the host's own method for that, as Bind 2 (XEP-0386) calls it: the same outcomes as by a stanza, but that no
 * other resource is given than the one that is asked for. On hosts before 5.1.1, which have no other way, by a stanza.
 * {@code DirectBindHook} finds them, {@code DirectBind} is one, on one of the {@code DirectBindThreads}.
 */
class DirectBindIT {
    private static final String POLICY = "plugin.sessionstate.conflict.policy";
    private static final String WAR_THRESHOLD = "plugin.sessionstate.conflict.war-threshold";
    private static final String LIMIT = "plugin.sessionstate.limit.per-user";
    private static final String LIMIT_POLICY = "plugin.sessionstate.limit.policy";
    private static final int CLIENTS = 50;
    private static final String SASL2 = "urn:xmpp:sasl:2";

    private static OpenfireHost host;
    private static SessionTable table;
    private static boolean hasDirectBinds;

    @BeforeAll
    static void start() throws Exception {
        host = OpenfireHost.start(HostOptions.withPlugin().probe());
        table = new SessionTable(host);
        hasDirectBinds = host.isAtLeast("5.1.1");
        if (hasDirectBinds) {
            host.startBind2();
        }
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            host.close();
        }
    }

    @BeforeEach
    void usual() throws IOException {
        for (String setting : List.of(POLICY, LIMIT, LIMIT_POLICY)) {
            host.setProperty(setting, null);
        }
        host.setProperty(WAR_THRESHOLD, "0");
    }

    @AfterEach
    void nothingPassedBy() throws Exception {
        assertThat(table.status().get("bypassed").getAsInt()).isZero();
        Await.until("all sessions have ended", Duration.ofSeconds(10), () -> table.all().isEmpty());
        host.assertNoUnexpectedWarnings("Clients keep taking");
    }

    /** Whether it was bound to this resource: by a stanza where the host has no other way. */
    private static boolean bind(RawClient client, String resource) throws IOException {
        if (!hasDirectBinds) {
            client.bind(resource);
            return client.boundJid() != null && client.boundJid().endsWith('/' + resource);
        }
        client.send("<message><bind xmlns='urn:xmpp:bind:0'>" + StepClient.escape(resource) + "</bind></message>");
        Element answer = client.awaitElement(element -> element.getNamespaceURI().equals(SASL2));
        if (answer.getName().equals("success")) {
            assertThat(answer.elementText("authorization-identifier")).endsWith('/' + resource);
            client.awaitElement(element -> element.getName().equals("features"));
        }
        return answer.getName().equals("success");
    }

    private static long decided(String kind) throws IOException {
        return table.status().getAsJsonObject("bind_decisions").get(kind).getAsLong();
    }

    private static void expectKicked(RawClient client, String condition) throws IOException {
        Element error = client.awaitElement(element -> element.getName().equals("error"));
        assertThat(error.element(condition)).as(error.asXML()).isNotNull();
    }

    @Test
    void aFreeResourceIsBound() throws Exception {
        try (RawClient john = host.unbound("john")) {
            assertThat(bind(john, "My device/1")).isTrue();
            JsonObject session = table.promptly("bound", john, s -> s != null && SessionTable.is(s, "connected"));
            assertThat(SessionTable.text(session, "full_jid")).isEqualTo("john@example.org/My device/1");
            assertThat(SessionTable.is(session, "notopen")).isFalse();
            john.sync();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOldSessionIsKicked(boolean isOldDirect) throws Exception {
        long before = decided("conflict");
        try (RawClient old = host.unbound("john"); RawClient john = host.unbound("john")) {
            assertThat(isOldDirect ? bind(old, "x") : old.bind("x").attributeValue("type").equals("result")).isTrue();
            assertThat(isOldDirect ? john.bind("x").attributeValue("type").equals("result") : bind(john, "x")).isTrue();

            expectKicked(old, "conflict");
            john.sync();
            assertThat(table.byFullJid("john@example.org/x")).hasSize(1);
            assertThat(decided("conflict")).isEqualTo(before + 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kick_new", "random", "increment"})
    void theNewSessionIsRefusedAndMayAskAgain(String policy) throws Exception {
        host.setProperty(POLICY, policy);
        long before = decided("conflict");
        try (RawClient old = host.unbound("john"); RawClient john = host.unbound("john")) {
            assertThat(bind(old, "x")).isTrue();
            assertThat(bind(john, "x")).isFalse();
            assertThat(decided("conflict")).isEqualTo(before + 1);
            if (!hasDirectBinds && !policy.equals("kick_new")) {
                assertThat(john.boundJid()).as("another resource").isNotNull();
                return;
            }
            table.promptly("stays unbound", john, s -> s != null
                    && "c2s_unbound".equals(SessionTable.text(s, "type")));
            old.sync();

            assertThat(bind(john, "y")).isTrue();
            john.sync();
        }
    }

    @Test
    void aLimitRefuses() throws Exception {
        host.setProperty(LIMIT, "1");
        host.setProperty(LIMIT_POLICY, "reject_new");
        try (RawClient old = host.unbound("john"); RawClient john = host.unbound("john")) {
            assertThat(bind(old, "x")).isTrue();
            assertThat(bind(john, "y")).isFalse();
            old.closeStream();
            table.promptly("the end", old, session -> session == null);
            assertThat(bind(john, "y")).isTrue();
        }
    }

    @Test
    void aLimitClosesTheOldest() throws Exception {
        host.setProperty(LIMIT, "1");
        host.setProperty(LIMIT_POLICY, "close_oldest");
        try (RawClient old = host.unbound("john"); RawClient john = host.unbound("john")) {
            assertThat(bind(old, "x")).isTrue();
            assertThat(bind(john, "y")).isTrue();
            expectKicked(old, "policy-violation");
            assertThat(table.all()).hasSize(1);
        }
    }

    @Test
    void aWarEndsInARefusal() throws Exception {
        host.setProperty(WAR_THRESHOLD, "3");
        long before = decided("war");
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                clients.add(host.unbound("john"));
                boolean isBound = bind(clients.get(i), "fought over");
                assertThat(isBound).as("bind " + i).isEqualTo(i < 3);
                if (i > 0 && isBound) {
                    expectKicked(clients.get(i - 1), "conflict");
                    // Who was there when it was kicked ends its stream; that is what makes it a war.
                    clients.get(i - 1).closeStream();
                }
            }
            assertThat(decided("war")).isEqualTo(before + 1);
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void hooksHaveTheirSay() throws Exception {
        try (OpenfireHost hooked = OpenfireHost.start(HostOptions.withPlugin().probe())) {
            if (hasDirectBinds) {
                hooked.startBind2();
            }
            hooked.installHook();
            Await.until("the hook is asked", Duration.ofSeconds(60), () -> !isBound(hooked, "refuse me"));

            assertThat(isBound(hooked, "as it is")).isTrue();
            assertThat(isBound(hooked, "rename me")).isFalse();
            assertThat(isBound(hooked, "violate a policy")).isFalse();
            assertThat(isBound(hooked, "throw")).isTrue();
            assertThat(isBound(hooked, "be slow")).isTrue();
            assertThat(new SessionTable(hooked).status().get("bypassed").getAsInt()).isZero();
            hooked.assertNoUnexpectedWarnings("Bind hook \\S+ failed and was skipped",
                    "Bind hook \\S+ skipped: no answer within 1 s");
        }
    }

    private static boolean isBound(OpenfireHost where, String resource) throws IOException {
        try (RawClient john = where.unbound("john")) {
            return bind(john, resource);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kick_old", "kick_new"})
    void manyAtOnceAreDecidedOneAfterTheOther(String policy) throws Exception {
        host.setProperty(POLICY, policy);
        List<RawClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(host.unbound("john"));
            }
            List<Callable<Boolean>> binds = new ArrayList<>();
            clients.forEach(client -> binds.add(() -> bind(client, "x")));
            int bound = 0;
            for (Future<Boolean> one : threads.invokeAll(binds)) {
                bound += one.get() ? 1 : 0;
            }
            assertThat(bound).isEqualTo(policy.equals("kick_old") ? CLIENTS : 1);
            Await.until("one is left", Duration.ofSeconds(5),
                    () -> table.byFullJid("john@example.org/x").size() == 1);
            assertThat(host.probe()).filteredOn(line -> line.startsWith("session ")).hasSize(1);
        } finally {
            threads.shutdownNow();
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
