package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndedSessionsTest {
    private final StubClock clock = new StubClock();
    private final SessionRegistry registry = new SessionRegistry(username -> List.of(), clock);
    private final EndedSessions ended = new EndedSessions(clock);

    @BeforeEach
    void listen() {
        registry.addListener(ended);
    }

    private XmppSession accepted() {
        return registry.accepted(new StubHost(), new StubConnection(1));
    }

    private XmppSession bound(String resource) {
        XmppSession session = accepted();
        session.opened("example.org");
        session.authenticated("john", true);
        session.bound("john", "example.org", resource, true);
        return session;
    }

    private void pass(Duration time) {
        clock.set(clock.instant().plus(time));
    }

    @Test
    void aSessionIsKeptAsItWas() {
        XmppSession session = bound("phone");
        session.updated(Presences.of("<presence><show>away</show></presence>", 5));
        ((StubHost) session.server()).facts = StubFacts.login("PLAIN", null);
        SessionState before = session.state();
        pass(Duration.ofSeconds(7));
        session.stanzaReceived(clock.instant().toEpochMilli());
        pass(Duration.ofSeconds(1));
        session.destroyed(SessionEnd.of(EndCause.IDLE));
        ((StubHost) session.server()).facts = ServerFacts.NONE;

        EndedSession kept = ended.byId(session.id()).orElseThrow();
        assertThat(kept.cause()).isEqualTo(EndCause.IDLE);
        assertThat(kept.at()).isEqualTo(StubClock.START.plusSeconds(8));
        assertThat(kept.since()).isEqualTo(StubClock.START);
        assertThat(kept.idleSince()).isEqualTo(StubClock.START.plusSeconds(7));
        assertThat(kept.facts().saslMechanism()).isEqualTo("PLAIN");
        assertThat(kept.stanzasReceived().longValue()).isEqualTo(3);
        assertThat(kept.stanzasSent().longValue()).isEqualTo(7);
        assertThat(kept.presence(15)).isEqualTo(new BoundedText(before.presence().substring(0, 15),
                before.presenceLength()));
        assertThat(kept.timeline()).isEqualTo(session.timeline()).last().extracting(SessionMoment::detail)
                .isEqualTo("idle");
        assertThat(kept.state()).usingRecursiveComparison().ignoringFields("connection").isEqualTo(before);
        assertThat(kept.state().connection()).isEqualTo(
                new EndedConnection("tcp", "192.0.2.1", 1, false, null, null, false));
        assertThat(kept.detachedSince()).isNull();
        assertThat(kept.lastError()).isNull();
    }

    @Test
    void whatTheHostKnewOfADetachedOneIsKept() {
        XmppSession session = bound("phone");
        StubHost host = (StubHost) session.server();
        host.facts = new StubFacts("PLAIN", null, false, "de", true, true, StubClock.START.plusSeconds(600), 2, false,
                true);
        session.refused("bind", "conflict");
        session.detached();
        ServerFacts known = host.facts;
        session.destroyed(SessionEnd.of(EndCause.DETACH_EXPIRED));
        host.facts = ServerFacts.NONE;

        EndedSession kept = ended.byId(session.id()).orElseThrow();
        assertThat(kept.facts()).hasToString(known.toString().replace("StubFacts", EndedFacts.class.getSimpleName()));
        assertThat(kept.lastError()).isEqualTo("bind: conflict");
        assertThat(kept.state().ip()).isEqualTo("192.0.2.1");
    }

    @Test
    void ofADetachedOneItIsKnownSinceWhenItWas() {
        XmppSession session = bound("phone");
        pass(Duration.ofSeconds(3));
        session.detached();
        pass(Duration.ofSeconds(600));
        session.destroyed(SessionEnd.of(EndCause.DETACH_EXPIRED));

        assertThat(ended.byId(session.id()).orElseThrow().detachedSince()).isEqualTo(StubClock.START.plusSeconds(3));
    }

    @Test
    void theNewestComesFirst() {
        XmppSession first = accepted();
        XmppSession second = bound("a");
        XmppSession third = accepted();
        second.destroyed(SessionEnd.of(EndCause.CLOSED));
        pass(Duration.ofMillis(1));
        first.destroyed(SessionEnd.of(EndCause.CLOSED));
        third.destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(ended.all()).extracting(EndedSession::id).containsExactly(third.id(), first.id(), second.id());
        assertThat(ended.all()).isSortedAccordingTo(EndedSession.NEWEST_FIRST);
    }

    /** A try that failed is told of at once; once the session ends, the two are one. */
    @Test
    void triesToLogInAreOneEntryWithTheEnd() {
        XmppSession session = accepted();
        session.opened("example.org");
        session.failedToLogIn("root", "PLAIN", "not-authorized");
        pass(Duration.ofSeconds(2));
        session.failedToLogIn("admin", "PLAIN", "not-authorized");
        assertThat(ended.all()).singleElement().satisfies(failed -> {
            assertThat(failed.cause()).isNull();
            assertThat(failed.at()).isEqualTo(clock.instant());
            assertThat(failed.loginFailure()).isEqualTo(new LoginFailure("admin", "PLAIN", "not-authorized", 2));
        });
        assertThat(ended.byId(session.id())).as("it goes on").isEmpty();

        session.destroyed(SessionEnd.of(EndCause.AUTH_FAILED));

        assertThat(ended.size()).isOne();
        assertThat(ended.byId(session.id()).orElseThrow().loginFailure().count()).isEqualTo(2);
    }

    @Test
    void whoLogsInAfterAllStaysInTheListUntilTheEnd() {
        XmppSession session = accepted();
        session.opened("example.org");
        session.failedToLogIn("john", "PLAIN", "not-authorized");
        session.authenticated("john", true);
        assertThat(session.failedToLogIn("john", "PLAIN", "not-authorized")).as("once it is logged in").isFalse();
        assertThat(ended.all()).singleElement().extracting(EndedSession::cause).isNull();

        session.destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));

        assertThat(ended.all()).singleElement().satisfies(end -> {
            assertThat(end.cause()).isEqualTo(EndCause.CLOSED_BY_CLIENT);
            assertThat(end.loginFailure()).isEqualTo(LoginFailure.NONE);
        });
    }

    @Test
    void nothingIsKeptForLongerThanAQuarterOfAnHour() {
        XmppSession session = bound("a");
        accepted().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        session.destroyed(SessionEnd.of(EndCause.CLOSED));
        pass(EndedSessions.LASTING);
        assertThat(ended.size()).isEqualTo(2);

        pass(Duration.ofMillis(1));

        assertThat(ended.size()).isZero();
        assertThat(ended.all()).isEmpty();
        assertThat(ended.byId(session.id())).isEmpty();
    }

    @Test
    void ofAGreatManyTheNewestStay() {
        XmppSession last = null;
        for (int i = 0; i < 100_000; i++) {
            last = bound("r" + i);
            last.destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        }

        assertThat(ended.size()).isEqualTo(EndedSessions.KEPT);
        assertThat(ended.byId(last.id())).isPresent();
        assertThat(ended.all()).extracting(EndedSession::id).isSortedAccordingTo((one, other) -> other.compareTo(one));
    }

    /** Whoever only opens connections does not make the ends of users disappear. */
    @Test
    void strangersPushOutStrangersOnly() {
        XmppSession user = bound("a");
        user.destroyed(SessionEnd.of(EndCause.CLOSED));
        for (int i = 0; i < EndedSessions.KEPT + 10; i++) {
            accepted().destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        }

        assertThat(ended.byId(user.id())).isPresent();
        assertThat(ended.size()).isEqualTo(EndedSessions.KEPT + 1);
    }

    @Test
    void whatClientsWriteIsKeptWithinBounds() {
        for (int i = 0; i < EndedSessions.KEPT; i++) {
            XmppSession session = bound("r".repeat(1000) + i);
            session.updated(Presences.of("<presence><status>" + "x".repeat(1800) + "</status></presence>", 0));
            session.destroyed(SessionEnd.of(EndCause.CLOSED));
        }

        assertThat(ended.all()).hasSizeBetween(100, 200);
        assertThat(ended.all().stream().mapToInt(EndedSession::length).sum()).isLessThan(EndedSessions.MAX_LENGTH);
    }

    @Test
    void whatAnErrorSaysCountsAsWell() {
        for (int i = 0; i < EndedSessions.KEPT; i++) {
            bound("r".repeat(500) + i).destroyed(
                    SessionEnd.byError(EndCause.STREAM_ERROR, "c".repeat(100), "x".repeat(1000)));
        }

        assertThat(ended.all()).hasSizeBetween(100, 400);
        assertThat(ended.all().get(0).length()).isGreaterThan(1000 + SessionEnd.MAX_TEXT + SessionEnd.MAX_CONDITION);
    }

    @Test
    void itsEndIsToldInFull() {
        XmppSession session = bound("a");
        SessionEnd end = new SessionEnd(EndCause.LIMIT, "policy-violation", "Too many", "limit.policy", "other");
        session.destroyed(end);

        assertThat(ended.byId(session.id()).orElseThrow().end()).isEqualTo(end);
        assertThat(ended.byId(session.id()).orElseThrow().cause()).isEqualTo(EndCause.LIMIT);
    }

    @Test
    void nobodyReachesItAnyMore() {
        XmppSession session = bound("a");
        session.destroyed(SessionEnd.of(EndCause.CLOSED));

        EndedSession end = ended.byId(session.id()).orElseThrow();
        assertThat(end.send("<message/>")).isFalse();
        assertThat(end.ask("<iq/>", 10)).isCompletedWithValue(ClientReply.without(ClientReply.Outcome.GONE));
        assertThat(end.close(CloseReason.NONE)).isCompletedWithValue(CloseResult.gone());
        assertThat(end.roster()).isNull();
        assertThat(end.rosterItems()).isNull();
        assertThat(((StubHost) session.server()).sent).isEmpty();
    }

    @Test
    void aUserIsForgottenWithTheNameInWhatIsKeptOfOthers() {
        XmppSession johns = bound("phone");
        XmppSession goesOn = bound("laptop");
        johns.destroyed(SessionEnd.of(EndCause.IDLE));
        accepted().failedToLogIn(" John ", "PLAIN", "not-authorized");
        XmppSession stranger = accepted();
        stranger.failedToLogIn("jane", "PLAIN", "not-authorized");
        stranger.destroyed(new SessionEnd(EndCause.CLOSED_BY_ADMIN, "reset", "Bye", "john", null));
        XmppSession other = accepted();
        other.destroyed(new SessionEnd(EndCause.LIMIT, null, null, "john", null));

        assertThat(ended.forget("john")).isEqualTo(new EndedSessions.Forgotten(2, 1));
        assertThat(ended.all()).extracting(EndedSession::id).containsExactlyInAnyOrder(stranger.id(), other.id());
        assertThat(ended.byId(stranger.id()).orElseThrow().end())
                .isEqualTo(new SessionEnd(EndCause.CLOSED_BY_ADMIN, "reset", "Bye", null, null));
        assertThat(ended.byId(other.id()).orElseThrow().end().closedBy()).as("no person").isEqualTo("john");

        goesOn.destroyed(SessionEnd.of(EndCause.IDLE));
        assertThat(ended.byId(goesOn.id())).as("it went on").isPresent();
        assertThat(ended.clear()).isEqualTo(3);
        assertThat(ended.size()).isZero();
    }

    @Test
    void whatAnAccountThatIsGoneLeftOpenIsNotKeptAndWhatANewOneOfItsNameDoesIs() {
        XmppSession before = bound("phone");
        XmppSession registers = accepted();
        pass(Duration.ofSeconds(1));
        ended.forgetAccount("john");
        before.destroyed(SessionEnd.of(EndCause.ACCOUNT_CHANGED));
        registers.opened("example.org");
        registers.authenticated("john", false);
        registers.destroyed(SessionEnd.of(EndCause.IDLE));

        assertThat(ended.all()).extracting(EndedSession::id).containsExactly(registers.id());
    }
}
