package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionType;
import io.github.sessionstate.session.XmppSession;

/**
 * What the history needs of a database, whichever it is: what it writes and is asked, and here all that it does of
 * itself, at starts and ends of servers, with time, and to forget somebody.
 */
public abstract class HistoryContract extends HistoryPlansContract {
    // ------------------------------------------------------------------ boots

    @Test
    void whatAStopLeavesOpenHasEnded() {
        XmppSession open = loggedIn("john", "phone");
        after(MINUTE);
        history.beat();
        history.stop(false);

        assertThat(ask("SELECT cause FROM ofSessionStateSession WHERE id = '" + open.id() + "'"))
                .isEqualTo("tracking_stopped");
        assertThat(ask("SELECT ended FROM ofSessionStateSession")).isEqualTo(millis(START.plus(MINUTE)));
        assertThat(ask("SELECT span FROM ofSessionStateSession")).isEqualTo("6");
        assertThat(ask("SELECT node FROM ofSessionStateBoot")).isEqualTo("one");
        assertThat(ask("SELECT ended FROM ofSessionStateBoot")).isNotNull();
        history.beat();
        assertThat(ask("SELECT ended FROM ofSessionStateBoot")).as("for good").isNotNull();
    }

    private static String millis(Instant moment) {
        return Long.toString(moment.toEpochMilli());
    }

    @Test
    void aServerThatIsSilentIsLostAndTakesItsSessionsBack() {
        XmppSession first = loggedIn("john", "phone");
        XmppSession second = loggedIn("john", "laptop");
        history.write();
        history.beat();
        History other = history("two");
        other.beat();
        // As long as it says something, whatever its clock says.
        for (int i = 1; i < 10; i++) {
            nanos.addAndGet(MINUTE.toNanos());
            after(Duration.ofSeconds(i));
            history.beat();
            other.beat();
        }
        assertThat(ids(onlineAt(clock.instant()))).hasSize(2);

        after(DAY);
        nanos.addAndGet(Boots.SILENCE.toNanos() - 1);
        other.beat();
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateSession WHERE cause IS NULL")).isEqualTo("2");
        nanos.addAndGet(1);
        other.beat();
        assertThat(get(history.sessions(all(10)))).hasSize(2).allSatisfy(row -> {
            assertThat(row.end().cause()).isEqualTo("server_lost");
            assertThat(row.endedAt()).isEqualTo(START.plusSeconds(9));
        });

        // It was the network.
        second.destroyed(SessionEnd.of(EndCause.IDLE));
        history.write();
        history.beat();
        other.beat();
        assertThat(get(history.sessions(all(10)))).extracting(PastSession::id, row -> row.end() == null ? null
                : row.end().cause()).containsExactly(tuple(first.id(), null), tuple(second.id(), "idle"));
        assertThat(ask("SELECT span FROM ofSessionStateSession WHERE id = '" + first.id() + "'")).isEqualTo("0");
        other.stop(false);
    }

    @Test
    void aServerThatIsAloneKnowsAtOnceThatItsEarlierStartIsOver() {
        loggedIn("john", "phone");
        history.write();
        history.beat();
        after(Duration.ofSeconds(30));
        history.beat();
        after(MINUTE);
        History next = history("one", true);
        next.beat();

        assertThat(only().end().cause()).isEqualTo("server_lost");
        assertThat(only().endedAt()).isEqualTo(START.plusSeconds(30));

        // It was there, against what the server's settings say, and is not taken for lost a second time.
        history.beat();
        next.beat();
        assertThat(only().end()).isNull();
        next.stop(false);
    }

    @Test
    void aServerThatIsAloneSparesWhoeverComesLater() {
        History first = history("one", true);
        after(MINUTE);
        History later = history("two");
        later.beat();
        first.beat();

        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateBoot WHERE ended IS NULL")).isEqualTo("2");
        first.stop(false);
        later.stop(false);
    }

