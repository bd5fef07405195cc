package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.Test;

class UserSessionsTest {
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());

    @Test
    void sessionsAreInTheOrderInWhichTheyBound() {
        XmppSession acceptedFirst = registry.accepted(new StubHost(), new StubConnection(1));
        XmppSession desk = bound("desk");
        acceptedFirst.bound("john", "example.org", "phone", true);

        assertThat(john().all()).containsExactly(desk, acceptedFirst);
    }

    @Test
    void aValueNeverChanges() {
        XmppSession desk = bound("desk");
        UserSessions before = john();

        bound("phone");

        assertThat(before.all()).containsExactly(desk).isUnmodifiable();
    }

    @Test
    void withoutASessionTheOthersStay() {
        XmppSession desk = bound("desk");
        XmppSession phone = bound("phone");
        XmppSession tablet = bound("tablet");

        phone.destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(john().all()).containsExactly(desk, tablet);
    }

    @Test
    void removingAStrangerOrFromNobodyChangesNothing() {
        XmppSession desk = bound("desk");
        XmppSession stranger = registry.accepted(new StubHost(), new StubConnection(2));

        assertThat(UserSessions.without(john(), stranger).all()).containsExactly(desk);
        assertThat(UserSessions.without(null, desk)).isNull();
    }

    @Test
    void aSessionWithTheSameResourceDrivesOutTheOldAndComesLast() {
        XmppSession old = bound("desk");
        XmppSession phone = bound("phone");
        XmppSession replacement = new SessionRegistry(user -> List.of(), Clock.systemUTC())
                .accepted(new StubHost(), new StubConnection(2));
        replacement.bound("john", "example.org", "desk", true);

        UserSessions with = UserSessions.with(john(), replacement);

        assertThat(john().all()).containsExactly(old, phone);
        assertThat(with.all()).containsExactly(phone, replacement);
    }

    @Test
    void nobodyIsOnTopWithoutPresence() {
        bound("desk");

        assertThat(john().topResources()).isEmpty();
    }

    @Test
    void nobodyIsOnTopWithNegativePrioritiesOnly() {
        available("desk", -1);
        available("phone", -128);
        bound("tablet");

        assertThat(john().topResources()).isEmpty();
    }

    @Test
    void priorityZeroIsEnoughToBeOnTop() {
        available("phone", -1);
        XmppSession desk = available("desk", 0);

        assertThat(john().topResources()).containsExactly(desk);
    }

    @Test
    void allThatShareTheHighestPriorityAreOnTop() {
        XmppSession desk = available("desk", 5);
        available("phone", 4);
        XmppSession tablet = available("tablet", 5);
        bound("car");

        assertThat(john().topResources()).containsExactly(desk, tablet);
    }

    @Test
    void unavailableTakesASessionFromTheTop() {
        XmppSession desk = available("desk", 5);
        XmppSession phone = available("phone", 1);

        desk.updated(Presences.UNAVAILABLE);

        assertThat(john().topResources()).containsExactly(phone);
    }

    private UserSessions john() {
        return registry.byBareJid("john@example.org").orElseThrow();
    }

    private XmppSession bound(String resource) {
        XmppSession session = registry.accepted(new StubHost(), new StubConnection(1));
        session.bound("john", "example.org", resource, true);
        return session;
    }

    private XmppSession available(String resource, int priority) {
        XmppSession session = bound(resource);
        session.updated(Presences.available(priority));
        return session;
    }
}
