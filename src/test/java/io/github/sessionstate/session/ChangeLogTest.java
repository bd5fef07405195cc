package io.github.sessionstate.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final SessionRegistry registry = new SessionRegistry(username -> List.of(), Clock.systemUTC());
    private final ChangeLog log = new ChangeLog();

    @BeforeEach
    void listen() {
        registry.addListener(log);
    }

    private XmppSession accepted() {
        return registry.accepted(new StubHost(), new StubConnection(1));
    }

    @Test
    void countsEveryTransition() {
        accepted().destroyed(SessionEnd.of(EndCause.CLOSED));

        assertThat(log.version()).isEqualTo(2);
    }

    @Test
    void whatChangedBeforeIsNotWaitedFor() {
        accepted();

        assertTimeoutPreemptively(LIMIT, () -> assertThat(log.await(0, event -> true, LONG)).isTrue());
    }

    @Test
    void waitsForWhatIsRelevant() {
        accepted();
        AtomicInteger asked = new AtomicInteger();
        Thread changes = new Thread(() -> {
            for (int i = 0; i < 50; i++) {
                accepted().opened("example.org");
            }
        });

        assertTimeoutPreemptively(LIMIT, () -> {
            changes.start();
            log.await(1, event -> event.kind() == SessionEventKind.OPENED && asked.incrementAndGet() == 50, LONG);
        });
        assertThat(asked).hasValueGreaterThanOrEqualTo(50);
    }

    @Test
    void patienceEnds() throws InterruptedException {
        long start = System.nanoTime();

        assertThat(log.await(0, event -> true, Duration.ofMillis(50))).isTrue();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(50));
    }

    @Test
    void moreThanIsKeptOrAnotherCountIsAChange() {
        for (int i = 0; i <= ChangeLog.KEPT; i++) {
            accepted();
        }

        assertTimeoutPreemptively(LIMIT, () -> {
            log.await(0, event -> false, LONG);
            log.await(Long.MAX_VALUE, event -> false, LONG);
        });
    }

    @Test
    void noMoreThanAFewWaitAndClosingSendsThemAway() throws InterruptedException {
        CountDownLatch left = new CountDownLatch(ChangeLog.MAX_WAITING);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < ChangeLog.MAX_WAITING; i++) {
            Thread thread = new Thread(() -> {
                try {
                    log.await(0, event -> true, LONG);
                    left.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }

        assertThat(log.await(0, event -> true, LONG)).as("one more").isFalse();
        assertThat(log.waiting()).isEqualTo(ChangeLog.MAX_WAITING);
        log.close();
        assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(log.waiting()).isZero();
        assertTimeoutPreemptively(LIMIT, () -> assertThat(log.await(0, event -> true, LONG)).isTrue());
    }

    @Test
    void whatWasForgottenMayHaveBeenOfInterest() {
        XmppSession johns = accepted();
        johns.authenticated("john", false);
        XmppSession janes = accepted();
        janes.authenticated("jane", false);

        assertThat(log.forget("nobody")).isZero();
        assertThat(log.forget("john")).isEqualTo(2);
        assertThat(log.forget("john")).isZero();
        assertTimeoutPreemptively(LIMIT, () -> assertThat(log.await(log.version() - 1, event -> false, LONG)).isTrue());
        assertThat(log.clear()).isEqualTo(2);
        accepted();
        assertTimeoutPreemptively(LIMIT, () -> assertThat(log.await(log.version() - 1, event -> true, LONG)).isTrue());
    }
}
