package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.sessionstate.database.DatabaseException;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionType;
import io.github.sessionstate.session.StubConnection;
import io.github.sessionstate.session.XmppSession;

/**
 * What the history needs of a database, whichever it is: all that it writes, asks and removes, on tables that the
 * plugin's script made.
 */
public abstract class HistoryTablesContract extends HistoryFixture {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    // ------------------------------------------------------------------ writing

    @Test
    void aSessionIsARowFromItsLoginOn() {
        XmppSession session = connected();
        history.write();
        assertThat(count("Session")).isZero();
        after(Duration.ofSeconds(1));
        session.authenticated("john", false);
        after(Duration.ofSeconds(2));
        history.write();

        assertThat(only()).satisfies(row -> {
            assertThat(row.state().type()).isEqualTo(SessionType.C2S_UNBOUND);
            assertThat(row.state().username()).isEqualTo("john");
            assertThat(row.boundAt()).isNull();
        });

        session.bound("john", "example.org", "phone", true);
        history.write();
        assertThat(only()).satisfies(row -> {
            assertThat(row.id()).isEqualTo(session.id());
            assertThat(row.boot()).hasSize(24);
            assertThat(row.state().fullJid()).isEqualTo("john@example.org/phone");
            assertThat(row.state().ip()).isEqualTo("192.0.2.1");
            assertThat(row.state().port()).isEqualTo(1);
            assertThat(row.state().transport()).isEqualTo("tcp");
            assertThat(row.state().connection().tls()).isNull();
            assertThat(row.since()).isEqualTo(START);
            assertThat(row.authenticatedAt()).isEqualTo(START.plusSeconds(1));
            assertThat(row.boundAt()).isEqualTo(START.plusSeconds(2));
            assertThat(row.endedAt()).isNull();
            assertThat(row.end()).isNull();
            assertThat(row.stanzasReceived()).isEqualTo(3L);
            assertThat(row.stanzasSent()).isEqualTo(7L);
        });
        assertThat(ask("SELECT span FROM ofSessionStateSession")).isEqualTo("0");

        after(MINUTE);
        session.destroyed(EndCause.IDLE);
        history.write();
        assertThat(only()).satisfies(row -> {
            assertThat(row.endedAt()).isEqualTo(START.plus(MINUTE));
            assertThat(row.end().cause()).isEqualTo("idle");
            assertThat(row.state().fullJid()).isEqualTo("john@example.org/phone");
            assertThat(row.authenticatedAt()).isEqualTo(START.plusSeconds(1));
        });
        assertThat(ask("SELECT span FROM ofSessionStateSession")).isEqualTo("6");
        assertThat(history.status()).satisfies(status -> {
            assertThat(status.queuedRows()).isZero();
            assertThat(status.queuedBytes()).isZero();
            assertThat(status.written()).isEqualTo(3);
            assertThat(status.dropped()).isZero();
            assertThat(status.lastError()).isNull();
        });
    }

    @Test
    void aSessionThatEndsBeforeItIsWrittenIsOneRow() {
        loggedIn("john", "phone").destroyed(EndCause.CLOSED_BY_CLIENT);
        assertThat(history.status().queuedRows()).isEqualTo(1);
        history.write();

        assertThat(only().end().cause()).isEqualTo("closed_by_client");
        assertThat(history.status().written()).isEqualTo(1);
    }

    @Test
    void howItEndedIsKeptWhole() {
        XmppSession first = loggedIn("john", "phone");
        XmppSession second = loggedIn("john", "phone");
        second.destroyed(new SessionEnd(EndCause.CLOSED_BY_ADMIN, "reset", "Go away", "admin", null));
        history.write();

        assertThat(get(history.sessions(all(10)))).filteredOn(row -> row.id().equals(first.id()))
                .singleElement().satisfies(row -> {
                    assertThat(row.end().cause()).isEqualTo("replaced");
                    assertThat(row.end().replacedBy()).isEqualTo(second.id());
                });
        assertThat(get(history.sessions(all(10)))).filteredOn(row -> row.id().equals(second.id()))
                .singleElement().satisfies(row -> {
                    assertThat(row.end().cause()).isEqualTo("closed_by_admin");
                    assertThat(row.end().condition()).isEqualTo("reset");
                    assertThat(row.end().text()).isEqualTo("Go away");
                    assertThat(row.end().closedBy()).isEqualTo("admin");
                });
    }

