package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

/** What the history writes and is asked, on tables that the plugin's script made in a database, whichever it is. */
abstract class HistoryTablesContract extends HistoryFixture {
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
        session.destroyed(SessionEnd.of(EndCause.IDLE));
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
        loggedIn("john", "phone").destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));
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
        session.destroyed(SessionEnd.of(EndCause.DETACH_EXPIRED));
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
        assertThat(history.status().lastError()).startsWith("The database refused (").contains(", SQLSTATE ")
                .doesNotContain(tooLong);
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
            assertThat(status.lastError()).startsWith("The database cannot be used").doesNotContain("for the test");
            assertThat(status.lastErrorAt()).isEqualTo(START);
        });
        assertThatThrownBy(() -> get(history.sessions(all(10)))).isInstanceOf(DatabaseException.class);

        isDown = false;
        history.write();
        assertThat(only().state().username()).isEqualTo("john");
    }

    @Test
    void hostileTextsAreKeptCut() {
        String hostile = "\u0000'; DROP TABLE ofSessionStateSession; -- \uD83D" + "<script>\uD83D\uDE00".repeat(60);
        loggedIn("john", hostile).destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));
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

        policy = new HistoryPolicy(DAY, DAY, DAY, DAY, false, true);
        session.failedToLogIn("hunter2", "PLAIN", "not-authorized");
        history.collectLogins();
        history.write();
        assertThat(get(history.logins(new LoginQuery("hunter2", null, null, null, null, 5)))).hasSize(1);
    }

    @Test
    void connectionsThatNeverLogInAreCountedByMinute() {
        connected().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        connected().destroyed(SessionEnd.of(EndCause.AUTH_FAILED));
        history.collectLogins();
        history.write();
        assertThat(count("Knock")).as("not over yet").isZero();
        after(MINUTE);
        connected().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
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
}
