package io.github.sessionstate.openfire.tracked;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRegistry;

class UnwatchedSessionsTest {
    private static final int MANY = 40;
    private static final int ROUND = 20;

    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
    private final List<OpenfireSession> all = new ArrayList<>();
    private long now;
    private final UnwatchedSessions sessions = new UnwatchedSessions(() -> now);

    @BeforeEach
    void add() {
        for (int i = 0; i < MANY; i++) {
            OpenfireSession session = new OpenfireSession(null, null, null, null);
            registry.accepted(session, mock(SessionConnection.class));
            session.session().bound("john", "example.org", "x" + i, true);
            all.add(session);
            sessions.lookAt(session);
        }
    }

    private List<OpenfireSession> look(boolean isToldOfNews) {
        List<OpenfireSession> seen = new ArrayList<>();
        sessions.look(isToldOfNews, seen::add);
        return seen;
    }

    private void later(long seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private void settle() {
        later(6);
        look(true);
    }

    @Test
    void thoseOfWhichThereMayBeNewsAreLookedAtEachTimeForAWhile() {
        assertThat(look(true)).containsExactlyInAnyOrderElementsOf(all);
        later(1);
        assertThat(look(true)).containsExactlyInAnyOrderElementsOf(all);

        settle();
        assertThat(look(true)).hasSizeBetween(1, 4);
        sessions.lookAt(all.get(7));
        assertThat(look(true)).contains(all.get(7)).hasSizeBetween(1, 5);
        later(1);
        assertThat(look(true)).contains(all.get(7));
    }

    @Test
    void allOthersAreLookedAtInTurns() {
        settle();
        List<OpenfireSession> seen = new ArrayList<>();
        for (int i = 0; i < ROUND; i++) {
            seen.addAll(look(true));
        }
        assertThat(seen).containsAll(all).hasSizeLessThan(2 * MANY);
    }

    @Test
    void aDetachedOneIsLookedAtAsLongAsItIs() {
        all.get(7).session().detached();
        settle();
        later(600);
        assertThat(look(true)).contains(all.get(7));
        assertThat(look(true)).contains(all.get(7));
    }

    @Test
    void whereNothingTellsOfNewsAllAreLookedAtEachTime() {
        settle();
        assertThat(look(false)).containsExactlyInAnyOrderElementsOf(all);
        assertThat(look(false)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void thoseThatAreOverAreNot() {
        all.forEach(sessions::remove);
        assertThat(look(true)).isEmpty();
        assertThat(look(false)).isEmpty();
    }
}