    @Test
    void whatAStopDidNotManageTheNextStartDoes() throws SQLException {
        execute("INSERT INTO ofSessionStateBoot (id, started, heartbeat, ended) VALUES ('a', 1, 2, 5000)");
        execute("INSERT INTO ofSessionStateSession (id, boot, began, ended, span, detaches, resumes)"
                + " VALUES ('s', 'a', 1000, " + Place.OPEN + ", 0, 0, 0)");
        history.beat();

        assertThat(only().end().cause()).isEqualTo("tracking_stopped");
        assertThat(only().endedAt()).isEqualTo(Instant.ofEpochMilli(5000));
    }

    // ------------------------------------------------------------------ counts

    private static final CountQuery FIRST_DAY = new CountQuery(START, START.plus(DAY));

    private static PastCounts counts(int minute, long logins, long failed, long most, Map<String, Long> ends) {
        return new PastCounts(START.plus(Duration.ofMinutes(minute)), logins, failed, most, ends);
    }

    private List<PastCounts> counts() {
        return get(history.counts(FIRST_DAY));
    }

    @Test
    void whatHappensIsCountedByQuartersOfAnHour() {
        XmppSession john = loggedIn("john", "phone");
        XmppSession jane = loggedIn("jane", "phone");
        history.count();
        assertThat(counts()).containsExactly(counts(0, 2, 0, 2, Map.of()));

        connected().failedToLogIn("john", "PLAIN", "not-authorized");
        connected().failedToLogIn("john", "PLAIN", "not-authorized");
        connected().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        jane.destroyed(SessionEnd.of(EndCause.IDLE));
        past("jane", 899, 899);
        history.count();
        after(Duration.ofMinutes(15));
        history.count();
        after(Duration.ofMinutes(31));
        john.destroyed(SessionEnd.of(EndCause.CLOSED_BY_ADMIN));
        history.count();
        after(Duration.ofMinutes(46));
        history.count();

        assertThat(counts()).containsExactly(counts(0, 3, 2, 2, Map.of("closed_by_client", 1L, "idle", 1L)),
                counts(15, 0, 0, 1, Map.of()), counts(30, 0, 0, 1, Map.of("closed_by_admin", 1L)),
                counts(45, 0, 0, 0, Map.of()));
        assertThat(get(history.counts(new CountQuery(START.plusSeconds(1), START.plusSeconds(1800)))))
                .containsExactly(counts(15, 0, 0, 1, Map.of()));
    }

    @Test
    void whileTheDatabaseIsDownCountsWaitAndSilenceIsNoCount() throws InterruptedException {
        loggedIn("john", "phone");
        isDown = true;
        assertThatThrownBy(history::count).isInstanceOf(DatabaseException.class);
        after(Duration.ofMinutes(20));
        loggedIn("john", "laptop");
        assertThatThrownBy(history::count).isInstanceOf(DatabaseException.class);
        isDown = false;
        // Nobody does anything for a while, a stopped machine included.
        after(Duration.ofMinutes(60));
        awaitDatabase();
        history.count();

        assertThat(counts()).containsExactly(counts(0, 1, 0, 1, Map.of()), counts(15, 1, 0, 2, Map.of()),
                counts(60, 0, 0, 2, Map.of()));
    }

    @Test
    void serversAreAddedUpButNotOneThatWasStartedAnew() throws SQLException {
        loggedIn("john", "phone");
        history.beat();
        history.count();
        after(MINUTE);
        // Another server that goes on, and one that was there until this one came.
        long now = START.toEpochMilli();
        execute("INSERT INTO ofSessionStateBoot (id, started, heartbeat) VALUES ('a', 1, 2)");
        execute("INSERT INTO ofSessionStateBoot (id, started, heartbeat, ended) VALUES ('b', 1, 2, " + now + ")");
        for (String row : List.of("'most_sessions', 'a', 20", "'logins', 'a', 4", "'end:idle', 'a', 2",
                "'most_sessions', 'b', 7", "'end:idle', 'b', 3", "'failed_logins', 'b', 9", "'later', 'b', 9")) {
            execute("INSERT INTO ofSessionStateCount (slot, kind, boot, amount) VALUES (" + now + ", " + row + ")");
        }

        assertThat(counts()).containsExactly(counts(0, 5, 9, 27, Map.of("idle", 5L)));
        execute("UPDATE ofSessionStateCount SET amount = 0 WHERE boot = 'b' AND kind = 'most_sessions'");
        assertThat(counts()).containsExactly(counts(0, 5, 9, 21, Map.of("idle", 5L)));
    }