    @Test
    void whatComesAndGoesIsCounted() {
        XmppSession session = loggedIn("john", "phone");
        session.detached();
        session.attached(new StubConnection(77));
        session.detached();
        session.destroyed(EndCause.DETACH_EXPIRED);
        history.write();

        assertThat(only()).satisfies(row -> {
            assertThat(row.detaches()).isEqualTo(2);
            assertThat(row.resumes()).isEqualTo(1);
            assertThat(row.state().port()).as("of the first connection").isEqualTo(1);
            assertThat(row.lastIp()).as("the same").isNull();
        });
    }

    @Test
    void manyRowsAreWrittenWithoutBeingAskedFor() throws InterruptedException {
        for (int i = 0; i < HistoryWriter.BATCH + 20; i++) {
            past("john", i, i + 1);
        }
        awaitWritten();

        assertThat(count("Session")).isEqualTo(HistoryWriter.BATCH + 20);
        assertThat(history.status().queuedRows()).isZero();
    }

    // What is many is written by another thread already.
    private void awaitWritten() throws InterruptedException {
        for (int i = 0; i < 1000 && history.status().queuedRows() > 0; i++) {
            history.write();
            Thread.sleep(5);
        }
    }

    @Test
    void aRefusedRowIsDroppedAndCountedAndTheRestWritten() throws SQLException {
        XmppSession john = loggedIn("john", "phone");
        XmppSession jane = loggedIn("jane", "phone");
        // An id as no other hand should make one.
        String tooLong = "x".repeat(60);
        history.enqueue(Pending.of(new Knock(tooLong, 0, "192.0.2.9", 1), 0));
        history.write();

        assertThat(ids(all(10))).containsExactlyInAnyOrder(john.id(), jane.id());
        assertThat(history.status().dropped()).isEqualTo(1);
        assertThat(history.status().lastError()).isNotNull();
        assertThat(history.status().queuedRows()).isZero();
    }

    @Test
    void aRowThatIsThereAlthoughNobodyWasToldIsWrittenOnce() throws SQLException {
        XmppSession john = loggedIn("john", "phone");
        execute("INSERT INTO ofSessionStateSession (id, boot, began, ended, span, detaches, resumes) VALUES ('"
                + john.id() + "', 'boot', 1, 2, 1, 0, 0)");
        history.write();

        assertThat(only().state().username()).isEqualTo("john");
        assertThat(history.status().dropped()).isZero();
    }

    @Test
    void whileTheDatabaseIsDownRowsWait() {
        isDown = true;
        loggedIn("john", "phone");
        history.write();
        after(MINUTE);
        assertThat(history.status()).satisfies(status -> {
            assertThat(status.queuedRows()).isEqualTo(1);
            assertThat(status.queuedBytes()).isPositive();
            assertThat(status.lag()).isEqualTo(MINUTE);
            assertThat(status.dropped()).isZero();
            assertThat(status.lastError()).contains("for the test");
        });
        assertThatThrownBy(() -> get(history.sessions(all(10)))).isInstanceOf(DatabaseException.class);

        isDown = false;
        history.write();
        assertThat(only().state().username()).isEqualTo("john");
    }

