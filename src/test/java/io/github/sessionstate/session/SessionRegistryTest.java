package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class SessionRegistryTest {
    private final StubClock clock = new StubClock();
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), clock);

    @Test
    void itNeedsRostersAndAClock() {
        assertThatNullPointerException().isThrownBy(() -> new SessionRegistry(null, clock));
        assertThatNullPointerException().isThrownBy(() -> new SessionRegistry(user -> List.of(), null));
    }

    @Test
    void nobodyIsThereAtFirst() {
        assertThat(registry.sessions()).isEmpty();
        assertThat(registry.counts()).isEqualTo(new SessionCounts(0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(registry.byId("x")).isEmpty();
        assertThat(registry.byFullJid("john@example.org/desk")).isEmpty();
        assertThat(registry.byBareJid("john@example.org")).isEmpty();
    }

    @Test
    void anAcceptedSessionIsFoundByItsIdOnly() {
        XmppSession session = accepted();

        assertThat(registry.byId(session.id())).containsSame(session);
        assertThat(registry.sessions()).containsExactly(session);
        assertThat(registry.counts()).isEqualTo(new SessionCounts(1, 1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void anAuthenticatedSessionIsNotYetInTheTablesByJid() {
        XmppSession session = accepted();
        session.opened("example.org");
        session.authenticated("john", true);

        assertThat(registry.byBareJid("john@example.org")).isEmpty();
        assertThat(registry.counts()).isEqualTo(new SessionCounts(1, 1, 0, 1, 0, 0, 0, 0));
    }

    @Test
    void aBoundSessionIsFoundByFullAndByBareJid() {
        XmppSession session = bound("john", "desk");

        assertThat(registry.byFullJid("john@example.org/desk")).containsSame(session);
        assertThat(registry.byFullJid("john@example.org/Desk")).isEmpty();
        assertThat(registry.byBareJid("john@example.org").orElseThrow().all()).containsExactly(session);
        assertThat(registry.byBareJid("john@example.net")).isEmpty();
        assertThat(registry.counts()).isEqualTo(new SessionCounts(1, 0, 0, 0, 1, 0, 0, 0));
    }

    /** What stands before a slash in the order of characters makes no user twice, and hides none. */
    @Test
    void usersAreReadInTheOrderOfTheirJidsFromWhereOneAsks() {
        assertThat(registry.usersInOrderOfJid(null, false)).isEmpty();
        assertThat(registry.usersInOrderOfJid(null, true)).isEmpty();
        for (String user : List.of("john", "john-a", "jane", "john0", "j", "zo\u00eb")) {
            bound(user, "a");
            bound(user, "desk/top");
        }
        bound("gone", "a").destroyed(SessionEnd.of(EndCause.CLOSED));
        accepted();
        List<String> users = List.of("j@example.org", "jane@example.org", "john-a@example.org", "john0@example.org",
                "john@example.org", "zo\u00eb@example.org");
        List<String> reversed = new ArrayList<>(users);
        Collections.reverse(reversed);

        assertThat(registry.usersInOrderOfJid(null, false)).isEqualTo(users);
        assertThat(registry.usersInOrderOfJid(null, true)).isEqualTo(reversed);
        for (int i = 0; i < users.size(); i++) {
            assertThat(registry.usersInOrderOfJid(users.get(i), false)).isEqualTo(users.subList(i, users.size()));
            assertThat(registry.usersInOrderOfJid(users.get(i), true))
                    .isEqualTo(reversed.subList(users.size() - 1 - i, users.size()));
        }
        assertThat(registry.usersInOrderOfJid("jack@example.org", false).findFirst()).contains("jane@example.org");
        assertThat(registry.usersInOrderOfJid("jack@example.org", true)).containsExactly("j@example.org");
        assertThat(registry.userCount()).isEqualTo(6);
    }

    @Test
    void aUserHasSessionsWithAndWithoutAResource() {
        XmppSession desk = bound("john", "desk");
        XmppSession shouting = accepted();
        shouting.opened("example.org");
        shouting.authenticated("JOHN", true);
        XmppSession jane = accepted();
        jane.opened("example.org");
        jane.authenticated("jane", true);
        XmppSession anonymous = accepted();
        anonymous.opened("example.org");
        anonymous.authenticated(null, true);

        assertThat(registry.ofUser("john", "example.org")).containsExactlyInAnyOrder(desk, shouting);
        assertThat(registry.ofUser("John", "example.org")).containsExactlyInAnyOrder(desk, shouting);
        assertThat(registry.ofUser("nobody", "example.org")).isEmpty();
        assertThat(registry.ofUser("no @name", "example.org")).isEmpty();

        shouting.bound("john", "example.org", "loud", true);
        assertThat(registry.ofUser("john", "example.org")).containsExactlyInAnyOrder(desk, shouting);
        shouting.destroyed(SessionEnd.of(EndCause.CLOSED));
        jane.destroyed(SessionEnd.of(EndCause.CLOSED));
        assertThat(registry.ofUser("john", "example.org")).containsExactly(desk);
        assertThat(registry.ofUser("jane", "example.org")).isEmpty();
    }

    @Test
    void ofASessionFromBeforeThePluginIdlenessIsNotKnownUntilAStanzaComes() {
        Instant began = StubClock.START.minusSeconds(1000);
        Instant active = StubClock.START.minusSeconds(120);
        XmppSession session = registry.seeded(new StubHost(), seedable("desk"), began, active);

        assertThat(session.since()).isEqualTo(began);
        assertThat(session.idleSince()).isEqualTo(active);
        assertThat(session.isIdleSinceKnown()).isFalse();

        session.stanzaReceived(StubClock.START.toEpochMilli());
        assertThat(session.idleSince()).isEqualTo(StubClock.START);
        assertThat(session.isIdleSinceKnown()).isTrue();
        assertThat(accepted().isIdleSinceKnown()).as("one that begins").isTrue();
    }

    @Test
    void theHostsSideKnowsItsSessionBeforeAnybodyIsTold() {
        StubHost host = new StubHost();
        List<XmppSession> known = new ArrayList<>();
        registry.addListener(event -> known.add(host.session));

        XmppSession session = registry.accepted(host, new StubConnection(1));

        assertThat(known).containsExactly(session);
    }

    @Test
    void whatAStepThatHoldsALockChangesIsToldOnceItIsOver() {
        EventLog log = new EventLog();
        registry.addListener(log);

        registry.tellAfter(() -> {
            XmppSession session = accepted();
            registry.tellAfter(() -> session.opened("example.org"));
            assertThat(log.kinds()).as("told within").isEmpty();
            assertThat(registry.sessions()).containsExactly(session);
        });

        assertThat(log.kinds()).containsExactly(SessionEventKind.CREATED, SessionEventKind.OPENED);
        accepted();
        assertThat(log.kinds()).as("told at once again").hasSize(3);
    }

    @Test
    void aStepThatFailsIsToldOfAsFarAsItCame() {
        EventLog log = new EventLog();
        registry.addListener(log);

        assertThatIllegalStateException().isThrownBy(() -> registry.tellAfter(() -> {
            accepted();
            throw new IllegalStateException("a step that fails");
        }));

        assertThat(log.kinds()).containsExactly(SessionEventKind.CREATED);
    }

    @Test
    void theUserLeavesTheTableWithTheLastSession() {
        XmppSession desk = bound("john", "desk");
        XmppSession phone = bound("john", "phone");

        desk.destroyed(SessionEnd.of(EndCause.CLOSED));
        assertThat(registry.byBareJid("john@example.org").orElseThrow().all()).containsExactly(phone);

        phone.destroyed(SessionEnd.of(EndCause.CLOSED));
        assertThat(registry.byBareJid("john@example.org")).isEmpty();
        assertThat(registry.byFullJid("john@example.org/phone")).isEmpty();
        assertThat(registry.sessions()).isEmpty();
    }

    @Test
    void anOldSessionThatEndsLateRemovesNothingOfTheNewOne() {
        XmppSession old = bound("john", "desk");
        XmppSession newcomer = bound("john", "desk");

        old.destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(registry.byFullJid("john@example.org/desk")).containsSame(newcomer);
        assertThat(registry.byBareJid("john@example.org").orElseThrow().all()).containsExactly(newcomer);
        assertThat(registry.sessions()).containsExactly(newcomer);
        assertThat(registry.counts().total()).isOne();
    }

    @Test
    void sessionsAreListedOldestFirst() {
        List<XmppSession> sessions = IntStream.range(0, 300).mapToObj(i -> accepted()).toList();

        assertThat(registry.sessions()).containsExactlyElementsOf(sessions);
    }

    @Test
    void theListOfSessionsIsALiveViewThatNobodyCanChange() {
        var view = registry.sessions();

        XmppSession session = accepted();

        assertThat(view).containsExactly(session).isUnmodifiable();
    }

    @Test
    void idsAreNeverUsedAgainInThisRunOrTheNext() {
        XmppSession first = accepted();
        first.destroyed(SessionEnd.of(EndCause.CLOSED));
        XmppSession second = accepted();
        XmppSession ofNextRun = new SessionRegistry(user -> List.of(), clock)
                .accepted(new StubHost(), new StubConnection(1));

        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(ofNextRun.id()).isNotEqualTo(first.id()).hasSameSizeAs(first.id());
        assertThat(registry.byId(first.id())).isEmpty();
    }

    @Test
    void everyStateHasItsCount() {
        accepted();
        accepted().opened("example.org");
        accepted().authenticated("john", true);
        bound("john", "desk").updated(Presences.available(0));
        bound("john", "phone").askedForRoster();
        XmppSession tablet = bound("john", "tablet");
        tablet.updated(Presences.available(-1));
        tablet.detached();

        assertThat(registry.counts()).isEqualTo(new SessionCounts(6, 2, 2, 1, 3, 2, 1, 1));

        List.copyOf(registry.sessions()).forEach(s -> ((XmppSession) s).destroyed(SessionEnd.of(EndCause.CLOSED)));
        assertThat(registry.counts()).isEqualTo(new SessionCounts(0, 0, 0, 0, 0, 0, 0, 0));
    }

    // ------------------------------------------------------------------ seeded

    @Test
    void aSeededSessionIsTakenInWithItsStateAndItsPast() {
        EventLog log = new EventLog();
        registry.addListener(log);
        SessionState state = seedable("desk").updated(Presences.available(3)).askedForRoster();
        Instant since = StubClock.START.minusSeconds(3600);

        XmppSession session = registry.seeded(new StubHost(), state, since, since);

        assertThat(session.state()).isEqualTo(state.asSeeded());
        assertThat(session.since()).isEqualTo(since);
        assertThat(registry.byFullJid("john@example.org/desk")).containsSame(session);
        assertThat(registry.counts()).isEqualTo(new SessionCounts(1, 0, 0, 0, 1, 1, 1, 0));
        assertThat(log.all()).containsExactly(new SessionEvent(session, SessionEventKind.CREATED, null, session.state(),
                null, StubClock.START));
    }

    @Test
    void aSeededSessionTakesTheFullJidOfAnotherLikeABind() {
        EventLog log = new EventLog();
        XmppSession old = bound("john", "desk");
        registry.addListener(log);

        XmppSession seeded = registry.seeded(new StubHost(), seedable("desk"), StubClock.START, StubClock.START);

        assertThat(old.state().isDestroyed()).isTrue();
        assertThat(registry.byFullJid("john@example.org/desk")).containsSame(seeded);
        assertThat(registry.byBareJid("john@example.org").orElseThrow().all()).containsExactly(seeded);
        assertThat(log.kinds()).containsExactly(SessionEventKind.DESTROYED, SessionEventKind.CREATED);
        assertThat(log.all().get(0).cause()).isEqualTo(EndCause.REPLACED);
        assertThat(log.all().get(0).end().replacedBy()).isNotNull();
    }

    @Test
    void anEndedSessionCannotBeSeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> registry.seeded(new StubHost(), seedable("desk").destroyed(), StubClock.START, StubClock.START));

        assertThat(registry.sessions()).isEmpty();
    }

    // ------------------------------------------------------------------ listeners

    @Test
    void aListenerHearsOfWhatHappensWhileItIsRegistered() {
        EventLog log = new EventLog();
        XmppSession session = accepted();

        registry.addListener(log);
        session.opened("example.org");
        registry.removeListener(log);
        session.destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(log.kinds()).containsExactly(SessionEventKind.OPENED);
    }

    @Test
    void thereIsNoNullListener() {
        assertThatNullPointerException().isThrownBy(() -> registry.addListener(null));
    }

    private XmppSession accepted() {
        return registry.accepted(new StubHost(), new StubConnection(1));
    }

    private XmppSession bound(String user, String resource) {
        XmppSession session = accepted();
        session.bound(user, "example.org", resource, true);
        return session;
    }

    private static SessionState seedable(String resource) {
        return SessionState.accepted(new StubConnection(1)).bound("john", "example.org", resource, true);
    }
}
