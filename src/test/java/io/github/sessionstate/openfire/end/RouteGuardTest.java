package io.github.sessionstate.openfire.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.List;

import org.jivesoftware.openfire.StreamID;
import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.streammanagement.StreamManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;
import org.xmpp.packet.JID;

import io.github.sessionstate.openfire.host.HostEnds;
import io.github.sessionstate.openfire.host.StubServer;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRegistry;

/** Two sessions with one full JID: an old one that ends late, and its successor. */
class RouteGuardTest {
    private static final JID ADDRESS = new JID("john@example.org/x");

    private final StubServer server = new StubServer();
    private final HostEnds host = mock(HostEnds.class);
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
    private final RouteGuard guard = new RouteGuard(host, registry);
    private final LocalClientSession old = hostSession();
    private final LocalClientSession successor = hostSession();

    @AfterEach
    void stop() {
        server.close();
    }

    private static LocalClientSession hostSession() {
        LocalClientSession session = mock(LocalClientSession.class);
        when(session.getAddress()).thenReturn(ADDRESS);
        when(session.getStreamID()).thenReturn(mock(StreamID.class));
        when(session.getStreamManager()).thenReturn(mock(StreamManager.class));
        return session;
    }

    private void succeeds() {
        OpenfireSession session = new OpenfireSession(null, null, successor, null);
        registry.accepted(session, mock(SessionConnection.class));
        session.session().bound("john", "example.org", "x", true);
    }

    private void hostHas(LocalClientSession session) {
        when(server.routes.getClientRoute(ADDRESS)).thenReturn(session);
    }

    private static void isOver(LocalClientSession session) {
        when(session.isClosed()).thenReturn(true);
    }

    // ------------------------------------------------------------------ who gives way

    @Test
    void aSessionGivesWayOnce() {
        assertThat(guard.hasGivenWay(old)).isFalse();

        assertThat(guard.givesWay(old)).isTrue();
        assertThat(guard.givesWay(old)).isFalse();

        assertThat(guard.hasGivenWay(old)).isTrue();
        assertThat(guard.hasGivenWay(successor)).isFalse();
    }

    // ------------------------------------------------------------------ the route of the successor

    @Test
    void theRouteThatALateEndTookIsRestored() {
        succeeds();

        guard.restoreSuccessor(old);

        verify(host).restoreRoute(successor);
        verifyNoMoreInteractions(host);
    }

    @Test
    void theRouteIsLeftToWhoeverHasIt() {
        succeeds();
        LocalClientSession third = hostSession();
        hostHas(third);

        guard.restoreSuccessor(old);

        verifyNoInteractions(host);
    }

    @Test
    void withoutASuccessorNothingIsRestored() {
        guard.restoreSuccessor(old);

        verifyNoInteractions(host);
    }

    @Test
    void aSuccessorThatIsNotConnectedGetsNoRoute() {
        succeeds();
        isOver(successor);

        guard.restoreSuccessor(old);
        when(successor.isClosed()).thenReturn(false);
        when(successor.isDetached()).thenReturn(true);
        guard.restoreSuccessor(old);

        verifyNoInteractions(host);
    }

    @Test
    void aSuccessorThatEndsMeanwhileIsNotKept() {
        succeeds();
        whenRestored(() -> isOver(successor));

        guard.restoreSuccessor(old);

        InOrder order = inOrder(host);
        order.verify(host).restoreRoute(successor);
        order.verify(host).remove(successor);
    }

    @Test
    void aSuccessorThatGivesWayMeanwhileIsNotKept() {
        succeeds();
        whenRestored(() -> guard.givesWay(successor));

        guard.restoreSuccessor(old);

        verify(host).remove(successor);
    }

    // It is about to be detached.
    @Test
    void aSuccessorThatMayBeResumedIsKept() {
        succeeds();
        when(successor.getStreamManager().getResume()).thenReturn(true);
        whenRestored(() -> isOver(successor));

        guard.restoreSuccessor(old);

        verify(host).restoreRoute(successor);
        verify(host, never()).remove(any());
    }

    private void whenRestored(Runnable step) {
        doAnswer(call -> {
            step.run();
            return null;
        }).when(host).restoreRoute(successor);
    }

    // ------------------------------------------------------------------ what the host has removed

    @Test
    void aRemovalRestoresTheSuccessor() {
        succeeds();

        guard.removed(old);

        verify(host).restoreRoute(successor);
    }

    @Test
    void whatTheHostCountedOutLosesItsRouteOnly() {
        guard.removed(old);

        guard.remove(old);
        verify(host).removeRoute(old);
        verify(host, never()).remove(any());

        guard.remove(successor);
        verify(host).remove(successor);
    }

    // The host, which goes by the address, did not find it.
    @Test
    void whatWasReplacedWhenTheHostRemovedItIsNotCountedOut() {
        hostHas(successor);

        guard.removed(old);
        guard.remove(old);

        verify(host).remove(old);
        verify(host, never()).removeRoute(any());
    }

    // ------------------------------------------------------------------ presence that comes late

    @Test
    void whatLatePresencePutBackIsTakenOut() {
        hostHas(old);
        isOver(old);

        guard.presenceBehindTheEnd(old);

        verify(host).remove(old);
        verifyNoMoreInteractions(host);
    }

    @Test
    void whatLatePresencePutBeforeTheSuccessorMakesRoomForIt() {
        hostHas(old);
        succeeds();
        guard.givesWay(old);

        guard.presenceBehindTheEnd(old);

        verify(host).restoreRoute(successor);
        verify(host, never()).remove(any());
    }

    @Test
    void whatPresencePutBackBeforeTheRemovalWasToldIsTakenOut() {
        hostHas(old);
        isOver(old);

        guard.removed(old);

        verify(host).removeRoute(old);
    }

    @Test
    void presenceOfALiveSessionChangesNothing() {
        hostHas(old);
        succeeds();

        guard.presenceBehindTheEnd(old);

        verifyNoInteractions(host);
    }

    @Test
    void presenceThatPutNothingBackChangesNothing() {
        isOver(old);
        succeeds();

        guard.presenceBehindTheEnd(old);

        verifyNoInteractions(host);
    }
}
