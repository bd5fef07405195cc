package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.Database;
import io.github.sessionstate.database.GuardedDatabase;
import io.github.sessionstate.openfire.host.DaemonThreads;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionRegistry;
import io.github.sessionstate.session.StubClock;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.StubHost;
import io.github.sessionstate.session.XmppSession;

/** What servers on one database do to the rows of one another: nothing, unless one of them is lost. */
abstract class HistoryNodesContract extends HistoryTextsContract {
    private static final Duration BEAT = Duration.ofSeconds(30);
    /** More than one step. */
    private static final int MANY = Steps.BATCH + 100;

    private final List<Node> nodes = new ArrayList<>();

    /** A server with sessions, clocks and connections of its own. */
    private final class Node {
        private final StubClock itsClock = new StubClock();
        private final AtomicLong itsNanos = new AtomicLong();
        private final SessionRegistry itsRegistry = new SessionRegistry(new NoRosters(), itsClock);
        private final GuardedDatabase itsDatabase =
                new GuardedDatabase(connections(), new DaemonThreads("test-database-"), executor);
        private final AtomicInteger transactions = new AtomicInteger();
        private final History itsHistory;
        private Runnable interruption;
        private int interruptedAt;

        Node(String name, Instant now) {
            itsClock.set(now);
            itsHistory = new History(new Interrupted(this), () -> policy, HistoryNodesContract.this::isAccount, name, false,
                    itsClock, executor, itsNanos::get);
            itsRegistry.addListener(itsHistory);
            nodes.add(this);
        }

        XmppSession loggedIn(String resource) {
            XmppSession session = itsRegistry.accepted(new StubHost(), new StubConnection(1));
            session.opened("example.org");
            session.authenticated("john", false);
            session.bound("john", "example.org", resource, true);
            return session;
        }

        /** By both clocks. */
        void after(Duration time) {
            step(time);
            itsNanos.addAndGet(time.toNanos());
        }

        /** By the clock that somebody may set. */
        void step(Duration time) {
            itsClock.set(itsClock.instant().plus(time));
        }

        void beat() {
            itsHistory.write();
            itsHistory.beat();
        }

        /** Does something before this one of the transactions to come. */
        void interrupt(int transaction, Runnable action) {
            transactions.set(0);
            interruptedAt = transaction;
            interruption = action;
        }

        void stop() {
            itsHistory.stop(false);
            itsDatabase.stop();
        }
    }

    /** The way of a server to the database, on which something may happen. */
    private record Interrupted(Node node) implements Database {
        @Override
        public <T> CompletableFuture<T> run(Work<T> work) {
            if (node.transactions.incrementAndGet() == node.interruptedAt) {
                node.interruption.run();
            }
            return node.itsDatabase.run(work);
        }

        @Override
        public <T> CompletableFuture<T> ask(Work<T> work) {
            return node.itsDatabase.ask(work);
        }

        @Override
        public String problem() {
            return node.itsDatabase.problem();
        }
    }

    @AfterEach
    void stopAll() {
        nodes.forEach(Node::stop);
    }

