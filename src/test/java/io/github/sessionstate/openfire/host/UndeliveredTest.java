package io.github.sessionstate.openfire.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager.UnackedPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xmpp.packet.JID;
import org.xmpp.packet.Message;
import org.xmpp.packet.Presence;

/** For how long messages that nobody acknowledged hold others up, and are held up themselves. */
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
        return new Undelivered(HostCapabilities.of(new HostLookup()).unacknowledgedStanzas(), executor, ARRIVAL);
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
