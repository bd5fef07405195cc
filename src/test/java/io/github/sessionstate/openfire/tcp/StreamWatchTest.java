package io.github.sessionstate.openfire.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.openfire.tracked.Transitions;
import io.github.sessionstate.session.SessionEventKind;
import io.github.sessionstate.session.SessionRegistry;

class StreamWatchTest {
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
    private final LocalClientSession host = mock(LocalClientSession.class);
    private final ClientChannel channel = mock(ClientChannel.class);
    private final OpenfireSession session = new OpenfireSession(null, null, null, channel);
    private final Transitions tracker = mock(Transitions.class);

    @BeforeEach
    void follow() {
        registry.accepted(session, channel);
        when(host.getServerName()).thenReturn("example.org");
        when(tracker.accepted(channel, false)).thenReturn(session);
        when(tracker.identified(session, host, channel)).thenReturn(session);
        doAnswer(call -> {
            registry.tellAfter(call.getArgument(0));
            return null;
        }).when(tracker).tellAfter(any());
    }

    @Test
    void aListenerMayWaitForTheEndOfTheConnection() {
        StreamWatch watch = new StreamWatch(tracker, channel, false);
        when(channel.hostSession()).thenReturn(host);
        AtomicBoolean hasWaited = new AtomicBoolean();
        registry.addListener(event -> {
            if (event.kind() == SessionEventKind.OPENED && !hasWaited.get()) {
                CompletableFuture.runAsync(watch::ended).orTimeout(10, TimeUnit.SECONDS).join();
                hasWaited.set(true);
            }
        });

        watch.processed("<stream:stream>");

        assertThat(hasWaited).isTrue();
    }
}
