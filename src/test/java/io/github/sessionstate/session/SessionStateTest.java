package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.mockito.Mockito.mock;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.sessionstate.session.SessionState.Address;

/** The life cycle of one session: facts 1 to 11 and 15 of the conformance notes. */
class SessionStateTest {
    private static final StubConnection CONNECTION = new StubConnection(1);

    private static final Address DESK = new Address("john", "example.org", "desk", "john@example.org/desk");

    private static final SessionState ACCEPTED = SessionState.accepted(CONNECTION);
    private static final SessionState OPENED = ACCEPTED.opened("example.org");
    private static final SessionState AUTHENTICATED = OPENED.authenticated("john", true);
    private static final SessionState UNBOUND = AUTHENTICATED.opened("example.org");
    private static final SessionState BOUND = UNBOUND.bound("john", "example.org", "desk", true);
    private static final SessionState AVAILABLE = BOUND.askedForRoster().updated(Presences.available(5));
    private static final SessionState DETACHED = AVAILABLE.detach();
    private static final SessionState DESTROYED = AVAILABLE.destroyed();

    private static final Map<String, UnaryOperator<SessionState>> TRANSITIONS = Map.of(
            "opened", s -> s.opened("example.net"),
            "reset", SessionState::reset,
            "authenticated", s -> s.authenticated("jane", true),
            "bound", s -> s.bound("jane", "example.net", "phone", true),
            "updated", s -> s.updated(Presences.available(7)),
            "unavailable", s -> s.updated(Presences.UNAVAILABLE),
            "askedForRoster", SessionState::askedForRoster,
            "detach", SessionState::detach,
            "attached", s -> s.attached(new StubConnection(2)),
            "destroyed", SessionState::destroyed);

    @Test
    void anAcceptedConnectionHasNothingButItself() {
        assertThat(ACCEPTED).isEqualTo(new SessionState(CONNECTION, null, true, SessionType.C2S_UNAUTHED,
                new Address(null, null, null, null), Presences.UNAVAILABLE, false, false, false));
        assertThat(ACCEPTED.bareJid()).isNull();
    }

    @Test
    void aConnectionIsNeededToBeAccepted() {
        assertThatNullPointerException().isThrownBy(() -> SessionState.accepted(null));
    }

    @Test
    void theStreamHeaderSetsTheHost() {
        assertThat(OPENED).isEqualTo(new SessionState(CONNECTION, null, false, SessionType.C2S_UNAUTHED,
                new Address(null, "example.org", null, null), Presences.UNAVAILABLE, false, false, false));
    }

    @Test
    void aResetStreamKeepsTheHostUntilTheNextHeader() {
        SessionState reset = OPENED.reset();

        assertThat(reset.notOpen()).isTrue();
        assertThat(reset.host()).isEqualTo("example.org");
        assertThat(reset.opened("example.net").host()).isEqualTo("example.net");
    }

    @Test
    void saslSuccessMayLeaveTheStreamOpen() {
        assertThat(OPENED.authenticated("john", false)).isEqualTo(UNBOUND);
        assertThat(ACCEPTED.authenticated("john", false).notOpen()).as("there was no stream yet").isTrue();
    }

    @Test
    void saslSuccessSetsTheUserAndClosesTheStreamUntilItIsRestarted() {
        assertThat(AUTHENTICATED).isEqualTo(new SessionState(CONNECTION, null, true, SessionType.C2S_UNBOUND,
                new Address("john", "example.org", null, null), Presences.UNAVAILABLE, false, false, false));
        assertThat(UNBOUND.notOpen()).isFalse();
    }

    @Test
    void anAnonymousUserGetsItsNameWithTheBind() {
        SessionState anonymous = OPENED.authenticated(null, true);

        assertThat(anonymous.type()).isEqualTo(SessionType.C2S_UNBOUND);
        assertThat(anonymous.username()).isNull();
        assertThat(anonymous.bound("a1b2", "example.org", "a1b2", false).fullJid()).isEqualTo("a1b2@example.org/a1b2");
    }

    @Test
    void theBindSetsResourceFullJidAndRosterInOneGo() {
        assertThat(BOUND).isEqualTo(new SessionState(CONNECTION, null, false, SessionType.C2S, DESK,
                Presences.UNAVAILABLE,
                false, true, false));
        assertThat(BOUND.bareJid()).isEqualTo("john@example.org");
    }

