package io.github.sessionstate.it.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.dom4j.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.sessionstate.it.follow.TransportIT;
import io.github.sessionstate.it.host.HostOptions;
import io.github.sessionstate.it.host.OpenfireHost;
import io.github.sessionstate.it.support.Await;
import io.github.sessionstate.it.support.SessionTable;
import io.github.sessionstate.it.support.Way;
import io.github.sessionstate.it.xmpp.RawClient;
import io.github.sessionstate.it.xmpp.StepClient;

/** Policies count for clients that open a stream, log in and ask for a resource without a pause, on every transport. */
class PromptBindIT {
    private static final String CONFLICT = "plugin.sessionstate.conflict.policy";
    private static final String LIMIT = "plugin.sessionstate.limit.per-user";
    private static final String LIMIT_POLICY = "plugin.sessionstate.limit.policy";
    private static final int CLIENTS = 24;
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private static OpenfireHost host;
    private static SessionTable table;

    private final Queue<StepClient> clients = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws IOException {
        host = OpenfireHost.start(HostOptions.withPlugin().probe().withoutVersionQueries()
                .property("plugin.sessionstate.conflict.war-threshold", "0"));
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
        for (String property : List.of(CONFLICT, LIMIT, LIMIT_POLICY)) {
            host.setProperty(property, null);
        }
        for (StepClient client : clients) {
            try {
                client.closeStream();
            } catch (IOException e) {
                // It was thrown out.
                client.close();
            }
        }
        Await.until("nobody is left", SETTLED, () -> inTable().isEmpty() && inHost().isEmpty());
        host.assertNoUnexpectedWarnings();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theLimitRejectsThem(Way way) throws Exception {
        host.setProperty(LIMIT, "1");
        try (RawClient holder = holder("desk")) {
            assertThat(bindAtOnce(way, n -> "r" + n)).as("conditions")
                    .isEqualTo(IntStream.range(0, CLIENTS).mapToObj(n -> "resource-constraint").toList());
            holder.sync();
            assertThat(inTable()).containsExactly("john@example.org/desk");
            assertThat(inHost()).containsExactly("john@example.org/desk");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void theLimitLeavesTheLastOne(Way way) throws Exception {
        host.setProperty(LIMIT, "1");
        host.setProperty(LIMIT_POLICY, "close_oldest");
        try (RawClient holder = holder("desk")) {
            assertThat(bindAtOnce(way, n -> "r" + n)).doesNotContain("resource-constraint").hasSize(CLIENTS);
            assertThat(holder.awaitEnd().elementText("text")).isEqualTo("No more than 1 session at the same time");
            Await.until("one is left", SETTLED, () -> inTable().size() == 1 && inHost().equals(inTable()));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void kickNewRefusesThem(Way way) throws Exception {
        host.setProperty(CONFLICT, "kick_new");
        try (RawClient holder = holder("desk")) {
            assertThat(bindAtOnce(way, n -> "desk")).as("conditions")
                    .isEqualTo(IntStream.range(0, CLIENTS).mapToObj(n -> "conflict").toList());
            holder.sync();
            assertThat(inTable()).containsExactly("john@example.org/desk");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void incrementNumbersThem(Way way) throws Exception {
        host.setProperty(CONFLICT, "increment");
        Set<String> expected = IntStream.rangeClosed(1, CLIENTS).mapToObj(n -> "john@example.org/desk#" + n)
                .collect(Collectors.toSet());
        try (RawClient holder = holder("desk")) {
            assertThat(new HashSet<>(bindAtOnce(way, n -> "desk"))).isEqualTo(expected);
            holder.sync();
            expected.add("john@example.org/desk");
            assertThat(inTable()).isEqualTo(expected);
            assertThat(inHost()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void randomGivesEachItsOwn(Way way) throws Exception {
        host.setProperty(CONFLICT, "random");
        try (RawClient holder = holder("desk")) {
            assertThat(new HashSet<>(bindAtOnce(way, n -> "desk"))).hasSize(CLIENTS)
                    .doesNotContain("john@example.org/desk");
            holder.sync();
            assertThat(inTable()).hasSize(CLIENTS + 1).isEqualTo(inHost());
        }
    }

    /** Whoever is replaced hears why, and its contacts see it go, whatever transport either has. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void contactsSeeTheReplacedOneGo(Way way) throws Exception {
        for (Way old : Way.values()) {
            try (RawClient jane = host.connect(); StepClient replaced = opened(old)) {
                jane.login("jane", HostOptions.PASSWORD, "watching");
                jane.presence("");
                jane.sync();
                replaced.bind("desk");
                replaced.presence("");
                jane.awaitElement(element -> isPresence(element, null));
                // Its own presence; then a BOSH client has a request wait, in whose answer it can be told.
                while (replaced.read(Duration.ofMillis(300)) != null) {
                    replaced.takeUnread();
                }
                replaced.keepWaiting();
                try (StepClient john = opened(way)) {
                    assertThat(john.bind("desk").attributeValue("type")).isEqualTo("result");
                    jane.awaitElement(element -> isPresence(element, "unavailable"));
                    Element error = replaced.awaitEnd();
                    assertThat(error).as("%s replaced by %s", old, way).isNotNull();
                    assertThat(error.element("conflict")).isNotNull();
                    assertThat(error.elementText("text")).isEqualTo("Replaced by new connection");
                    TransportIT.expectOneBody(replaced);
                    john.presence("");
                    jane.awaitElement(element -> isPresence(element, null));
                    john.closeStream();
                }
            }
            Await.until("nobody is left", SETTLED, () -> inTable().isEmpty());
        }
    }

    private static boolean isPresence(Element element, String type) {
        return element.getName().equals("presence") && "john@example.org/desk".equals(element.attributeValue("from"))
                && (type == null ? element.attribute("type") == null : type.equals(element.attributeValue("type")));
    }

    // ------------------------------------------------------------------

    private static RawClient holder(String resource) throws IOException {
        RawClient client = host.unbound("john");
        assertThat(client.bind(resource).attributeValue("type")).isEqualTo("result");
        return client;
    }

    /** Up to where a resource can be asked for. */
    private static StepClient opened(Way way) throws IOException {
        StepClient client = way.open(host);
        authenticate(client);
        return client;
    }

    private static void authenticate(StepClient client) throws IOException {
        client.authPlain("john", HostOptions.PASSWORD);
        client.openStream();
    }

    /** A number's resource. */
    private interface Resource {
        String of(int number);
    }

    /** Connects and binds all clients at once. Returns each one's full JID, or the condition of its refusal. */
    private List<String> bindAtOnce(Way way, Resource resource) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            CyclicBarrier start = new CyclicBarrier(CLIENTS);
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                results.add(threads.submit(() -> {
                    start.await();
                    StepClient client = way.open(host);
                    clients.add(client);
                    authenticate(client);
                    Element answer = client.bind(resource.of(number));
                    return client.boundJid() != null ? client.boundJid()
                            : answer.element("error").elements().get(0).getName();
                }));
            }
            List<String> done = new ArrayList<>();
            for (Future<String> result : results) {
                done.add(result.get(60, TimeUnit.SECONDS));
            }
            return done;
        } finally {
            // All of them, whether one failed or not: a client that is still at it would be there in the next test.
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Set<String> inTable() throws IOException {
        return table.all().stream().filter(session -> SessionTable.is(session, "connected"))
                .map(session -> SessionTable.text(session, "full_jid")).filter(jid -> jid.startsWith("john@"))
                .collect(Collectors.toSet());
    }

    private static Set<String> inHost() throws IOException {
        return host.probe().stream().filter(line -> line.startsWith("session john@"))
                .map(line -> line.substring("session ".length())).collect(Collectors.toSet());
    }
}
