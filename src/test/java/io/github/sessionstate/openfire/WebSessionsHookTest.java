package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.sessionstate.openfire.host.Capability;
import io.github.sessionstate.openfire.host.HostCapabilities.UnboundSessions;
import io.github.sessionstate.openfire.host.HostField;
import io.github.sessionstate.openfire.host.StubServer;
import io.github.sessionstate.openfire.tracked.OpenfireSession;
import io.github.sessionstate.session.SessionConnection;
import io.github.sessionstate.session.SessionRegistry;

/** Which sessions are looked at again and again. What is found is for the host tests. */
@SuppressWarnings("unchecked")
class WebSessionsHookTest {
    private final StubServer server = new StubServer();
    private final Capability<UnboundSessions> unbound = mock(Capability.class);
    private final Capability<HostField<Map<?, LocalSession>>> detached = mock(Capability.class);
    private final Map<String, LocalSession> detachedSessions = new HashMap<>();
    private final ConcurrentMap<OpenfireSession, Long> unsettled = new ConcurrentHashMap<>();
    private final SessionTracker tracker = mock(SessionTracker.class);
    private final WebSessionsHook hook = new WebSessionsHook(unbound, detached, tracker);
    private final LocalClientSession hostSession = mock(LocalClientSession.class);
    private final OpenfireSession session = new OpenfireSession(null, null, hostSession, null);

    @BeforeEach
    void install() {
        UnboundSessions table = mock(UnboundSessions.class);
        HostField<Map<?, LocalSession>> field = mock(HostField.class);
        when(unbound.isOffered()).thenReturn(true);
        when(unbound.get()).thenReturn(table);
        when(table.of(any())).thenReturn(new HashMap<>());
        when(detached.isOffered()).thenReturn(true);
        when(detached.get()).thenReturn(field);
        when(field.get(any())).thenAnswer(call -> detachedSessions);
        when(tracker.unsettled()).thenReturn(unsettled);
        when(tracker.find(hostSession)).thenReturn(session);
        new SessionRegistry(user -> List.of(), Clock.systemUTC()).accepted(session, mock(SessionConnection.class));
        session.session().bound("john", "example.org", "x", true);
        hook.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void lookedAtSecondsAgo(long seconds) {
        unsettled.put(session, System.nanoTime() - TimeUnit.SECONDS.toNanos(seconds));
    }

    @Test
    void oneOfWhichThereIsNoNewsIsLeftAloneAfterAWhile() {
        lookedAtSecondsAgo(1);
        hook.follow();
        assertThat(unsettled).containsOnlyKeys(session);

        lookedAtSecondsAgo(6);
        hook.follow();
        assertThat(unsettled).isEmpty();
        verify(tracker, never()).lookAt(any());
    }

    @Test
    void thoseThatTheHostHasAsDetachedAreLookedAt() {
        detachedSessions.put("stream", hostSession);

        hook.follow();

        verify(tracker).lookAt(session);
    }

    @Test
    void aDetachedOneIsLookedAtAsLongAsItIs() {
        session.session().detached();
        when(hostSession.isDetached()).thenReturn(true);
        lookedAtSecondsAgo(600);

        hook.follow();

        assertThat(unsettled).containsOnlyKeys(session);
    }

    @Test
    void whereNothingTellsOfNewsAllAreLookedAtForGood() {
        when(tracker.isSilentAboutEnds()).thenReturn(true);
        lookedAtSecondsAgo(600);
        hook.follow();
        assertThat(unsettled).containsOnlyKeys(session);

        when(tracker.isSilentAboutEnds()).thenReturn(false);
        when(detached.isOffered()).thenReturn(false);
        hook.follow();
        assertThat(unsettled).containsOnlyKeys(session);
    }
}