    @Test
    void aUserMayHaveNoRoster() {
        assertThat(UNBOUND.bound("john", "example.org", "desk", false).rosterLoaded()).isFalse();
    }

    @Test
    void aBindWithoutSaslOrBeforeTheRestartedHeaderCounts() {
        assertThat(OPENED.bound("john", "example.org", "desk", true)).isEqualTo(BOUND);
        assertThat(AUTHENTICATED.bound("john", "example.org", "desk", true)).isEqualTo(BOUND);
    }

    @Test
    void theThreePredicatesFollowBindRosterAndPresence() {
        assertThat(predicates(UNBOUND)).containsExactly(false, false, false);
        assertThat(predicates(BOUND)).containsExactly(true, false, false);
        assertThat(predicates(BOUND.askedForRoster())).containsExactly(true, false, true);
        assertThat(predicates(BOUND.updated(Presences.available(0)))).containsExactly(true, true, false);
        assertThat(predicates(AVAILABLE)).containsExactly(true, true, true);
        assertThat(predicates(DESTROYED)).containsExactly(false, false, false);
    }

    @Test
    void everyPresenceReplacesTheOneBefore() {
        SessionState away = AVAILABLE.updated(Presences.of("<presence><show>away</show></presence>", 0));

        assertThat(away.presence()).isEqualTo("<presence><show>away</show></presence>");
        assertThat(away.priority()).isZero();
    }

    @Test
    void unavailableForgetsPresenceAndPriorityAndKeepsTheRest() {
        assertThat(AVAILABLE.updated(Presences.UNAVAILABLE)).isEqualTo(BOUND.askedForRoster());
    }

    @Test
    void aClientThatIsUnavailableStaysTheProgramThatItSaidItIs() {
        SessionState unavailable = BOUND.updated(Presences.ofCaps("https://gajim.org")).updated(Presences.UNAVAILABLE);

        assertThat(unavailable.broadcast().capsNode()).isEqualTo("https://gajim.org");
        assertThat(unavailable.presence()).isNull();
        assertThat(unavailable.isAvailableResource()).isFalse();
        assertThat(unavailable.updated(Presences.ofCaps("another")).broadcast().capsNode()).isEqualTo("another");
    }

    @Test
    void aDetachedSessionKeepsAllButItsConnection() {
        assertThat(DETACHED).isEqualTo(new SessionState(null, new ClientAddress("tcp", CONNECTION.ip(), CONNECTION.port()),
                false, SessionType.C2S, DESK, AVAILABLE.broadcast(), true, true, false));
        assertThat(DETACHED.detached()).isTrue();
    }

    @Test
    void aDetachedSessionTellsItsLastAddress() {
        for (SessionState state : List.of(AVAILABLE, DETACHED)) {
            assertThat(state.transport()).isEqualTo("tcp");
            assertThat(state.ip()).isEqualTo(CONNECTION.ip());
            assertThat(state.port()).isEqualTo(CONNECTION.port());
        }
        for (SessionState state : List.of(DESTROYED, DETACHED.destroyed())) {
            assertThat(state.transport()).isNull();
            assertThat(state.ip()).isNull();
            assertThat(state.port()).isZero();
        }
    }

    @Test
    void anAddressThatIsNotKnownIsNoLastAddress() {
        SessionConnection unknown = mock(SessionConnection.class);

        assertThat(BOUND.attached(unknown).detach().lastAddress()).isNull();
    }

    @Test
    void aResumedSessionIsAsBeforeOnAnotherConnection() {
        SessionState resumed = DETACHED.attached(new StubConnection(2));

        assertThat(resumed.connection()).isEqualTo(new StubConnection(2));
        assertThat(resumed.detached()).isFalse();
        assertThat(resumed.attached(CONNECTION)).isEqualTo(AVAILABLE);
    }

    @Test
    void aResumedSessionNeedsAConnection() {
        assertThatNullPointerException().isThrownBy(() -> DETACHED.attached(null));
    }