    @Test
    void sessionsOfAServerThatIsLostAreCountedAtItsLastSignOfLifeUntilItIsBack() {
        loggedIn("john", "phone");
        loggedIn("jane", "phone");
        history.write();
        history.beat();
        history.count();
        after(Duration.ofMinutes(20));
        History other = history("two", true);
        other.beat();
        assertThat(counts()).containsExactly(counts(0, 2, 0, 2, Map.of("server_lost", 2L)));
        other.beat();
        assertThat(counts().get(0).ends()).as("once").containsExactly(Map.entry("server_lost", 2L));

        history.beat();
        assertThat(counts()).containsExactly(counts(0, 2, 0, 2, Map.of()));
        other.stop(false);
    }

    @Test
    void aStopWritesWhatWasCounted() {
        loggedIn("john", "phone");
        history.stop(false);

        assertThat(counts()).as("the session goes on").containsExactly(counts(0, 1, 0, 1, Map.of()));
    }

    @Test
    void aStopOfTheServerEndsWhatThereIs() {
        loggedIn("john", "phone").destroyed(SessionEnd.of(EndCause.SERVER_SHUTDOWN));
        loggedIn("jane", "phone");
        history.write();
        history.stop(true);

        assertThat(counts()).containsExactly(counts(0, 2, 0, 1, Map.of("server_shutdown", 2L)));
    }

    @Test
    void countsOutliveWhatTheyCountAndNameNobody() throws SQLException {
        past("john", 0, 10);
        connected().failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        history.count();
        List<PastCounts> before = counts();
        assertThat(before).containsExactly(counts(0, 1, 1, 1, Map.of("closed_by_client", 1L)));
        // All that there is of it: numbers, words of our own, and which start of the server.
        String boot = ask("SELECT boot FROM ofSessionStateSession");
        assertThat(countRows()).hasSize(4).allSatisfy(row -> assertThat(row).matches(START.toEpochMilli()
                + " (logins|failed_logins|most_sessions|end:closed_by_client) " + boot + " 1"));

        get(history.erase("john"));
        assertThat(counts()).isEqualTo(before);
        assertThat(ids(all(10))).isEmpty();

        after(DAY.multipliedBy(400));
        history.retain();
        assertThat(count("Session") + count("Login")).isZero();
        assertThat(counts()).isEqualTo(before);
        after(DAY.multipliedBy(400).plusMillis(1));
        history.retain();
        assertThat(count("Count")).isZero();
    }

    private List<String> countRows() throws SQLException {
        List<String> all = new ArrayList<>();
        try (Connection connection = connect(); Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM ofSessionStateCount")) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(4);
            while (rows.next()) {
                all.add(rows.getString(1) + ' ' + rows.getString(2) + ' ' + rows.getString(3) + ' ' + rows.getString(4));
            }
        }
        return all;
    }

    @Test
    void countsGoOnWhereNothingElseIsKept() {
        policy = new HistoryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, POLICY.counts(), true, false);
        past("john", 0, 10);
        connected().failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        history.count();

