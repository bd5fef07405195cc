package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.google.gson.JsonObject;

import io.github.sessionstate.it.bind.Contest.Contestant;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.EndsInHistory;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.xmpp.RawClient;

/** How many sessions a user may have, and who gives way. */
class LimitIT {
    private static final String LIMIT = "plugin.sessionstate.limit.per-user";
    private static final String POLICY = "plugin.sessionstate.limit.policy";
    private static final String USERS = "plugin.sessionstate.limit.exempt-users";
    private static final String GROUPS = "plugin.sessionstate.limit.exempt-groups";
    private static final int CLIENTS = 200;
    private static final int ALLOWED = 10;
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static OpenfireHost host;
    private static SessionTable table;

    @BeforeAll
    static void start() throws IOException {
        host = OpenfireHost.start(HostOptions.withPlugin().probe());
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

    @AfterEach
    void settle() throws IOException {
        for (String property : new String[] {LIMIT, POLICY, USERS, GROUPS}) {
            host.setProperty(property, null);
        }
        Await.until("nobody is left", SETTLED, () -> inTable() == 0 && inHost() == 0);
        host.assertNoUnexpectedWarnings();
    }

    @Test
    void withoutALimitAllOfManyAreBound() throws Exception {
        try (Contest contest = new Contest(host, "john", CLIENTS)) {
            contest.bind(n -> "r" + n);
            assertThat(contest.refused()).extracting(Contestant::condition).isEmpty();
            assertThat(contest.all()).allSatisfy(one -> assertThat(one.took()).isLessThan(Contest.ANSWER));
            Await.until("all are in both tables", SETTLED, () -> inTable() == CLIENTS && inHost() == CLIENTS);
            for (Contestant one : contest.all()) {
                one.client().sync();
            }
        }
    }

    @Test
    void rejectNewRefusesWhoIsTooMany() throws Exception {
        host.setProperty(LIMIT, String.valueOf(ALLOWED));
        try (Contest contest = new Contest(host, "john", CLIENTS)) {
            assertThat(mostAtOnceDuring(contest)).isLessThanOrEqualTo(ALLOWED);
            assertThat(contest.bound()).hasSize(ALLOWED);
            assertThat(contest.refused()).allSatisfy(loser -> {
                assertThat(loser.condition()).isEqualTo("resource-constraint");
                assertThat(loser.errorType()).isEqualTo("wait");
            });
            expectAllowed();
            // One goes, and one of those that were refused may come.
            contest.bound().get(0).client().closeStream();
            Await.until("one has gone", SETTLED, () -> inTable() == ALLOWED - 1);
            assertThat(contest.refused().get(0).client().bind("later").attributeValue("type")).isEqualTo("result");
            assertThat(contest.refused().get(1).client().bind("too late").attributeValue("type")).isEqualTo("error");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close_oldest", "close_idle"})
    void theNewOnesStay(String policy) throws Exception {
        host.setProperty(LIMIT, String.valueOf(ALLOWED));
        host.setProperty(POLICY, policy);
        try (Contest contest = new Contest(host, "john", CLIENTS)) {
            assertThat(mostAtOnceDuring(contest)).isLessThanOrEqualTo(ALLOWED);
            assertThat(contest.refused()).extracting(Contestant::condition).isEmpty();
            expectAllowed();
            int alive = 0;
            for (Contestant one : contest.all()) {
                if (table.byFullJid(one.boundJid()).isEmpty()) {
                    expectClosedForTheLimit(one.client(), "No more than 10 sessions at the same time");
                } else {
                    one.client().sync();
                    alive++;
                }
            }
            assertThat(alive).isEqualTo(ALLOWED);
        }
    }

    @Test
    void theOldestOneAndTheIdleOneAreTheRightOnes() throws Exception {
        host.setProperty(LIMIT, "2");
        host.setProperty(POLICY, "close_idle");
        try (RawClient a = bound("a"); RawClient b = bound("b")) {
            // In another millisecond: of two that have been idle for as long the older one goes.
            Thread.sleep(2);
            a.sync();
            String id = SessionTable.text(table.of(b), "id");
            try (RawClient c = bound("c")) {
                expectClosedForTheLimit(b, "No more than 2 sessions at the same time");
                expectToldOfTheLimit(id, c);
                a.sync();
                host.setProperty(POLICY, "close_oldest");
                try (RawClient d = bound("d")) {
                    expectClosedForTheLimit(a, "No more than 2 sessions at the same time");
                    c.sync();
                    d.sync();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"reject_new", "close_oldest", "close_idle"})
    void detachedSessionsGiveWayFirst(String policy) throws Exception {
        host.setProperty(LIMIT, "2");
        host.setProperty(POLICY, policy);
        try (RawClient oldest = bound("oldest")) {
            String previous;
            try (RawClient lost = bound("lost")) {
                previous = lost.enableStreamManagement();
                host.loseConnection(lost);
            }
            Await.until("detached", SETTLED,
                    () -> SessionTable.is(table.byFullJid("john@example.org/lost").get(0), "detached"));
            try (RawClient again = bound("again"); RawClient late = host.unbound("john")) {
                assertThat(late.resume(previous).getName()).isEqualTo("failed");
                oldest.sync();
                again.sync();
                assertThat(inTable()).isEqualTo(2);
                assertThat(inHost()).isEqualTo(2);
            }
        }
    }

    @Test
    void exemptUsersAndGroupsHaveNoLimit() throws Exception {
        host.setProperty(LIMIT, "1");
        try (RawClient a = bound("a"); RawClient b = host.unbound("john")) {
            assertThat(b.bind("b").attributeValue("type")).isEqualTo("error");
            host.setProperty(USERS, "somebody, John");
            assertThat(b.bind("b").attributeValue("type")).isEqualTo("result");
            host.setProperty(USERS, null);
            host.directory().createSharedGroup("operators", "operators");
            host.directory().addToGroup("operators", "john@example.org");
            try (RawClient c = host.unbound("john")) {
                assertThat(c.bind("c").attributeValue("type")).isEqualTo("error");
                host.setProperty(GROUPS, "no such group, operators");
                assertThat(c.bind("c").attributeValue("type")).isEqualTo("result");
                a.sync();
                b.sync();
            } finally {
                host.directory().removeFromGroup("operators", "john@example.org");
            }
        }
    }

    @Test
    void theOneThatIsKickedDoesNotCount() throws Exception {
        host.setProperty(LIMIT, "1");
        try (RawClient old = bound("same"); RawClient john = host.unbound("john")) {
            assertThat(john.bind("same").attributeValue("type")).isEqualTo("result");
            assertThat(old.awaitEnd().element("conflict")).isNotNull();
        }
    }

    // ------------------------------------------------------------------

    /** All bind; gives the most sessions that either table had at any look meanwhile. */
    private static int mostAtOnceDuring(Contest contest) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> most = CompletableFuture.supplyAsync(() -> {
            int seen = 0;
            try {
                while (!done.get()) {
                    seen = Math.max(seen, Math.max(inTable(), inHost()));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return seen;
        });
        try {
            contest.bind(n -> "r" + n);
        } finally {
            done.set(true);
        }
        int seen = most.get();
        assertThat(seen).as("something was seen").isPositive();
        return seen;
    }

    private static void expectAllowed() {
        Await.until("as many as are allowed", SETTLED, () -> inTable() == ALLOWED && inHost() == ALLOWED);
    }

    private static void expectClosedForTheLimit(RawClient client, String text) throws IOException {
        Element error = client.awaitEnd();
        assertThat(error).as("stream error").isNotNull();
        assertThat(error.element("policy-violation")).isNotNull();
        assertThat(error.elementText("text")).isEqualTo(text);
    }

    private static void expectToldOfTheLimit(String id, RawClient successor) throws IOException {
        Await.until("ended " + id, SETTLED, () -> table.end(id) != null);
        JsonObject end = table.end(id);
        assertThat(SessionTable.text(end, "cause")).isEqualTo("limit");
        assertThat(SessionTable.text(end, "condition")).isEqualTo("policy-violation");
        assertThat(SessionTable.text(end, "text")).isEqualTo("No more than 2 sessions at the same time");
        assertThat(SessionTable.text(end, "closed_by")).isEqualTo("limit.policy");
        assertThat(SessionTable.text(end, "replaced_by")).isEqualTo(SessionTable.text(table.of(successor), "id"));
    }

    private static RawClient bound(String resource) throws IOException {
        RawClient client = host.unbound("john");
        assertThat(client.bind(resource).attributeValue("type")).isEqualTo("result");
        return client;
    }

    private static int inTable() throws IOException {
        return table.status().getAsJsonObject("counts").get("connected").getAsInt();
    }

    private static int inHost() throws IOException {
        return (int) host.probe().stream().filter(line -> line.startsWith("session ")).count();
    }
}