    @Test
    void anEndedSessionKeepsWhatIdentifiesItAndNothingElse() {
        assertThat(DESTROYED).isEqualTo(new SessionState(null, null, false, SessionType.C2S_DESTROYED, DESK,
                Presences.UNAVAILABLE, false, false, false));
        assertThat(DESTROYED.detached()).isFalse();
        assertThat(DESTROYED.bareJid()).isEqualTo("john@example.org");
        assertThat(DESTROYED.isDestroyed()).isTrue();
    }

    @Test
    void seededSessionsAreMarkedForLife() {
        SessionState seeded = OPENED.asSeeded();

        assertThat(seeded.seeded()).isTrue();
        assertThat(seeded.reset().opened("example.org").authenticated("john", true).opened("example.org")
                .bound("john", "example.org", "desk", true).askedForRoster().updated(Presences.available(1)).detach()
                .attached(CONNECTION).destroyed().seeded()).isTrue();
    }

    static Stream<Stage> stages() {
        return Stream.of(
                new Stage("accepted", ACCEPTED, List.of("opened", "authenticated", "bound", "attached", "destroyed")),
                new Stage("opened", OPENED, List.of("reset", "authenticated", "bound", "attached", "destroyed")),
                new Stage("authenticated", AUTHENTICATED, List.of("opened", "bound", "attached", "destroyed")),
                new Stage("unbound", UNBOUND, List.of("reset", "bound", "attached", "destroyed")),
                new Stage("bound", BOUND, List.of("updated", "askedForRoster", "detach", "attached", "destroyed")),
                new Stage("available", AVAILABLE,
                        List.of("updated", "unavailable", "detach", "attached", "destroyed")),
                new Stage("detached", DETACHED, List.of("updated", "unavailable", "attached", "destroyed")),
                new Stage("destroyed", DESTROYED, List.of()));
    }

    /** A stage of the life cycle, and the transitions that lead out of it. */
    record Stage(String name, SessionState state, List<String> ways) {
        @Override
        public String toString() {
            return name + " → " + ways;
        }
    }

    @ParameterizedTest
    @MethodSource("stages")
    void allOtherTransitionsChangeNothing(Stage stage) {
        List<String> changing = TRANSITIONS.entrySet().stream()
                .filter(t -> t.getValue().apply(stage.state()) != stage.state())
                .map(Map.Entry::getKey).collect(Collectors.toList());

        assertThat(changing).containsExactlyInAnyOrderElementsOf(stage.ways());
    }

    @Test
    void theSameConnectionAgainChangesNothing() {
        assertThat(BOUND.attached(CONNECTION)).isSameAs(BOUND);
    }

    @Test
    void aStateThatCannotBeIsRefused() {
        assertThatIllegalArgumentException().as("resource without a full JID")
                .isThrownBy(() -> new Address("john", "example.org", "desk", null));
        assertThatIllegalArgumentException().as("full JID without a user")
                .isThrownBy(() -> new Address(null, "example.org", "desk", "john@example.org/desk"));
        assertThatIllegalArgumentException().as("bound without a full JID")
                .isThrownBy(() -> state(CONNECTION, SessionType.C2S, UNBOUND.address(), Presences.UNAVAILABLE, false));
        assertThatIllegalArgumentException().as("full JID before the bind")
                .isThrownBy(() -> state(CONNECTION, SessionType.C2S_UNBOUND, DESK, Presences.UNAVAILABLE, false));
        assertThatIllegalArgumentException().as("available before the bind").isThrownBy(() -> state(CONNECTION,
                SessionType.C2S_UNBOUND, UNBOUND.address(), Presences.available(0), false));
        assertThatIllegalArgumentException().as("interested before the bind").isThrownBy(() -> state(CONNECTION,
                SessionType.C2S_UNAUTHED, OPENED.address(), Presences.UNAVAILABLE, true));
        assertThatIllegalArgumentException().as("detached before the bind").isThrownBy(() -> state(null,
                SessionType.C2S_UNBOUND, UNBOUND.address(), Presences.UNAVAILABLE, false));
    }

    private static SessionState state(SessionConnection connection, SessionType type, Address address,
                                      PresenceUpdate broadcast, boolean interested) {
        return new SessionState(connection, null, false, type, address, broadcast, interested, false, false);
    }

    private static List<Boolean> predicates(SessionState state) {
        return List.of(state.isConnectedResource(), state.isAvailableResource(), state.isInterestedResource());
    }
}