    @Test
    void hostileTextsAreKeptCut() {
        String hostile = "\u0000'; DROP TABLE ofSessionStateSession; -- \uD83D" + "<script>\uD83D\uDE00".repeat(60);
        loggedIn("john", hostile).destroyed(EndCause.CLOSED_BY_CLIENT);
        history.write();

        assertThat(only().state().resource()).startsWith("\uFFFD'; DROP").endsWith("\u2026")
                .hasSizeLessThanOrEqualTo(255).contains("\uD83D\uDE00");
        assertThat(history.status().dropped()).isZero();
    }

    // ------------------------------------------------------------------ logins and knocks

    @Test
    void aBurstOfFailedLoginsIsARow() {
        XmppSession session = connected();
        session.failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        after(Duration.ofSeconds(20));
        session.failedToLogIn("John", "PLAIN", "not-authorized");
        session.failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();

        assertThat(onlyLogin()).satisfies(login -> {
            assertThat(login.attempts()).isEqualTo(3);
            assertThat(login.username()).isEqualTo("john");
            assertThat(login.firstAt()).isEqualTo(START);
            assertThat(login.lastAt()).isEqualTo(START.plusSeconds(20));
            assertThat(login.ip()).isEqualTo("192.0.2.1");
            assertThat(login.host()).isEqualTo("example.org");
            assertThat(login.transport()).isEqualTo("tcp");
            assertThat(login.mechanism()).isEqualTo("PLAIN");
            assertThat(login.failure()).isEqualTo("not-authorized");
            assertThat(login.id()).hasSizeLessThanOrEqualTo(40);
        });

        after(Duration.ofSeconds(61));
        session.failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        LoginQuery first = new LoginQuery("john", "192.0.2.1", START, START.plus(DAY), null, 1);
        List<PastLogin> newest = get(history.logins(first));
        assertThat(newest).extracting(PastLogin::attempts).containsExactly(1);
        assertThat(get(history.logins(new LoginQuery("john", null, null, null, newest.get(0).place(), 5))))
                .extracting(PastLogin::attempts).containsExactly(3);
        assertThat(get(history.logins(new LoginQuery("jane", null, null, null, null, 5)))).isEmpty();
    }

