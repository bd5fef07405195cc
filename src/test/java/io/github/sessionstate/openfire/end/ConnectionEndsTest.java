package io.github.sessionstate.openfire.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.StreamID;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

import io.github.sessionstate.openfire.host.Later;
import io.github.sessionstate.openfire.host.StubServer;
import io.github.sessionstate.openfire.tracked.ClientChannel;
import io.github.sessionstate.openfire.tracked.Ends;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.EndCause;
import io.github.sessionstate.session.SessionEnd;
import io.github.sessionstate.session.SessionRegistry;

/** What is done at once, and how long what may still come is waited for. That it is over at last is for HeapIT. */
class ConnectionEndsTest {
    private static final JID ADDRESS = new JID("john@example.org/x");
    /** How long the host's event may come late, in milliseconds, where it may never come and where it does. */
    private static final long SILENT = 20;
    private static final long TOLD = 500;

    private final StubServer server = new StubServer();
    private final ScheduledExecutorService executor = mock(ScheduledExecutorService.class);
    private final List<Long> delays = new ArrayList<>();
    private final List<Runnable> steps = new ArrayList<>();
    private final Ends ends = mock(Ends.class);
    private final RouteGuard routes = mock(RouteGuard.class);
    private final ConnectionEnds connections = new ConnectionEnds(ends, routes, new Later(executor));
    private final LocalClientSession hostSession = mock(LocalClientSession.class);
    private final StreamManager streamManager = mock(StreamManager.class);
    private final ClientChannel channel = mock(ClientChannel.class);
    private final OpenfireSession session = new OpenfireSession(null, null, hostSession, channel);
    private int inTime;

    @BeforeEach
    void begin() {
        new SessionRegistry(user -> List.of(), Clock.systemUTC()).accepted(session, channel);
        when(hostSession.getAddress()).thenReturn(ADDRESS);
        when(hostSession.getStreamID()).thenReturn(mock(StreamID.class));
        when(hostSession.getStreamManager()).thenReturn(streamManager);
        when(executor.schedule(any(Runnable.class), anyLong(), eq(TimeUnit.MILLISECONDS))).thenAnswer(call -> {
            steps.add(call.getArgument(0));
            delays.add(call.getArgument(1));
            return null;
        });
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void bound() {
        session.session().bound("john", "example.org", "x", true);
        when(server.routes.getClientRoute(ADDRESS)).thenReturn(hostSession);
    }

    private void leavesTheHost() {
        when(server.routes.getClientRoute(ADDRESS)).thenReturn(null);
    }

    private void runSteps() {
        List<Runnable> now = List.copyOf(steps);
        steps.clear();
        delays.clear();
        now.forEach(Runnable::run);
    }

    // ------------------------------------------------------------------ the connection has ended

    @Test
    void withoutAResourceTheSessionEndsWithItsConnection() {
        connections.connectionEnded(session, channel);

        verify(ends).end(session);
        assertThat(steps).isEmpty();
    }

    // The host may be at its end yet, and go by its address.
    @Test
    void whereTheHostTellsOfNoEndTheRouteIsLookedAtTwice() {
        when(ends.isSilentAboutEnds()).thenReturn(true);

        connections.connectionEnded(session, channel);

        assertThat(delays).containsExactly(SILENT, TOLD);
        runSteps();
        verify(routes, times(2)).restoreSuccessor(hostSession);
    }

    @Test
    void onceThePluginIsUnloadedNoRouteIsLookedAt() {
        connections.lookAtRoute(session);
        when(ends.isStopped()).thenReturn(true);

        runSteps();

        verifyNoInteractions(routes);
    }

    @Test
    void whatBecomesOfABoundSessionIsSeenWhenItIsLookedAfter() {
        bound();
        connections.connectionEnded(session, channel);
        verify(ends, never()).end(any());
        assertThat(steps).isEmpty();
        leavesTheHost();

        connections.follow();

        assertThat(delays).containsExactly(TOLD);
        verify(ends, never()).endUntold(session);
        runSteps();
        verify(ends).endUntold(session);
        connections.follow();
        assertThat(steps).as("looked at once").isEmpty();
    }

    @Test
    void theHostIsAskedAgainWithGrowingPausesUntilItHasDetachedTheSession() {
        bound();
        when(streamManager.getResume()).thenReturn(true);
        connections.connectionEnded(session, channel);
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            assertThat(delays).hasSize(1);
            pauses.addAll(delays);
            runSteps();
        }
        assertThat(pauses).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L, 512L, 1000L, 1000L);
        verify(ends, never()).detached(any(), any());

        when(hostSession.isDetached()).thenReturn(true);
        runSteps();