    private void pass(Duration time, Node... beating) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(BEAT)) {
            nodes.forEach(node -> node.after(BEAT));
            for (Node node : beating) {
                node.beat();
            }
        }
    }

    /** The causes of all rows, by their ids; empty for what goes on. */
    private Map<String, String> causes() {
        return get(history.sessions(all(2 * MANY))).stream().collect(Collectors.toMap(PastSession::id, row ->
                row.end() == null ? "" : row.end().cause()));
    }

    @Test
    void serversThatAreThereLeaveTheRowsOfOthersAloneWhateverTheirClocksSay() {
        Node one = new Node("one", START);
        Node two = new Node("two", START.plus(DAY));
        String first = one.loggedIn("first").id();
        String second = two.loggedIn("second").id();
        XmppSession gone = two.loggedIn("gone");
        gone.destroyed(SessionEnd.of(EndCause.IDLE));
        Map<String, String> expected = Map.of(first, "", second, "", gone.id(), "idle");
        pass(MINUTE.multipliedBy(3), one, two);
        assertThat(causes()).isEqualTo(expected);

        // Somebody sets the clocks, one ahead and the other back, to before its start.
        one.step(DAY.multipliedBy(30));
        two.step(DAY.multipliedBy(-3));
        pass(MINUTE.multipliedBy(3), one, two);
        assertThat(causes()).isEqualTo(expected);
        // One begins anew with a clock that is behind: its id sorts before all others.
        Node three = new Node("three", START.minus(DAY));
        String third = three.loggedIn("third").id();
        pass(MINUTE.multipliedBy(3), three, two, one);
        assertThat(causes()).containsAllEntriesOf(expected).containsEntry(third, "").hasSize(4);
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateBoot WHERE ended IS NULL")).isEqualTo("3");

        // Each stops, and ends its own alone.
        two.stop();
        pass(MINUTE.multipliedBy(3), one, three);
        assertThat(causes()).isEqualTo(Map.of(first, "", third, "", second, "tracking_stopped", gone.id(), "idle"));
    }

    @Test
    void theRowsOfTheOneThatIsLostEndAndAreTakenBackAndNoOthers() {
        Node one = new Node("one", START);
        Node two = new Node("two", START.minus(DAY));
        Node three = new Node("three", START.plus(DAY));
        String first = one.loggedIn("first").id();
        String third = three.loggedIn("third").id();
        XmppSession stays = two.loggedIn("stays");
        XmppSession goes = two.loggedIn("goes");
        two.loggedIn("gone").destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));
        pass(BEAT, two, one, three);
        Instant heard = two.itsClock.instant();
        two.after(Duration.ofSeconds(10));
        XmppSession late = two.itsRegistry.accepted(new StubHost(), new StubConnection(9));
        two.after(Duration.ofSeconds(2));
        late.opened("example.org");
        late.authenticated("john", false);
        two.after(Duration.ofSeconds(3));
        late.bound("john", "example.org", "late", true);
        two.itsHistory.write();

        pass(Boots.SILENCE.minus(BEAT), one, three);
        assertThat(causes()).as("not yet").doesNotContainValue("server_lost");
        // Both at once.
        List<CompletableFuture<Void>> beats = new ArrayList<>();
        for (Node node : List.of(one, three)) {
            node.after(BEAT);
            beats.add(CompletableFuture.runAsync(node::beat));
        }
        beats.forEach(HistoryFixture::get);
        pass(BEAT, one, three);

        assertThat(causes().values()).containsOnlyOnce("closed_by_client").hasSize(6);
        assertThat(causes()).containsEntry(first, "").containsEntry(third, "").containsEntry(stays.id(), "server_lost")
                .containsEntry(goes.id(), "server_lost").containsEntry(late.id(), "server_lost");
        Map<String, PastSession> rows = get(history.sessions(of("john"))).stream()
                .collect(Collectors.toMap(PastSession::id, row -> row));
        assertThat(rows.get(stays.id()).endedAt()).isEqualTo(heard);
        assertThat(rows.get(late.id()).endedAt()).as("not before its bind").isEqualTo(heard.plusSeconds(15))
                .isEqualTo(rows.get(late.id()).boundAt());

        // It was the network, and one of them had an end of its own meanwhile.
        goes.destroyed(new SessionEnd(EndCause.CLOSED_BY_ADMIN, null, null, "admin", null));
        pass(MINUTE.multipliedBy(3), one, two, three);
        assertThat(causes()).containsEntry(stays.id(), "").containsEntry(late.id(), "")
                .containsEntry(goes.id(), "closed_by_admin").containsEntry(first, "").containsEntry(third, "");
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateSession WHERE span = 0")).isEqualTo("4");
    }

    @Test
    void whoComesBackWhileItsRowsAreBeingEndedHasThemAllBack() throws InterruptedException {
        Node one = new Node("one", START);
        Node two = new Node("two", START);
        for (int i = 0; i < MANY; i++) {
            two.loggedIn("r" + i);
        }
        awaitWritten(two.itsHistory);
        pass(BEAT, one, two);
        pass(Boots.SILENCE, one);
        assertThat(causes()).hasSize(MANY).containsValue("").doesNotContainValue("server_lost");
        // It says that it is there, looks at others, takes the other for lost, and ends some; then the rest.
        one.interrupt(5, two::beat);
        one.after(BEAT);
        one.beat();
        two.beat();
        one.beat();

        assertThat(causes()).hasSize(MANY).doesNotContainValue("server_lost");
        pass(MINUTE, one, two);
        assertThat(causes()).hasSize(MANY).doesNotContainValue("server_lost");
    }

    @Test
    void whoNeverCameToSayAnythingEndsWhatItWrote() {
        Node one = new Node("one", START);
        String first = one.loggedIn("first").id();
        one.stop();

        assertThat(causes()).isEqualTo(Map.of(first, "tracking_stopped"));
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateBoot WHERE ended IS NOT NULL")).isEqualTo("1");
    }
}