    @Test
    void aNameThatIsNoAccountsIsNotKeptUnlessTheyAre() {
        XmppSession session = connected();
        session.failedToLogIn("hunter2", "PLAIN", "not-authorized");
        session.failedToLogIn("correct horse", "PLAIN", "not-authorized");
        history.collectLogins();
        isDirectoryDown = true;
        session.failedToLogIn("jane", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        assertThat(onlyLogin()).satisfies(login -> {
            assertThat(login.username()).isNull();
            assertThat(login.attempts()).isEqualTo(3);
        });

        policy = new HistoryPolicy(DAY, DAY, DAY, false, true);
        session.failedToLogIn("hunter2", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        assertThat(get(history.logins(new LoginQuery("hunter2", null, null, null, null, 5)))).hasSize(1);
    }

    @Test
    void connectionsThatNeverLogInAreCountedByMinute() {
        connected().destroyed(EndCause.CONNECTION_LOST);
        connected().destroyed(EndCause.AUTH_FAILED);
        history.collectLogins();
        history.write();
        assertThat(count("Knock")).as("not over yet").isZero();
        after(MINUTE);
        connected().destroyed(EndCause.CONNECTION_LOST);
        history.write();

        assertThat(count("Session")).isZero();
        assertThat(count("Knock")).isEqualTo(1);
        assertThat(ask("SELECT connections FROM ofSessionStateKnock")).isEqualTo("2");
        history.stop(false);
        assertThat(count("Knock")).isEqualTo(2);
    }

    // ------------------------------------------------------------------ questions

    @Test
    void questionsAreAnsweredPageByPageNewestEndFirst() {
        List<String> johns = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            // Some of one moment.
            johns.add(0, past("john", 10, 20 + i / 2));
        }
        String janes = past("jane", 30, 40);
        String open = loggedIn("john", "laptop").id();
        history.write();

        List<String> paged = new ArrayList<>();
        Place place = null;
        List<PastSession> page;
        do {
            page = get(history.sessions(new PastQuery(null, null, null, null, null, null, place, 2)));
            page.forEach(row -> paged.add(row.id()));
            place = page.isEmpty() ? null : page.get(page.size() - 1).place();
        } while (place != null);
        List<String> expected = new ArrayList<>(List.of(open, janes));
        expected.addAll(johns);
        assertThat(paged).containsExactlyElementsOf(expected);

        assertThat(ids(of("jane"))).containsExactly(janes);
        assertThat(ids(new PastQuery(null, "192.0.2.1", "closed_by_client", null, null, null, null, 100)))
                .containsExactlyElementsOf(expected.subList(1, 9));
        assertThat(ids(new PastQuery(null, "192.0.2.2", null, null, null, null, null, 100))).isEmpty();
        assertThat(ids(new PastQuery("john", null, null, START.plusSeconds(22), START.plusSeconds(39), null, null, 100)))
                .hasSize(3).doesNotContain(open, janes);
        assertThat(ids(new PastQuery(null, null, null, START.plusSeconds(40), START.plus(DAY), null, null, 100)))
                .as("open ones end now").containsExactly(open, janes);
    }

    @Test
    void whoWasOnlineAtAMomentIsFoundWhateverTheLength() {
        Random random = new Random(7);
        List<long[]> lives = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            long began = random.nextInt(1_000_000);
            long length = random.nextBoolean() ? random.nextInt(20) : (long) Math.pow(2, random.nextDouble() * 20);
            lives.add(new long[] {began, began + length});
            ids.add(past("john", began, began + length));
        }
        history.write();
        for (int i = 0; i < 60; i++) {
            long moment = i % 2 == 0 ? random.nextInt(1_000_000) : lives.get(i)[i / 2 % 2];
            Set<String> expected = new HashSet<>();
            for (int j = 0; j < lives.size(); j++) {
                if (lives.get(j)[0] <= moment && lives.get(j)[1] > moment) {
                    expected.add(ids.get(j));
                }
            }
            Instant at = START.plusSeconds(moment);
            assertThat(ids(onlineAt(at))).as("at %s", moment).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(ids(new PastQuery("john", null, null, null, null, at, null, 200)))
                    .containsExactlyElementsOf(ids(onlineAt(at)));
        }
    }

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
        second.destroyed(EndCause.IDLE);
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

    // ------------------------------------------------------------------ retention

    @Test
    void whatIsOlderThanThePolicySaysGoes() throws SQLException {
        past("john", 0, 10);
        String kept = past("john", 0, DAY.toSeconds());
        String open = loggedIn("jane", "phone").id();
        XmppSession failing = connected();
        failing.failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        failing.destroyed(EndCause.AUTH_FAILED);
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
                .as("while it goes on").containsExactly(open);

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
        policy = new HistoryPolicy(POLICY.sessions(), POLICY.addresses(), POLICY.logins(), true, true);
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
        policy = new HistoryPolicy(POLICY.sessions(), Duration.ZERO, POLICY.logins(), false, false);
        after(MINUTE);
        history.retain();
        past("jane", 100, 110);
        connected().destroyed(EndCause.CONNECTION_LOST);
        history.write();
        assertThat(ids(of("john"))).hasSize(2);
        assertThat(ask("SELECT COUNT(*) FROM ofSessionStateSession WHERE ip IS NOT NULL AND span > 0")).isEqualTo("0");
        assertThat(onlyLogin().ip()).isNull();

        policy = new HistoryPolicy(Duration.ZERO, Duration.ZERO, Duration.ZERO, false, false);
        past("jane", 120, 130);
        connected().failedToLogIn("john", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        history.retain();
        assertThat(count("Session") + count("Login") + count("Knock")).isZero();
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
        open.destroyed(EndCause.ACCOUNT_CHANGED);
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
