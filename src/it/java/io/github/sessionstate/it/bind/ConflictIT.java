package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.google.gson.JsonObject;
import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.sessionstate.it.bind.Contest.Contestant;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.Patience;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** Who gives way if clients ask for one resource: one after the other, or all at once. */
class ConflictIT {
    private static final String POLICY = "plugin.sessionstate.conflict.policy";
    private static final String WAR_THRESHOLD = "plugin.sessionstate.conflict.war-threshold";
    private static final int CLIENTS = 50;
    private static final int ROUNDS = Integer.getInteger("conflict.rounds", 20);
    /** How long a bind may take against a session that is detached or whose client does not read. */
    private static final Duration KICK = Patience.ofSeconds(2);
    private static final Duration SETTLED = Duration.ofSeconds(5);
    /** By then the host has done what it is late with. */
    private static final Duration LATE = Duration.ofMillis(700);

    private static OpenfireHost host;
    private static SessionTable table;

    @BeforeAll
    static void start() throws IOException {
        host = OpenfireHost.start(HostOptions.withPlugin().probe().property(WAR_THRESHOLD, "0"));
        table = new SessionTable(host);
    }

    @AfterAll
    static void stop() throws IOException {
        if (host != null) {
            try (OpenfireHost own = host) {
                EndsInHistory.expectAll(own);
            }
        }
    }

    @BeforeEach
    void defaultPolicy() throws IOException {
        host.setProperty(POLICY, null);
    }

    // ------------------------------------------------------------------ all at once

    @Test
    void kickOldLeavesTheLastOne() throws Exception {
        rounds(contest -> {
            assertThat(contest.bound()).as("all are bound, one after the other").hasSize(CLIENTS);
            expectBound(Set.of("x"));
            int alive = table.byFullJid("john@example.org/x").get(0).getAsJsonObject("conn").get("port").getAsInt();
            for (Contestant one : contest.all()) {
                if (one.client().localPort() == alive) {
                    one.client().sync();
                } else {
                    expectKicked(one.client());
                }
            }
        });
    }

    @Test
    void kickNewLeavesTheFirstOne() throws Exception {
        host.setProperty(POLICY, "kick_new");
        rounds(contest -> {
            assertThat(contest.bound()).hasSize(1);
            assertThat(contest.refused()).allSatisfy(loser -> {
                assertThat(loser.condition()).isEqualTo("conflict");
                assertThat(loser.errorType()).isEqualTo("cancel");
            });
            expectBound(Set.of("x"));
            contest.bound().get(0).client().sync();
            RawClient loser = contest.refused().get(0).client();
            table.promptly("stays unbound", loser, s -> s != null
                    && "c2s_unbound".equals(SessionTable.text(s, "type")));
            assertThat(loser.bind("another").attributeValue("type")).isEqualTo("result");
            expectBound(Set.of("x", "another"));
        });
    }

    @Test
    void randomGivesEachItsOwn() throws Exception {
        host.setProperty(POLICY, "random");
        rounds(contest -> {
            Set<String> resources = resources(contest);
            assertThat(resources).hasSize(CLIENTS).contains("x");
            assertThat(resources).filteredOn(resource -> !resource.equals("x"))
                    .allMatch(resource -> resource.matches("[\\w-]{20,}"));
            expectAllAlive(contest, resources);
        });
    }

    @Test
    void incrementNumbersThem() throws Exception {
        host.setProperty(POLICY, "increment");
        Set<String> expected = IntStream.range(1, CLIENTS).mapToObj(n -> "x#" + n).collect(Collectors.toSet());
        expected.add("x");
        rounds(contest -> {
            assertThat(resources(contest)).isEqualTo(expected);
            expectAllAlive(contest, expected);
        });
    }

    /** What holds once all clients of a round have their answers. */
    private interface Round {
        void check(Contest contest) throws Exception;
    }

