package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionTotalsTest {
    private final SessionRegistry registry = new SessionRegistry(username -> List.of(), Clock.systemUTC());
    private final SessionTotals counter = new SessionTotals();

    @BeforeEach
    void listen() {
        registry.addListener(counter);
    }

    @Test
    void countsEachEndOnceByItsFirstCause() {
        XmppSession lost = accepted();
        XmppSession kicked = accepted();
        accepted();

        lost.destroyed(SessionEnd.of(EndCause.CONNECTION_LOST));
        lost.destroyed(SessionEnd.of(EndCause.CLOSED));
        kicked.destroyed(SessionEnd.of(EndCause.CLOSED_BY_ADMIN));
        kicked.destroyed(SessionEnd.of(EndCause.CLOSED_BY_ADMIN));

        assertThat(counter.created()).isEqualTo(3);
        assertThat(counter.ended(EndCause.CONNECTION_LOST)).isEqualTo(1);
        assertThat(counter.ended(EndCause.CLOSED)).isZero();
        assertThat(counter.ended(EndCause.CLOSED_BY_ADMIN)).isEqualTo(1);
        assertThat(counter).hasToString("created 3, connection_lost 1, closed_by_admin 1");
    }

    @Test
    void createdLessEndedIsWhatLives() throws InterruptedException {
        EndCause[] causes = EndCause.values();
        List<XmppSession> sessions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            sessions.add(accepted());
        }

        // Two threads that end the same sessions for different reasons, and leave some alone.
        Thread other = new Thread(() -> end(sessions, causes, 5));
        other.start();
        end(sessions, causes, 0);
        other.join();

        long ended = Arrays.stream(causes).mapToLong(counter::ended).sum();
        assertThat(ended).isEqualTo(900);
        assertThat(counter.created() - ended).isEqualTo(registry.counts().total()).isEqualTo(100);
    }

    private static void end(List<XmppSession> sessions, EndCause[] causes, int shift) {
        for (int i = 0; i < sessions.size(); i++) {
            if (i % 10 != 0) {
                sessions.get(i).destroyed(SessionEnd.of(causes[(i + shift) % causes.length]));
            }
        }
    }

    private XmppSession accepted() {
        return registry.accepted(new StubHost(), new StubConnection(1));
    }
}