        verify(ends).detached(session, channel);
        assertThat(steps).isEmpty();
    }

    @Test
    void whereTheHostTellsOfNoEndItIsAskedAtOnce() {
        bound();
        when(ends.isSilentAboutEnds()).thenReturn(true);
        leavesTheHost();

        connections.connectionEnded(session, channel);

        assertThat(delays).containsExactly(SILENT);
        runSteps();
        verify(ends).endUntold(session);
    }

    @Test
    void nobodyAsksAfterASessionThatIsOver() {
        bound();
        when(streamManager.getResume()).thenReturn(true);
        connections.connectionEnded(session, channel);
        assertThat(steps).hasSize(1);
        session.session().destroyed(SessionEnd.of(EndCause.CLOSED));

        runSteps();

        assertThat(steps).isEmpty();
    }

    @Test
    void nobodyAsksAfterASessionThatHasAnotherConnection() {
        bound();
        when(streamManager.getResume()).thenReturn(true);
        connections.connectionEnded(session, channel);
        session.moveTo(mock(ClientChannel.class));
        when(hostSession.isDetached()).thenReturn(true);

        runSteps();

        assertThat(steps).isEmpty();
        verify(ends, never()).detached(any(), any());
    }

    // ------------------------------------------------------------------ a session that was resumed

    private ClientChannel resumed() {
        bound();
        ClientChannel current = mock(ClientChannel.class);
        when(current.isOpen()).thenReturn(true);
        session.moveTo(current);
        connections.connectionEnded(session, channel);
        return current;
    }

    // 4.2.0, which learns of the old connection's end too late.
    @Test
    void aResumedSessionThatTheHostTakesForDetachedLosesItsConnection() {
        ClientChannel current = resumed();
        assertThat(delays).containsExactly(1L);
        runSteps();
        verify(current, never()).disconnect();
        assertThat(delays).containsExactly(2L);

        when(hostSession.isDetached()).thenReturn(true);
        runSteps();

        verify(current).disconnect();
        assertThat(steps).isEmpty();
    }

    @Test
    void aResumedSessionThatStaysSoIsLookedAtForAboutASecond() {
        ClientChannel current = resumed();
        long looked = 0;
        for (int i = 0; i < 20 && !steps.isEmpty(); i++) {
            looked += delays.get(0);
            runSteps();
        }

        assertThat(steps).isEmpty();
        assertThat(looked).isBetween(900L, 1100L);
        verify(current, never()).disconnect();
    }

    @Test
    void aResumedSessionThatLosesThatConnectionTooIsLeftAlone() {
        ClientChannel current = resumed();
        when(current.isOpen()).thenReturn(false);
        when(hostSession.isDetached()).thenReturn(true);

        runSteps();

        verify(current, never()).disconnect();
        assertThat(steps).isEmpty();
    }

    // ------------------------------------------------------------------ connections whose session has ended

    @Test
    void whatTheClientEndsInTimeIsTold() {
        connections.leaveToClient(channel, () -> inTime++);
        assertThat(inTime).isZero();

        connections.connectionEnded(session, channel);
        connections.connectionEnded(session, channel);

        assertThat(inTime).isEqualTo(1);
    }

    @Test
    void whatWasLeftToTheClientStaysSoWhenTheSessionEnds() {
        connections.leaveToClient(channel, () -> inTime++);
        connections.mustClose(channel);

        connections.connectionEnded(session, channel);

        assertThat(inTime).isEqualTo(1);
    }

    @Test
    void aConnectionWhoseTimeIsNotOverIsLeftOpen() {
        when(channel.isOpen()).thenReturn(true);
        connections.mustClose(channel);
        connections.follow();

        verify(channel, never()).disconnect();
    }

    // It waits for the server to close it (RFC 6120 §4.4).
    @Test
    void aConnectionWhoseStreamTheClientEndedIsClosed() {
        when(channel.isOpen()).thenReturn(true);
        connections.mustClose(channel);
        when(channel.isEndedByClient()).thenReturn(true);

        connections.follow();

        verify(channel).disconnect();
    }

    @Test
    void aConnectionThatIsClosedIsNotClosedAgain() {
        when(channel.isEndedByClient()).thenReturn(true);
        connections.mustClose(channel);

        connections.follow();

        verify(channel, never()).disconnect();
    }

    @Test
    void whatIsLeftOpenIsClosedWhenNobodyLooksAfterItAnyMore() {
        ClientChannel other = mock(ClientChannel.class);
        connections.mustClose(channel);

        connections.stop();
        verify(channel).disconnect();

        when(ends.isStopped()).thenReturn(true);
        connections.leaveToClient(other, () -> inTime++);
        verify(other).disconnect();
        verify(channel).disconnect();
    }

    @Test
    void whatMayStillComeOfAnEndIsWaitedFor() {
        connections.connectionEnded(session, channel);

        connections.follow();

        verify(channel, never()).letGo();
    }
}