        assertThat(count("Session") + count("Login")).isZero();
        assertThat(counts()).containsExactly(counts(0, 1, 1, 1, Map.of("closed_by_client", 1L)));
    }

    @Test
    void zeroDaysOfCountsKeepNone() {
        XmppSession john = loggedIn("john", "phone");
        history.count();
        assertThat(count("Count")).isPositive();
        policy = new HistoryPolicy(POLICY.sessions(), POLICY.addresses(), POLICY.logins(), Duration.ZERO, false, false);
        past("jane", 1, 2);
        history.count();
        history.retain();
        assertThat(count("Count")).isZero();
        History other = history("two", true);
        history.write();
        history.beat();
        after(MINUTE);
        other.beat();
        assertThat(only("john").end().cause()).isEqualTo("server_lost");
        assertThat(count("Count")).isZero();
        other.stop(false);

        policy = POLICY;
        after(Duration.ofMinutes(16));
        john.destroyed(SessionEnd.of(EndCause.IDLE));
        history.count();
        assertThat(counts()).as("of later alone").containsExactly(counts(15, 0, 0, 1, Map.of("idle", 1L)));
    }

    private PastSession only(String username) {
        List<PastSession> all = get(history.sessions(of(username)));
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    // ------------------------------------------------------------------ retention

    @Test
    void whatIsOlderThanThePolicySaysGoes() throws SQLException {
        past("john", 0, 10);
        String kept = past("john", 0, DAY.toSeconds());
        String open = loggedIn("jane", "phone").id();
        XmppSession failing = connected();
        failing.failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        failing.destroyed(SessionEnd.of(EndCause.AUTH_FAILED));
        after(DAY.multipliedBy(2));
        history.collectLogins();
        history.write();
        execute("INSERT INTO ofSessionStateBoot (id, started, heartbeat, ended) VALUES ('a', 1, 2, 3)");
        execute("INSERT INTO ofSessionStateKnock (atMinute, ip, boot, connections)"
                + " SELECT atMinute, '192.0.2.7', boot, 5 FROM ofSessionStateKnock");
        assertThat(count("Session") + count("Login") + count("Knock")).isEqualTo(6);

        history.retain();
        assertThat(count("Session") + count("Login") + count("Knock")).isEqualTo(6);
        assertThat(count("Boot")).isZero();

        after(DAY.multipliedBy(8).plus(Duration.ofMinutes(2)));
        history.retain();
        assertThat(ask("SELECT ip FROM ofSessionStateKnock")).isEqualTo("192.0.2.0/24");
        assertThat(ask("SELECT connections FROM ofSessionStateKnock")).as("of two addresses").isEqualTo("6");
        assertThat(count("Knock")).isEqualTo(1);
        assertThat(ids(new PastQuery(null, "192.0.2.0/24", null, null, null, null, null, 9))).hasSize(2).contains(kept);
        assertThat(onlyLogin().ip()).isEqualTo("192.0.2.0/24");
        assertThat(ids(new PastQuery(null, "192.0.2.1", null, null, null, null, null, 9)))
                .as("whole while it goes on, and those that may be from there").hasSize(3).startsWith(open).contains(kept);
        assertThat(ids(new PastQuery(null, "192.0.2.1", null, null, null, null, null, 2))).hasSize(2).startsWith(open);
        assertThat(ids(new PastQuery(null, "192.0.3.1", null, null, null, null, null, 9))).isEmpty();
        assertThat(get(history.logins(new LoginQuery(null, "192.0.2.99", null, null, null, 9)))).hasSize(1);

        after(DAY.multipliedBy(15).plusSeconds(1));
        history.retain();
        assertThat(count("Login") + count("Knock")).isZero();
        after(DAY.multipliedBy(90).plusSeconds(11));
        history.retain();
        assertThat(ids(all(10))).containsExactly(open, kept);
        after(DAY.multipliedBy(91).plusSeconds(1));
        history.retain();
        assertThat(ids(all(10))).containsExactly(open);
    }

    @Test
    void manyOldRowsGoInSteps() throws InterruptedException {
        for (int i = 0; i < 2 * Steps.BATCH + 1; i++) {
            past("john", i, i + 1);
        }
        awaitWritten();
        assertThat(count("Session")).isEqualTo(2 * Steps.BATCH + 1);
        after(DAY.multipliedBy(100));
        history.retain();

        assertThat(count("Session")).isZero();
    }

    @Test
    void countsOnlyNamesNobody() {
        past("john", 0, 10);
        connected().failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        policy = new HistoryPolicy(POLICY.sessions(), POLICY.addresses(), POLICY.logins(), POLICY.counts(), true, true);
        past("jane", 20, 30);
        connected().failedToLogIn("jane", "PLAIN", "not-authorized");
        loggedIn("john", "phone");
        history.collectLogins();
        history.write();
        after(MINUTE);
        history.retain();

        assertThat(count("Session")).isEqualTo(3);
        assertThat(count("Login")).isEqualTo(2);
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateSession WHERE username IS NOT NULL"
                + " OR resourcePart IS NOT NULL")).isEqualTo("0");
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateLogin WHERE username IS NOT NULL")).isEqualTo("0");
        assertThat(get(history.sessions(all(3)))).allSatisfy(row -> {
            assertThat(row.state().type()).isEqualTo(SessionType.C2S_UNBOUND);
            assertThat(row.boundAt()).isNotNull();
        });
    }

    @Test
    void zeroKeepsNone() {
        past("john", 0, 10);
        loggedIn("john", "laptop");
        connected().failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        policy = new HistoryPolicy(POLICY.sessions(), Duration.ZERO, POLICY.logins(), POLICY.counts(), false, false);
        after(MINUTE);
        history.retain();
        past("jane", 100, 110);
        connected().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        history.write();
        assertThat(ids(of("john"))).hasSize(2);
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateSession WHERE ip IS NOT NULL AND span > 0")).isEqualTo("0");
        assertThat(onlyLogin().ip()).isNull();

        policy = new HistoryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, POLICY.counts(), false, false);
        past("jane", 120, 130);
        connected().failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        history.retain();
        assertThat(count("Session") + count("Login") + count("Knock")).isZero();
    }

    // ------------------------------------------------------------------ export

    @Test
    void whomAnAdministratorClosedIsFoundPageByPage() throws SQLException {
        for (int i = 0; i < 3; i++) {
            past("jane", i, 10);
        }
        String own = past("john", 0, 20);
        String nobodys = past("juan", 0, 30);
        past("jane", 0, 40);
        history.write();
        execute("UPDATE ofSessionStateSession SET cause = 'closed_by_admin', closedBy = 'john' WHERE ended < "
                + millis(START.plusSeconds(40)));
        execute("UPDATE ofSessionStateSession SET username = NULL WHERE id = '" + nobodys + "'");

        List<Place> closed = new ArrayList<>(get(history.closed("john", null, 2)));
        closed.addAll(get(history.closed("john", closed.get(1), 9)));
        assertThat(closed).hasSize(4).doesNotHaveDuplicates().extracting(Place::id).startsWith(nobodys)
                .doesNotContain(own);
        assertThat(get(history.closed("jane", null, 9))).isEmpty();
    }

    // ------------------------------------------------------------------ erasure

    @Test
    void oneUsersDataIsErasedWhereverItIs() throws SQLException {
        past("john", 0, 10);
        String janes = past("jane", 0, 10);
        XmppSession failing = connected();
        failing.failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        XmppSession open = loggedIn("john", "laptop");
        history.write();
        execute("UPDATE ofSessionStateSession SET cause = 'closed_by_admin', closedBy = 'john' WHERE id = '" + janes
                + "'");
        past("john", 20, 30);

        assertThat(get(history.erase("john"))).satisfies(erasure -> {
            assertThat(erasure.username()).isEqualTo("john");
            assertThat(erasure.sessions()).isEqualTo(1);
            assertThat(erasure.queued()).isEqualTo(1);
            assertThat(erasure.logins()).isEqualTo(1);
            assertThat(erasure.references()).isEqualTo(1);
            assertThat(erasure.openSessions()).isEqualTo(1);
            assertThat(erasure.openIds()).containsExactly(open.id());
        });
        history.write();
        assertThat(ids(all(10))).containsExactly(open.id(), janes);
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateSession WHERE closedBy IS NOT NULL")).isEqualTo("0");
        failing.failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        assertThat(onlyLogin().attempts()).as("a row of its own").isEqualTo(1);
    }

    @Test
    void aSessionWhoseEndWaitsIsErasedAlthoughItsRowIsOpen() {
        XmppSession session = loggedIn("john", "phone");
        history.write();
        session.destroyed(SessionEnd.of(EndCause.IDLE));

        assertThat(get(history.erase("john"))).satisfies(erasure -> {
            assertThat(erasure.sessions()).isEqualTo(1);
            assertThat(erasure.queued()).isEqualTo(1);
            assertThat(erasure.openIds()).isEmpty();
        });
        history.write();
        assertThat(count("Session")).isZero();
    }

    @Test
    void allOfEverybodyIsErasedAndWhatGoesOnIsKeptOnceItEnds() throws Exception {
        for (int i = 0; i < 2 * Steps.BATCH + 1; i++) {
            past("john", i, i + 1);
        }
        awaitWritten();
        XmppSession failing = connected();
        failing.failedToLogIn("jane", "PLAIN", "not-authorized");
        XmppSession open = loggedIn("jane", "laptop");
        history.collectLogins();
        awaitWritten();
        execute("INSERT INTO ofSessionStateKnock (atMinute, ip, boot, connections) VALUES (1, '192.0.2.7', 'b', 5)");
        execute("INSERT INTO ofSessionStateCount (slot, kind, boot, amount) VALUES (0, 'logins', 'b', 5)");
        past("jane", 1, 2);

        ErasedAll erased = get(history.eraseAll(Duration.ofSeconds(30)));
        assertThat(erased).isEqualTo(new ErasedAll(true, 2 * Steps.BATCH + 2, 1, 1, 1, 1));
        assertThat(count("Session") + count("Login") + count("Knock") + count("Count")).isZero();

        open.destroyed(SessionEnd.of(EndCause.IDLE));
        history.write();
        assertThat(only().id()).isEqualTo(open.id());
        assertThat(get(history.eraseAll(Duration.ZERO)).queued()).as("another one").isZero();
    }

    // ------------------------------------------------------------------ ends that were dropped

    @Test
    void aSessionWhoseEndWasDroppedDoesNotGoOnForEver() throws SQLException {
        XmppSession lost = loggedIn("john", "phone");
        XmppSession live = loggedIn("john", "laptop");
        XmppSession waits = loggedIn("john", "tablet");
        history.write();
        waits.destroyed(SessionEnd.of(EndCause.IDLE));
        history.follow(id -> id.equals(live.id()));
        after(MINUTE);
        history.beat();
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateSession WHERE cause = 'closed'")).as("nothing was dropped")
                .isEqualTo("0");

        history.enqueue(Pending.of(new Knock("x".repeat(60), 0, "192.0.2.9", 1), 0));
        history.write();
        history.beat();

        assertThat(ask("SELECT id FROM ofSessionStateSession WHERE cause = 'closed'")).isEqualTo(lost.id());
        assertThat(ask("SELECT ended FROM ofSessionStateSession WHERE cause = 'closed'"))
                .isEqualTo(millis(START.plus(MINUTE)));
        assertThat(ids(all(9)).get(0)).isEqualTo(live.id());
        assertThat(ask("SELECT cause FROM ofSessionStateSession WHERE id = '" + waits.id() + "'")).isEqualTo("idle");
    }

    @Test
    void aDeletedAccountLeavesNothingAndANewOneOfItsNameInheritsNothing() throws InterruptedException {
        past("john", 0, 10);
        XmppSession open = loggedIn("john", "phone");
        history.write();
        after(MINUTE);
        isDown = true;
        history.accountDeleted("john");
        history.write();
        isDown = false;
        // Whoever looks first finds that it works again.
        history.beat();
        history.beat();
        open.destroyed(SessionEnd.of(EndCause.ACCOUNT_CHANGED));
        history.write();
        for (int i = 0; i < 200 && count("Session") > 0; i++) {
            Thread.sleep(20);
        }
        assertThat(count("Session")).isZero();

        after(MINUTE.plusSeconds(1));
        loggedIn("john", "phone");
        history.write();
        assertThat(ids(of("john"))).hasSize(1);
    }
}