    private static void rounds(Round round) throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            try (Contest contest = new Contest(host, "john", CLIENTS)) {
                contest.bind(n -> "x");
                assertThat(contest.all()).allSatisfy(one -> assertThat(one.took()).isLessThan(Contest.ANSWER));
                round.check(contest);
            }
            expectNobody();
        }
        host.assertNoUnexpectedWarnings();
    }

    private static void expectAllAlive(Contest contest, Set<String> resources) throws IOException {
        expectBound(resources);
        for (Contestant one : contest.all()) {
            one.client().sync();
        }
    }

    private static Set<String> resources(Contest contest) {
        assertThat(contest.refused()).isEmpty();
        return contest.all().stream().map(one -> one.boundJid().substring(one.boundJid().indexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    private static void expectKicked(RawClient client) throws IOException {
        Element error = client.awaitEnd();
        assertThat(error).as("the stream error of a kicked client").isNotNull();
        assertThat(error.element("conflict")).isNotNull();
        assertThat(error.elementText("text")).isEqualTo("Replaced by new connection");
    }

    // ------------------------------------------------------------------ one after the other

    @ParameterizedTest
    @ValueSource(strings = {"kick_old", "kick_new", "random", "increment"})
    void aDetachedSessionGivesWayWhateverThePolicyAndCannotBeResumed(String policy) throws Exception {
        host.setProperty(POLICY, policy);
        String previous;
        try (RawClient old = host.connect()) {
            old.login("john", HostOptions.PASSWORD, "x");
            previous = old.enableStreamManagement();
            host.loseConnection(old);
        }
        Await.until("detached", SETTLED, () -> SessionTable.is(table.byFullJid("john@example.org/x").get(0), "detached"));
        try (RawClient late = host.unbound("john"); RawClient john = host.unbound("john")) {
            expectBoundInTime(john);
            assertThat(late.resume(previous).getName()).isEqualTo("failed");
            expectBound(Set.of("x"));
            john.sync();
        }
        expectNobody();
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void aManagedSessionGivesWayAndCannotBeResumed() throws Exception {
        try (RawClient old = host.connect(); RawClient late = host.unbound("john");
                RawClient john = host.unbound("john")) {
            old.login("john", HostOptions.PASSWORD, "x");
            String previous = old.enableStreamManagement();
            expectBoundInTime(john);
            expectKicked(old);
            assertThat(late.resume(previous).getName()).isEqualTo("failed");
            expectBound(Set.of("x"));
            john.sync();
        }
        expectNobody();
        host.assertNoUnexpectedWarnings();
    }

    /** What the host is late with at the end of the old one does not hit the new one. */
    @Test
    void aClientThatHasJustGoneGivesWay() throws Exception {
        try (RawClient jane = host.connect(); RawClient john = host.unbound("john")) {
            jane.login("jane", HostOptions.PASSWORD, "watching");
            jane.presence("");
            jane.sync();
            RawClient old = host.connect();
            old.login("john", HostOptions.PASSWORD, "x");
            old.presence("");
            jane.awaitElement(element -> isPresence(element, null));
            host.sessions().slowEnd("john@example.org/x");

            old.close();
            expectBoundInTime(john);
            john.presence("");
            assertThat(john.rosterGet().attributeValue("type")).isEqualTo("result");

            jane.awaitElement(element -> isPresence(element, "unavailable"));
            jane.awaitElement(element -> isPresence(element, null));
            Thread.sleep(LATE.toMillis());
            john.sync();
            jane.sync();
            assertThat(jane.takeUnread()).noneMatch(element -> isPresence(element, "unavailable"));
            expectBound(Set.of("x"));
            assertThat(SessionTable.is(table.of(john), "available")).isTrue();
        }
        expectNobody();
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void aClientThatDoesNotReadGivesWay() throws Exception {
        try (RawClient frozen = host.connect(); RawClient jane = host.connect();
                RawClient john = host.unbound("john")) {
            frozen.login("john", HostOptions.PASSWORD, "x");
            frozen.presence("");
            jane.login("jane", HostOptions.PASSWORD, "flooding");
            jane.presence("");
            String body = "x".repeat(100_000);
            for (int i = 0; i < 50; i++) {
                jane.send("<message type='headline' to='john@example.org/x'><body>" + body + "</body></message>");
            }
            jane.sync();
            expectBoundInTime(john);
            expectBound(Set.of("x"));
            john.presence("<priority>5</priority>");
            john.sync();
            assertThat(table.of(john).get("priority").getAsInt()).isEqualTo(5);
        }
        expectNobody();
        host.assertNoUnexpectedWarnings();
    }

    private static void expectBoundInTime(RawClient client) throws IOException {
        long start = System.nanoTime();
        assertThat(client.bind("x").attributeValue("type")).isEqualTo("result");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(KICK);
    }

    @Test
    void contactsSeeTheOldOneGo() throws Exception {
        try (RawClient jane = host.connect(); RawClient old = host.connect(); RawClient john = host.unbound("john")) {
            jane.login("jane", HostOptions.PASSWORD, "watching");
            jane.presence("");
            jane.sync();
            old.login("john", HostOptions.PASSWORD, "x");
            old.presence("");
            jane.awaitElement(element -> isPresence(element, null));
            john.bind("x");
            jane.awaitElement(element -> isPresence(element, "unavailable"));
            john.presence("");
            jane.awaitElement(element -> isPresence(element, null));
            expectKicked(old);
        }
        expectNobody();
        host.assertNoUnexpectedWarnings();
    }

    private static boolean isPresence(Element element, String type) {
        return element.getName().equals("presence") && "john@example.org/x".equals(element.attributeValue("from"))
                && (type == null ? element.attribute("type") == null : type.equals(element.attributeValue("type")));
    }

    @Test
    void theHostsOwnLimitDoesNotDecide() throws Exception {
        host.setConflictKickLimit(-1);
        try (RawClient old = host.connect(); RawClient john = host.unbound("john")) {
            old.login("john", HostOptions.PASSWORD, "x");
            expectBoundInTime(john);
            expectKicked(old);
        } finally {
            host.setConflictKickLimit(0);
        }
        expectNobody();
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void aChangedPolicyCountsAtTheNextBind() throws Exception {
        try (RawClient first = host.connect(); RawClient second = host.unbound("john");
                RawClient third = host.unbound("john")) {
            first.login("john", HostOptions.PASSWORD, "x");
            String id = SessionTable.text(table.of(first), "id");
            host.setProperty(POLICY, "increment");
            second.bind("x");
            assertThat(second.boundJid()).isEqualTo("john@example.org/x#1");
            host.setProperty(POLICY, "kick_new");
            assertThat(third.bind("x").attributeValue("type")).isEqualTo("error");
            host.setProperty(POLICY, "kick_old");
            third.bind("x");
            expectKicked(first);
            JsonObject end = table.end(id);
            assertThat(SessionTable.text(end, "cause")).isEqualTo("replaced");
            assertThat(SessionTable.text(end, "condition")).isEqualTo("conflict");
            assertThat(SessionTable.text(end, "closed_by")).isEqualTo("conflict.policy");
            assertThat(SessionTable.text(end, "replaced_by")).isEqualTo(SessionTable.text(table.of(third), "id"));
        }
        expectNobody();
        host.assertNoUnexpectedWarnings();
    }

    // ------------------------------------------------------------------

    /** Our table and the host's own have these resources of john, and no others. */
    private static void expectBound(Set<String> resources) {
        Set<String> jids = resources.stream().map(resource -> "john@example.org/" + resource)
                .collect(Collectors.toSet());
        Await.until("both tables have " + resources, SETTLED, () -> inTable().equals(jids) && inHost().equals(jids));
    }

    private static void expectNobody() {
        Await.until("nobody is left", SETTLED, () -> inTable().isEmpty() && inHost().isEmpty()
                && table.status().getAsJsonObject("counts").get("total").getAsInt() == 0);
    }

    private static Set<String> inTable() throws IOException {
        List<String> jids = table.all().stream().filter(session -> "john".equals(SessionTable.text(session, "username"))
                && SessionTable.is(session, "connected")).map(ConflictIT::fullJid).toList();
        assertThat(jids).doesNotHaveDuplicates();
        return new HashSet<>(jids);
    }

    private static String fullJid(JsonObject session) {
        return SessionTable.text(session, "full_jid");
    }

    private static Set<String> inHost() throws IOException {
        return host.probe().stream().filter(line -> line.startsWith("session john@"))
                .map(line -> line.substring("session ".length())).collect(Collectors.toSet());
    }
}
