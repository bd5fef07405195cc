package io.github.sessionstate.openfire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import org.jivesoftware.openfire.session.LocalClientSession;
import org.jivesoftware.openfire.session.LocalSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xmpp.packet.JID;

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
    private final Set<OpenfireSession> withoutChannel = new LinkedHashSet<>();
    private final SessionTracker tracker = mock(SessionTracker.class);
    private final WebSessionsHook hook = new WebSessionsHook(unbound, detached, tracker);
    private final SessionRegistry registry = new SessionRegistry(user -> List.of(), Clock.systemUTC());
    private final OpenfireSession session = bound("x");
    private final LocalClientSession hostSession = session.host();

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
        when(tracker.withoutChannel()).thenReturn(withoutChannel);
        withoutChannel.add(session);
        when(tracker.find(hostSession)).thenReturn(session);
        hook.start();
    }

    private OpenfireSession bound(String resource) {
        LocalClientSession host = mock(LocalClientSession.class);
        when(host.getAddress()).thenReturn(new JID("john", "example.org", resource));
        OpenfireSession bound = new OpenfireSession(null, null, host, null);
        registry.accepted(bound, mock(SessionConnection.class));
        bound.session().bound("john", "example.org", resource, true);
        return bound;
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

    private long lookedAt() {
        return withoutChannel.stream().filter(one -> mockingDetails(one.host()).getInvocations().stream()
                .anyMatch(call -> call.getMethod().getName().equals("isDetached"))).count();
    }

    @Test
    void allOthersAreLookedAtInTurns() {
        for (int i = 1; i < 40; i++) {
            withoutChannel.add(bound("x" + i));
        }

        hook.follow();
        assertThat(lookedAt()).isBetween(1L, 4L);
        for (int i = 0; i < 19; i++) {
            hook.follow();
        }
        assertThat(lookedAt()).isEqualTo(40);
    }

    @Test
    void whereNothingTellsOfNewsAllAreLookedAtEachTime() {
        OpenfireSession other = bound("other");
        withoutChannel.add(other);
        when(tracker.isSilentAboutEnds()).thenReturn(true);

        hook.follow();

        verify(tracker).left(session);
        verify(tracker).left(other);
    }
}
