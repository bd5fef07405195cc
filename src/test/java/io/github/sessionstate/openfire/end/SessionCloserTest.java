package io.github.sessionstate.openfire.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

import io.github.sessionstate.openfire.host.HostEnds;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.CloseReason;
import io.github.sessionstate.session.CloseResult;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionRegistry;

class SessionCloserTest {
    private static final CloseReason REASON = new CloseReason("policy-violation", "go", "admin");

    private final HostEnds host = mock(HostEnds.class);
    private final LocalClientSession hostSession = mock(LocalClientSession.class);
    private final ClientChannel channel = mock(ClientChannel.class);
    private final ScheduledExecutorService executor = mock(ScheduledExecutorService.class);
    private final Queue<Runnable> steps = new ArrayDeque<>();
    private final List<OpenfireSession> removed = new ArrayList<>();
    private final SessionCloser closer = new SessionCloser(host, executor, removed::add);
    private final OpenfireSession session = new OpenfireSession(null, closer, hostSession, channel);

    @BeforeEach
    void begin() {
        new SessionRegistry(user -> List.of(), Clock.systemUTC()).accepted(session, channel);
        session.session().opened("example.org");
        when(hostSession.getStreamManager()).thenReturn(mock(StreamManager.class));
        when(hostSession.isDetached()).thenReturn(false);
        when(executor.schedule(any(Runnable.class), anyLong(), any(TimeUnit.class))).thenAnswer(call -> {
            steps.add(call.getArgument(0));
            return null;
        });
        doAnswer(call -> {
            call.<Runnable>getArgument(0).run();
            return null;
        }).when(executor).execute(any());
    }

    private CompletableFuture<CloseResult> close() {
        return session.close(REASON, EndCause.CLOSED_BY_ADMIN).toCompletableFuture();
    }

    private void endsInTheHost() {
        session.session().destroyed(SessionEnd.of(EndCause.CLOSED_BY_ADMIN));
        session.ended();
    }

    @Test
    void theEndItselfCompletesIt() {
        CompletableFuture<CloseResult> result = close();
        steps.remove().run();
        verify(host).close(hostSession, channel, REASON);
        assertThat(result).isNotDone();

        endsInTheHost();
        assertThat(result).isCompletedWithValue(CloseResult.closed());

        steps.remove().run();
        assertThat(steps).isEmpty();
        verifyNoMoreInteractions(host);
    }

    @Test
    void theEndTellsWhatTheCommandDid() {
        close();

        assertThat(session.evidence().end())
                .isEqualTo(new SessionEnd(EndCause.CLOSED_BY_ADMIN, "policy-violation", "go", "admin", null));
    }

    @Test
    void whatTheHostDoesNotEndIsForcedStepByStep() {
        when(hostSession.isDetached()).thenReturn(false, true);
        CompletableFuture<CloseResult> result = close();
        while (!steps.isEmpty()) {
            steps.remove().run();
        }

        InOrder order = inOrder(host, channel);
        order.verify(host).close(hostSession, channel, REASON);
        order.verify(channel).disconnect();
        order.verify(host).terminateDetached(hostSession);
        assertThat(removed).containsExactly(session);
        assertThat(result.join().outcome()).isEqualTo(CloseResult.Outcome.FAILED);
        assertThat(session.evidence().known()).as("the command counts no more").isNull();
    }

    @Test
    void whatEndedBeforeIsLeftAlone() {
        session.session().destroyed(SessionEnd.of(EndCause.CLOSED_BY_CLIENT));
        session.ended();

        CompletableFuture<CloseResult> result = close();
        steps.remove().run();

        assertThat(result).isCompletedWithValue(CloseResult.closed());
        verifyNoInteractions(host);
    }
}
