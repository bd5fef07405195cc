package io.github.sessionstate.session;

import static io.github.sessionstate.session.SessionEventKind.AUTHENTICATED;
import static io.github.sessionstate.session.SessionEventKind.BOUND;
import static io.github.sessionstate.session.SessionEventKind.CREATED;
import static io.github.sessionstate.session.SessionEventKind.DESTROYED;
import static io.github.sessionstate.session.SessionEventKind.DETACHED;
import static io.github.sessionstate.session.SessionEventKind.INTERESTED;
import static io.github.sessionstate.session.SessionEventKind.OPENED;
import static io.github.sessionstate.session.SessionEventKind.PRESENCE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;

import org.junit.jupiter.api.Test;

class TimelineTest {
    private final SessionRegistry registry = new SessionRegistry(username -> List.of(), Clock.systemUTC());
    private final XmppSession session = registry.accepted(new StubHost(), new StubConnection(1));

    private void bind() {
        session.opened("example.org");
        session.authenticated("john", true);
        session.opened("example.org");
        session.bound("john", "example.org", "a", true);
    }

    @Test
    void tellsTheWholeLife() {
        bind();
        session.askedForRoster();
        session.updated(Presences.of("<presence><show>away</show></presence>", 0));
        session.updated(PresenceUpdate.UNAVAILABLE);
        session.detached();
        session.destroyed(SessionEnd.of(EndCause.DETACH_EXPIRED));

        assertThat(session.timeline()).extracting(SessionMoment::kind).containsExactly(CREATED, OPENED,
                AUTHENTICATED, OPENED, BOUND, INTERESTED, PRESENCE, PRESENCE,
                DETACHED, DESTROYED);
        assertThat(session.timeline()).extracting(SessionMoment::detail).containsExactly(null, null, null, null, null, null,
                "away", "unavailable", null, "detach_expired");
        assertThat(session.timeline()).extracting(SessionMoment::at).isSorted();
    }

    @Test
    void thereIsRoomForEveryKind() {
        assertThat(SessionEventKind.values()).hasSizeLessThanOrEqualTo(16);
    }

    @Test
    void keepsBeginningAndEndOfALongOne() {
        bind();
        for (int i = 0; i < 1000; i++) {
            session.updated(Presences.of("<presence><show>" + i + "</show></presence>", 0));
        }

        List<SessionMoment> timeline = session.timeline();
        assertThat(timeline).hasSize(Timeline.KEPT);
        assertThat(timeline.subList(0, 5)).extracting(SessionMoment::kind).containsExactly(CREATED, OPENED,
                AUTHENTICATED, OPENED, BOUND);
        assertThat(timeline.subList(5, Timeline.FIRST_KEPT)).extracting(SessionMoment::detail).containsExactly("0", "1", "2");
        assertThat(timeline.get(Timeline.FIRST_KEPT).left()).isEqualTo(1005 - Timeline.KEPT);
        assertThat(timeline.get(Timeline.FIRST_KEPT).detail()).isEqualTo("976");
        assertThat(timeline.get(Timeline.KEPT - 1).detail()).isEqualTo("999");
        assertThat(timeline).extracting(SessionMoment::left).filteredOn(left -> left > 0).hasSize(1);
    }

    @Test
    void keepsLittleOfWhatAClientMadeUp() {
        bind();
        session.updated(Presences.of("<presence><show>" + "x".repeat(100_000) + "</show></presence>", 0));

        assertThat(session.timeline().get(5).detail()).isEqualTo("x".repeat(20));
    }
}
