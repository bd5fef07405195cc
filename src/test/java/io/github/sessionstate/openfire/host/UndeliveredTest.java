package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager.UnackedPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/**
 * For how long messages that nobody acknowledged hold others up, and are held up themselves; with {@link UnderWay}.
 */
class UndeliveredTest {
    private static final Duration ARRIVAL = Duration.ofSeconds(1);
    private static final JID ENDED = new JID("john@example.org/ended");
    private static final JID ARRIVING = new JID("john@example.org/arriving");
    private static final int MESSAGES = 40;

    private final StubServer server = new StubServer();
    private final LocalClientSession ended = mock(LocalClientSession.class);

    UndeliveredTest() {
        when(ended.getAddress()).thenReturn(ENDED);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Undelivered undelivered(Executor executor) {
        return undelivered(executor, System::currentTimeMillis);
    }

    private static Undelivered undelivered(Executor executor, LongSupplier clock) {
        return new Undelivered(HostCapabilities.of(new HostLookup()).unacknowledgedStanzas(), executor, ARRIVAL, clock);
    }

    private void whenSent(Runnable step) {
        doAnswer(call -> {
            step.run();
            return null;
        }).when(server.routes).routePacket(any(), any(), anyBoolean());
    }

    // Its first presence made the host fail, or the host's database takes as long.
    @Test
    void oneThatNeverArrivesHoldsUpAllMessagesOnce() throws Exception {
        LocalClientSession arriving = mock(LocalClientSession.class);
        when(arriving.getPresence()).thenReturn(new Presence());
        when(server.routes.getRoutes(any(), any())).thenReturn(List.of(ARRIVING));
        when(server.routes.getClientRoute(ARRIVING)).thenReturn(arriving);
        CompletableFuture<Void> sent = new CompletableFuture<>();

        undelivered(work -> new Thread(() -> {
            work.run();
            sent.complete(null);
        }).start()).sendElsewhere(ended, messages());

        sent.get(ARRIVAL.toMillis() * MESSAGES / 2, TimeUnit.MILLISECONDS);
        verify(server.routes, times(MESSAGES)).routePacket(any(), any(), anyBoolean());
    }

    @Test
    @Timeout(30)
    void whatTakesLongHoldsUpNoBindForLong() throws InterruptedException {
        List<Runnable> works = new ArrayList<>();
        Undelivered undelivered = undelivered(works::add);
        assertThat(undelivered.isUnderWayTo("john@example.org")).isFalse();

        undelivered.sendElsewhere(ended, messages());
        assertThat(undelivered.isUnderWayTo("john@example.org")).isTrue();
        while (undelivered.isUnderWayTo("john@example.org")) {
            Thread.sleep(10);
        }

        undelivered.sendElsewhere(ended, messages());
        assertThat(undelivered.isUnderWayTo("john@example.org")).as("another has ended").isTrue();
        works.remove(0).run();
        assertThat(undelivered.isUnderWayTo("john@example.org")).as("the other is left").isTrue();
        works.remove(0).run();
        assertThat(undelivered.isUnderWayTo("john@example.org")).isFalse();
    }

    // The host would delete unread what is stored while it reads.
    @Test
    @Timeout(30)
    void whoArrivesWaitsForTheMessageThatIsBeingStoredAndHoldsUpTheNext() throws Exception {
        LocalClientSession arriving = mock(LocalClientSession.class);
        when(arriving.getAddress()).thenReturn(ARRIVING);
        ExecutorService threads = Executors.newCachedThreadPool();
        Undelivered undelivered = undelivered(threads);
        List<Future<?>> arrivals = new CopyOnWriteArrayList<>();
        AtomicInteger stored = new AtomicInteger();
        whenSent(() -> {
            if (stored.getAndIncrement() == 0) {
                arrivals.add(threads.submit(() -> undelivered.arrives(arriving)));
                assertThatExceptionOfType(TimeoutException.class)
                        .isThrownBy(() -> arrivals.get(0).get(100, TimeUnit.MILLISECONDS));
            }
        });

        undelivered.sendElsewhere(ended, messages());
        while (arrivals.isEmpty()) {
            Thread.sleep(1);
        }
        arrivals.get(0).get();
        Thread.sleep(100);
        assertThat(stored).as("while it arrives").hasValue(1);

        undelivered.arrived(arriving);
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(stored).hasValue(MESSAGES);
    }

    @Test
    @Timeout(30)
    void aClockThatIsSetBackALittleIsWaitedFor() {
        AtomicLong clock = new AtomicLong();
        List<Long> times = new ArrayList<>();
        whenSent(() -> {
            times.add(clock.get());
            clock.addAndGet(times.size() % 10 == 0 ? -20 : 0);
        });

        undelivered(Runnable::run, clock::incrementAndGet).sendElsewhere(ended, messages());

        assertThat(times).hasSize(MESSAGES).doesNotHaveDuplicates().isSorted();
    }

    @Test
    @Timeout(10)
    void oneThatIsSetBackByAnHourHoldsUpAllMessagesOnce() {
        AtomicLong clock = new AtomicLong(TimeUnit.HOURS.toMillis(2));
        List<Long> times = new ArrayList<>();
        whenSent(() -> {
            times.add(clock.get());
            clock.addAndGet(times.size() == 2 ? -TimeUnit.HOURS.toMillis(1) : 0);
        });

        undelivered(Runnable::run, clock::incrementAndGet).sendElsewhere(ended, messages());

        assertThat(times).hasSize(MESSAGES);
        assertThat(times.subList(2, MESSAGES)).doesNotHaveDuplicates().isSorted();
    }

    private static List<UnackedPacket> messages() {
        List<UnackedPacket> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            Message message = new Message();
            message.setTo(ENDED);
            message.setType(Message.Type.normal);
            messages.add(new UnackedPacket(i, message));
        }
        return messages;
    }
}
