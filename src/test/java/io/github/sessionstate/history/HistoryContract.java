package io.github.sessionstate.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

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
        connected().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
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
